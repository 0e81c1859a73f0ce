#include "testing/case_builder.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>

#include "artefacts/catalogue.h"
#include "findings/rule.h"

namespace bridle::testing {

CaseBuilder::CaseBuilder() : folder_("/tmp/bridle-case-XXXXXX") {
  if (::mkdtemp(folder_.data()) == nullptr) problem_ = "no temporary folder";
  auto store = CaseStore::create(folder_, catalogue());
  if (store)
    store_ = std::make_unique<CaseStore>(std::move(*store));
  else
    problem_ = store.error().message;
}

CaseBuilder::~CaseBuilder() {
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::span<const Artefact* const> CaseBuilder::artefacts() {
  return catalogue();
}

void CaseBuilder::check(const Result<>& done) {
  if (!done && problem_.empty()) problem_ = done.error().message;
}

CaseBuilder& CaseBuilder::run(const std::string& sql) {
  if (store_) check(store_->database().run(sql));
  return *this;
}

CaseBuilder& CaseBuilder::device(std::string_view key, std::string_view value) {
  if (store_) check(store_->set_device(key, value));
  return *this;
}

std::string CaseBuilder::findings(std::string_view rule_id) {
  if (!problem_.empty()) return problem_;
  const Rule* rule = find_rule(rule_id);
  if (rule == nullptr) return fmt::format("no rule {}", rule_id);
  auto found = rule->raise(CaseView{*store_, 1});
  if (!found) return found.error().message;
  std::string text;
  for (const Finding& f : *found) {
    text += fmt::format("{} {} {} | {} |", name(f.severity), name(f.confidence),
                        f.time ? to_iso8601(*f.time) : "undated", f.statement);
    for (const RecordReference& r : f.records)
      text += fmt::format("{} {} {}", &r == &f.records.front() ? "" : ",", r.table, r.record);
    if (f.rule != rule_id || f.not_shown.empty() || f.innocent.empty()) text += " (without its texts)";
    text += "\n";
  }
  return text;
}

}  // namespace bridle::testing
