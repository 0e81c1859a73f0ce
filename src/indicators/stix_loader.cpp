#include "indicators/stix_loader.h"

#include <simdjson.h>

#include <future>

#include "base/sha256.h"
#include "indicators/indicator_assembly.h"
#include "indicators/indicator_format.h"
#include "indicators/indicator_table.h"
#include "indicators/misp_event.h"
#include "indicators/open_ioc.h"
#include "indicators/pack_reader.h"
#include "indicators/published_values.h"
#include "indicators/stix_objects.h"
#include "indicators/stix_parts.h"
#include "indicators/warning_lists.h"

namespace bridle {
namespace {

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

}  // namespace

struct IndicatorLoader::State {
  StixContent content;
  std::vector<FileReport> files;
  WarningLists warnings;

  Result<> read(std::string_view text, std::uint32_t file);
  Result<> read_stix(std::string_view text, std::uint32_t file);
};

Result<> IndicatorLoader::State::read(std::string_view text, std::uint32_t file) {
  if (text.size() > indicator_file_limit) return fail(Fault::limit, "indicator file longer than 256 MiB");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.empty()) return fail(Fault::truncated, "file is empty");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return fail(Fault::unsupported, "file is UTF-16: only UTF-8 is read");
  auto format = recognise_indicators(text);
  if (!format) return std::unexpected(format.error());
  if (!simdjson::validate_utf8(text.data(), text.size()))
    return fail(Fault::malformed, "file is not valid UTF-8");
  PublishedValues values(content, files[file], file);
  switch (*format) {
    case IndicatorFormat::stix:
      return read_stix(text, file);
    case IndicatorFormat::misp_event:
      return read_misp_event(text, values);
    case IndicatorFormat::warning_list:
      files[file].objects = TRY(warnings.add(text));
      return {};
    case IndicatorFormat::open_ioc:
      return read_open_ioc(text, values);
    case IndicatorFormat::csv:
      read_indicator_table(text, values);
      return {};
    case IndicatorFormat::list:
      read_indicator_list(text, values);
      return {};
    case IndicatorFormat::misp_manifest:
      return fail(Fault::unsupported, "the manifest of a MISP feed holds no values: name its file or folder");
    case IndicatorFormat::mvt_index:
      return fail(Fault::unsupported, "an index of indicator files holds no values: name its file");
    case IndicatorFormat::pack:
      return read_pack(text, values);
  }
  return {};
}

Result<> IndicatorLoader::State::read_stix(std::string_view text, std::uint32_t file) {
  StixParts parts(content, files[file], file);
  auto done = for_each_stix_object(text, [&](std::string_view object) { parts.add(object); });
  parts.finish();
  return done;
}

IndicatorLoader::IndicatorLoader() : state_(std::make_unique<State>()) {}
IndicatorLoader::~IndicatorLoader() = default;
IndicatorLoader::IndicatorLoader(IndicatorLoader&&) noexcept = default;
IndicatorLoader& IndicatorLoader::operator=(IndicatorLoader&&) noexcept = default;

void IndicatorLoader::add_file(std::string_view name, Bytes content, const FileContext& context) {
  FileReport report;
  report.name = base_name(name);
  report.bytes = content.size();
  // Large files are hashed beside the reading of them.
  constexpr std::size_t large = 1 << 20;
  auto digest =
      std::async(content.size() > large ? std::launch::async | std::launch::deferred : std::launch::deferred,
                 [content] { return to_hex(sha256(content)); });
  state_->files.push_back(std::move(report));
  auto file = static_cast<std::uint32_t>(state_->files.size() - 1);
  auto& published = state_->content.indicators;
  auto before = published.size();
  if (auto done = state_->read(as_text(content), file); !done)
    state_->files[file].error = done.error().message;
  state_->files[file].sha256 = digest.get();
  for (auto i = before; i < published.size(); ++i) {
    if (!context.title.empty())
      published[i].add_details().attributions.push_back({AttributionKind::report, context.title, ""});
    for (const std::string& each : context.references) published[i].add_details().references.push_back(each);
  }
}

void IndicatorLoader::add_failure(std::string_view name, const Error& error) {
  FileReport report;
  report.name = base_name(name);
  report.error = error.message;
  state_->files.push_back(std::move(report));
}

IndicatorSet IndicatorLoader::finish() {
  auto state = std::exchange(state_, std::make_unique<State>());
  return assemble_indicators(std::move(state->content), std::move(state->files), std::move(state->warnings));
}

}  // namespace bridle
