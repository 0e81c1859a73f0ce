#include "report/html.h"

#include <fmt/format.h>

#include "base/file.h"
#include "report/sections.h"
#include "report/style.h"

namespace bridle {
namespace {

using Pairs = std::map<std::string, std::string, std::less<>>;

Result<Pairs> pairs(const CaseStore& store, std::string_view sql) {
  Pairs read;
  auto select = TRY(store.database().prepare(sql));
  while (TRY(select.step())) read.emplace(select.text(0), select.text(1));
  return read;
}

// Every printed page names the device, so that the pages of two reports cannot be mixed up.
std::string running_head(const Pairs& device, std::int64_t revision) {
  std::string name = "not named";
  for (std::string_view key : {"unique_identifier", "serial_number"})
    if (auto found = device.find(key); found != device.end()) name = found->second.substr(0, 60);
  return fmt::format("Report of a forensic examination, device {}, revision {}", name, revision);
}

}  // namespace

Result<std::string> report_html(const CaseStore& store, std::int64_t revision) {
  auto device = TRY(pairs(store, "SELECT key, value FROM device"));
  auto examination = TRY(pairs(store, "SELECT key, value FROM examination"));
  auto verdict = TRY(verdict_of(store, revision));
  Html html("Bridle: report of an examination", report_style, running_head(device, revision));
  Report report{.store = store,
                .revision = revision,
                .verdict = std::move(verdict),
                .device = std::move(device),
                .examination = std::move(examination),
                .html = html};
  TRY(write_title(report));
  TRY(write_verdict(report));
  TRY(write_device(report));
  TRY(write_coverage(report));
  TRY(write_findings(report));
  TRY(write_custody(report));
  TRY(write_timeline(report));
  TRY(write_indicators(report));
  TRY(write_evidence(report));
  TRY(write_method(report));
  TRY(write_words(report));
  return html.take();
}

Result<> write_report(const CaseStore& store, std::int64_t revision) {
  return replace_file(case_report_path(store.folder()), TRY(report_html(store, revision)));
}

}  // namespace bridle
