#include "indicators/stix_loader.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <iterator>

#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "indicators/hash_slots.h"
#include "indicators/name_table.h"
#include "indicators/normalise.h"
#include "indicators/stix_attribution.h"
#include "indicators/stix_conditions.h"
#include "indicators/stix_objects.h"
#include "indicators/stix_pattern.h"
#include "indicators/stix_values.h"

namespace bridle {
namespace {

/// Most values of one set: two hundred times the public ones.
constexpr std::size_t indicator_limit = 2'000'000;
/// Most conditions of one set: each is held against every record.
constexpr std::size_t condition_limit = 10'000;
/// Most remarks of one kind that a file's report lists one by one.
constexpr std::size_t remark_limit = 100'000;
constexpr std::size_t pattern_shown = 300;
/// Most further publications that one value lists.
constexpr std::size_t origin_limit = 100;

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

std::string shown(std::string_view pattern) {
  auto text = std::string(pattern.substr(0, pattern_shown));
  return pattern.size() > pattern_shown ? to_utf8_lossy(text) : text;
}

std::uint64_t hash_of(const Indicator& indicator) {
  RunningHash hash;
  hash.add(indicator.normalised);
  const char kind[] = {static_cast<char>(indicator.type), static_cast<char>(indicator.platform),
                       static_cast<char>(indicator.directory), static_cast<char>(indicator.revoked)};
  hash.add({kind, sizeof kind});
  return hash.value();
}

bool same_value(const Indicator& a, const Indicator& b) {
  return a.normalised == b.normalised && a.type == b.type && a.platform == b.platform &&
         a.directory == b.directory && a.revoked == b.revoked;
}

template <class T>
void merge_sorted(std::vector<T>& into, std::vector<T> more) {
  if (more.empty()) return;
  if (into.empty()) into.swap(more);
  into.insert(into.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  std::ranges::sort(into);
  into.erase(std::ranges::unique(into).begin(), into.end());
}

}  // namespace

struct IndicatorLoader::State {
  StixReader reader;
  StixContent content;
  std::vector<FileReport> files;

  Result<> read(std::string_view text, std::size_t file);
};

/// Turns everything that was read into one set.
class IndicatorAssembly {
 public:
  IndicatorAssembly(StixContent&& content, std::vector<FileReport>&& files)
      : content_(std::move(content)), markings_(content_), graph_(content_, markings_) {
    set_.report.files = std::move(files);
  }

  IndicatorSet assemble() {
    choose_versions();
    for (StixIndicator& published : content_.indicators) take(published);
    sum_up();
    return std::move(set_);
  }

 private:
  FileReport& report_of(const StixIndicator& published) { return set_.report.files[published.file]; }

  void remark(FileReport& report, std::vector<LoadRemark>& list, const StixIndicator& published,
              std::string reason) const {
    if (list.size() >= remark_limit) {
      ++report.unlisted;
      return;
    }
    auto id = published.id == 0 ? fmt::format("object {}", published.place) : id_of(published);
    list.push_back({std::move(id), shown(published.pattern), std::move(reason)});
  }

  /// The newest `modified` of an id wins; once any version is revoked, the id is.
  void choose_versions() {
    struct Newest {
      std::optional<Time> modified;
      bool revoked = false;
    };
    std::vector<Newest> newest(content_.ids.size());
    for (const StixIndicator& published : content_.indicators) {
      auto& best = newest[published.id];
      best.modified = std::max(best.modified, published.modified);
      best.revoked = best.revoked || published.revoked;
    }
    std::erase_if(content_.indicators, [&](StixIndicator& published) {
      if (published.id == 0) return false;
      const auto& best = newest[published.id];
      published.revoked = best.revoked;
      if (published.modified >= best.modified) return false;
      ++report_of(published).superseded;
      return true;
    });
  }

  std::string id_of(const StixIndicator& published) const {
    return std::string(content_.ids.text(published.id));
  }

  void take(StixIndicator& published) {
    FileReport& report = report_of(published);
    if (!published.has_pattern)
      return remark(report, report.rejected, published, "indicator without a pattern");
    auto type = to_lower_ascii(published.pattern_type);
    if (!type.empty() && type != "stix")
      return remark(report, report.not_evaluated, published, "pattern of type " + type + " is not evaluated");
    auto pattern = split_stix_pattern(published.pattern);
    if (!pattern) return remark(report, report.rejected, published, pattern.error().message);
    for (const PatternAtom& atom : pattern->atoms) {
      auto indicator = indicator_of_atom(atom);
      if (indicator)
        take_value(published, std::move(*indicator));
      else
        take_condition(published, condition_of_atom(atom), indicator.error().message);
    }
    for (Pattern& condition : pattern->conditions) take_condition(published, std::move(condition), "");
  }

  /// `why`: the reason that a simple comparison could not be looked up; the better one when it is no
  /// condition either.
  void take_condition(const StixIndicator& published, Pattern&& condition, const std::string& why) {
    FileReport& report = report_of(published);
    if (auto decidable = check_condition(condition); !decidable)
      return remark(report, report.not_evaluated, published, why.empty() ? decidable.error().message : why);
    PatternIndicator out{.condition = std::move(condition)};
    out.about.value = shown(published.pattern);
    out.about.platform = published.platform;
    out.about.revoked = published.revoked;
    if (set_.patterns.size() >= condition_limit)
      return remark(report, report.rejected, published, "more than 10,000 conditions in the set");
    ++report.accepted;
    if (published.revoked) ++report.revoked;
    describe(out.about, published);
    set_.patterns.push_back(std::move(out));
  }

  void take_value(const StixIndicator& published, Indicator&& indicator) {
    FileReport& report = report_of(published);
    indicator.platform = published.platform;
    auto retyped = normalise(indicator);
    if (!retyped) return remark(report, report.rejected, published, retyped.error().message);
    indicator.revoked = published.revoked;
    auto known = by_value_.find(hash_of(indicator), [&](std::uint32_t number) {
      return same_value(set_.indicators[number], indicator);
    });
    if (known != HashSlots::none) {
      ++report.duplicates;
      return add_publication(set_.indicators[known], published);
    }
    if (set_.indicators.size() >= indicator_limit)
      return remark(report, report.rejected, published, "more than 2,000,000 values in the set");
    by_value_.add(hash_of(indicator), static_cast<std::uint32_t>(set_.indicators.size()),
                  [&](std::uint32_t number) { return hash_of(set_.indicators[number]); });
    if (!retyped->empty()) remark(report, report.retyped, published, *retyped);
    ++report.accepted;
    if (indicator.revoked) ++report.revoked;
    describe(indicator, published);
    set_.indicators.push_back(std::move(indicator));
  }

  void describe(Indicator& indicator, const StixIndicator& published) {
    const FileReport& report = report_of(published);
    indicator.id = id_of(published);
    indicator.source_file = report.name;
    indicator.source_sha256 = report.sha256;
    indicator.valid_from = published.valid_from;
    indicator.valid_until = published.valid_until;
    indicator.confidence = published.confidence;
    attribute(indicator, published);
    indicator.notes.insert(indicator.notes.end(), published.notes.begin(), published.notes.end());
  }

  /// Who is behind it. What is told of them is as restricted as they are.
  void attribute(Indicator& indicator, const StixIndicator& published) {
    auto chain = graph_.of(published.id);
    auto own = markings_.of(published.tlp, published.markings);
    indicator.tlp = std::max({indicator.tlp, own, chain.tlp});
    merge_sorted(indicator.attributions, std::move(chain.attributions));
    merge_sorted(indicator.references, published.references);
    merge_sorted(indicator.references, std::move(chain.references));
  }

  /// Further publications only add: attributions, references, a wider window, a stricter marking.
  void add_publication(Indicator& indicator, const StixIndicator& published) {
    const FileReport& report = report_of(published);
    Origin origin{id_of(published), report.name, report.sha256};
    bool same = origin == Origin{indicator.id, indicator.source_file, indicator.source_sha256};
    if (!same && indicator.also.size() < origin_limit &&
        std::ranges::find(indicator.also, origin) == indicator.also.end())
      indicator.also.push_back(std::move(origin));
    attribute(indicator, published);
    indicator.confidence = std::max(indicator.confidence, published.confidence);
    // An absent bound is open, and an open bound is wider than any.
    indicator.valid_from = std::min(indicator.valid_from, published.valid_from);
    if (!published.valid_until)
      indicator.valid_until.reset();
    else if (indicator.valid_until)
      indicator.valid_until = std::max(indicator.valid_until, published.valid_until);
  }

  void sum_up() {
    auto& all = set_.report;
    for (const FileReport& file : all.files) {
      all.accepted += file.accepted;
      all.duplicates += file.duplicates;
      all.superseded += file.superseded;
      all.revoked += file.revoked;
      all.retyped += file.retyped.size();
      all.not_evaluated += file.not_evaluated.size();
      all.rejected += file.rejected.size();
    }
  }

  StixContent content_;
  StixMarkings markings_;
  AttributionGraph graph_;
  IndicatorSet set_;
  HashSlots by_value_;  // numbers of set_.indicators
};

Result<> IndicatorLoader::State::read(std::string_view text, std::size_t file) {
  if (text.size() > indicator_file_limit) return fail(Fault::limit, "indicator file longer than 256 MiB");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.empty()) return fail(Fault::truncated, "file is empty");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return fail(Fault::unsupported, "file is UTF-16: only UTF-8 is read");
  if (!simdjson::validate_utf8(text.data(), text.size()))
    return fail(Fault::malformed, "file is not valid UTF-8");
  return for_each_stix_object(text, [&](std::string_view object) {
    FileReport& report = files[file];
    ++report.objects;
    auto seen = reader.read(object, content);
    if (!seen) {
      if (report.rejected.size() >= remark_limit)
        ++report.unlisted;
      else
        report.rejected.push_back({fmt::format("object {}", report.objects), "", seen.error().message});
    } else if (*seen == StixReader::Seen::indicator) {
      ++report.indicators;
      content.indicators.back().file = static_cast<std::uint32_t>(file);
      content.indicators.back().place = report.objects;
    }
  });
}

IndicatorLoader::IndicatorLoader() : state_(std::make_unique<State>()) {}
IndicatorLoader::~IndicatorLoader() = default;
IndicatorLoader::IndicatorLoader(IndicatorLoader&&) noexcept = default;
IndicatorLoader& IndicatorLoader::operator=(IndicatorLoader&&) noexcept = default;

void IndicatorLoader::add_file(std::string_view name, Bytes content) {
  FileReport report;
  report.name = base_name(name);
  report.sha256 = to_hex(sha256(content));
  report.bytes = content.size();
  state_->files.push_back(std::move(report));
  auto file = state_->files.size() - 1;
  if (auto done = state_->read(as_text(content), file); !done)
    state_->files[file].error = done.error().message;
}

void IndicatorLoader::add_failure(std::string_view name, const Error& error) {
  FileReport report;
  report.name = base_name(name);
  report.error = error.message;
  state_->files.push_back(std::move(report));
}

IndicatorSet IndicatorLoader::finish() {
  auto state = std::exchange(state_, std::make_unique<State>());
  return IndicatorAssembly(std::move(state->content), std::move(state->files)).assemble();
}

}  // namespace bridle
