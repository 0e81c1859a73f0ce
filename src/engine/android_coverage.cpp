#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "engine/android_container.h"
#include "engine/evidence_coverage.h"
#include "engine/plan.h"

namespace bridle {
namespace {

constexpr std::size_t most_names = 60;

std::string_view words(AndroidLayout layout) {
  switch (layout) {
    case AndroidLayout::bugreport:
      return "the bug report";
    case AndroidLayout::androidqf:
      return "the collection";
    case AndroidLayout::backup:
      return "the backup";
    case AndroidLayout::intrusion_logs:
    case AndroidLayout::none:
      break;
  }
  return "the logs";
}

}  // namespace

Coverage AndroidContainer::own_row(const AndroidPart& part) const {
  Coverage row;
  row.path = part.place.empty() ? std::string(name(part.layout)) + "/" : part.place;
  row.stored_as = part.tree.name();
  return row;
}

// Every header is in one of two numbers: read by some trace, or by none.
std::optional<Coverage> AndroidContainer::sections_row(const AndroidPart& part, const Plan& plan) const {
  bool is_report = part.layout == AndroidLayout::bugreport;
  if (!part.text && (!is_report || part.has_packed_text)) return std::nullopt;
  Coverage row = own_row(part);
  row.artefact = "evidence.sections";
  if (part.text) row.path = part.text->entry.path;
  auto number = static_cast<std::uint32_t>(&part - parts_.data());
  std::set<std::uint64_t> read;  // by the number of their first line
  for (const PlannedTask& task : plan.tasks)
    if (task.content.slice && task.content.part == number)
      read.insert(static_cast<std::uint64_t>(task.content.entry.first_line));
  std::uint64_t known = 0, cut_off = 0, timed_out = 0, failed_steps = 0;
  std::set<std::string> unread;
  for (const DumpSection& section : part.sections.sections) {
    if (section.kind == DumpSection::Kind::header) continue;
    if (read.contains(section.first_line))
      ++known;
    else
      unread.insert(section_path(section));
    cut_off += section.cut_off;
    timed_out += section.timed_out;
    failed_steps += section.errors > 0;
  }
  const DumpText& text = part.sections;
  row.records = text.headers;
  row.notes = part.text_notes;
  row.notes.push_back(fmt::format(
      "{} sections: {} read by some trace, {} by none; {} without an end, {} stopped because they "
      "took too long, {} with a step that failed; {} lines stand in no section",
      text.headers, known, text.headers - std::min(known, text.headers), cut_off, timed_out, failed_steps,
      text.loose_lines));
  if (text.clock.is_known())
    row.notes.push_back(fmt::format(
        "the phone's clock: zone {}, offset {}; its wall-clock times are turned into UTC by them",
        text.clock.zone.empty() ? "not named" : text.clock.zone,
        text.clock.utc_offset_seconds ? fmt::format("{} s", *text.clock.utc_offset_seconds) : "not told"));
  else
    row.notes.emplace_back("the text does not tell the phone's zone: its wall-clock times stay without UTC");
  if (!unread.empty()) {
    std::vector<std::string> names(unread.begin(), unread.end());
    std::size_t more = names.size() > most_names ? names.size() - most_names : 0;
    names.resize(names.size() - more);
    row.notes.push_back(fmt::format("read by no trace: {}{}", fmt::join(names, ", "),
                                    more > 0 ? fmt::format(", and {} more", more) : ""));
  }
  std::vector<std::string> reasons;
  if (!part.text_trouble.empty()) reasons.push_back(part.text_trouble);
  if (!text.sections.empty() && text.sections.back().cut_off)
    reasons.emplace_back("its text stops in the middle of a section: what would follow is missing");
  if (text.full) reasons.emplace_back("it has more sections than are read");
  if (part.text && text.headers == 0 && part.text_trouble.empty())
    reasons.emplace_back("its text has no section that is known");
  if (!reasons.empty()) {
    row.status = text.headers == 0 ? CoverageStatus::failed : CoverageStatus::partial;
    row.reason = fmt::format("{}: {}", words(part.layout), fmt::join(reasons, "; "));
  }
  return row;
}

Result<std::vector<Coverage>> AndroidContainer::own_coverage(const CaseStore& store, const Plan& plan,
                                                             bool triage) const {
  std::vector<Coverage> rows;
  for (const AndroidPart& part : parts_) {
    Coverage index = own_row(part);
    index.artefact = "evidence.index";
    bool is_first = &part == parts_.data();
    account_index(part.end, is_first ? plan.skipped : 0, words(part.layout), index);
    if (is_first) index.notes.insert(index.notes.end(), facts_.notes.begin(), facts_.notes.end());
    if (!part.problem.empty()) {
      index.status = CoverageStatus::partial;
      index.reason = fmt::format("not all of {} is there: {}", words(part.layout), part.problem);
    }
    if (!part.tree.unpack_trouble().empty()) {
      index.status = CoverageStatus::partial;
      index.reason = fmt::format("not all that was needed of {} could be unpacked: {}", words(part.layout),
                                 part.tree.unpack_trouble());
    }
    rows.push_back(std::move(index));
    if (auto sections = sections_row(part, plan)) rows.push_back(std::move(*sections));
  }
  rows.insert(rows.end(), unopened_.begin(), unopened_.end());
  Coverage files = own_row(parts_.front());
  files.artefact = "evidence.files";
  TRY(account_hashed_files(store, triage, files, {}));
  rows.push_back(std::move(files));
  return rows;
}

std::string AndroidContainer::absence(const Artefact& artefact) const {
  std::string_view what = parts_.front().layout == AndroidLayout::androidqf ? "collection" : "evidence";
  switch (artefact.presence) {
    case Presence::always:
      return fmt::format("every such phone has it, but this {} does not: it was not collected, or removed",
                         what);
    case Presence::usual:
    case Presence::encrypted:
      return fmt::format("most phones have it; this {} does not", what);
    case Presence::sometimes:
      return "only some phones have it";
  }
  return {};
}

}  // namespace bridle
