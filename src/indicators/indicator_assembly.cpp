#include "indicators/indicator_assembly.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/in_order.h"
#include "base/large_pages.h"
#include "indicators/hash_slots.h"
#include "indicators/lint.h"
#include "indicators/name_table.h"
#include "indicators/prepared_indicator.h"
#include "indicators/published_values.h"
#include "indicators/stix_attribution.h"
#include "indicators/stix_conditions.h"

namespace bridle {
namespace {

/// Most values of one set: two hundred times the public ones.
constexpr std::size_t indicator_limit = 2'000'000;
/// Most conditions of one set: each is held against every record.
constexpr std::size_t condition_limit = 10'000;
/// Most further publications that one value lists.
constexpr std::size_t origin_limit = 100;

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

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

/// Indicators that are prepared at once.
constexpr std::size_t block = 1 << 14;

class IndicatorAssembly {
 public:
  IndicatorAssembly(StixContent&& content, std::vector<FileReport>&& files, WarningLists&& warnings)
      : content_(std::move(content)),
        markings_(content_),
        graph_(content_, markings_),
        warnings_(std::move(warnings)) {
    set_.report.files = std::move(files);
    for (const FileReport& file : set_.report.files)
      sources_.push_back(std::make_shared<const SourceFile>(file.name, file.sha256));
  }

  IndicatorSet assemble() {
    // Only a set of lists far beyond the public ones fails here; a note that is not made frightens nobody.
    (void)warnings_.finish();
    choose_versions();
    const auto& all = content_.indicators;
    set_.indicators.reserve(std::min(all.size(), indicator_limit));
    prefer_large_pages(set_.indicators.data(), set_.indicators.capacity() * sizeof(Indicator));
    // Other threads parse patterns, normalise values and say whose they are while this one merges.
    InOrder<std::vector<Prepared>> running;
    std::size_t begun = 0;
    for (std::size_t first = 0; first < all.size(); first += block) {
      for (; begun < all.size() && !running.full(); begun += block) {
        auto work = [this, from = begun] { return prepare_block(from); };
        if (all.size() > block)
          running.begin(work);
        else
          running.begin_here(work);
      }
      auto ready = running.take();
      for (std::size_t i = 0; i < ready.size(); ++i) take(all[first + i], std::move(ready[i]));
    }
    sum_up();
    return std::move(set_);
  }

 private:
  std::vector<Prepared> prepare_block(std::size_t first) const {
    std::vector<Prepared> out;
    auto end = std::min(first + block, content_.indicators.size());
    out.reserve(end - first);
    for (auto i = first; i < end; ++i) {
      const StixIndicator& published = content_.indicators[i];
      out.push_back(prepare(published));
      for (PreparedValue& value : out.back().values) {
        if (!value.retyped) continue;
        describe(value.indicator, published);
        value.hash = hash_of(value.indicator);
      }
    }
    return out;
  }

  const FileReport& report_of(const StixIndicator& published) const {
    return set_.report.files[published.file];
  }
  FileReport& report_of(const StixIndicator& published) { return set_.report.files[published.file]; }

  void remark(FileReport& report, std::vector<LoadRemark>& list, const StixIndicator& published,
              std::string reason) const {
    auto id = published.id == 0 ? fmt::format("{} {}", published.what, published.place) : id_of(published);
    add_remark(report, list, {std::move(id), shown_pattern(published.pattern), std::move(reason)});
  }

  /// The newest `modified` of an id wins; once any version is revoked, the id is.
  void choose_versions() {
    struct Newest {
      std::optional<Time> modified;
      bool revoked = false;
    };
    std::vector<Newest> newest(content_.ids.size());
    for (const StixIndicator& published : content_.indicators) {
      if (published.plain) continue;
      auto& best = newest[published.id];
      best.modified = std::max(best.modified, published.modified);
      best.revoked = best.revoked || published.revoked;
    }
    std::erase_if(content_.indicators, [&](StixIndicator& published) {
      if (published.id == 0 || published.plain) return false;
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

  void take(const StixIndicator& published, Prepared&& prepared) {
    FileReport& report = report_of(published);
    if (!prepared.parsed) {
      auto& list =
          prepared.parsed.error().fault == Fault::unsupported ? report.not_evaluated : report.rejected;
      return remark(report, list, published, std::move(prepared.parsed.error().message));
    }
    for (PreparedValue& value : prepared.values) take_value(published, std::move(value));
    for (auto& [condition, why] : prepared.conditions) take_condition(published, std::move(condition), why);
  }

  /// `why`: the reason that a simple comparison could not be looked up; the better one when it is no
  /// condition either.
  void take_condition(const StixIndicator& published, Pattern&& condition, const std::string& why) {
    FileReport& report = report_of(published);
    if (auto decidable = check_condition(condition); !decidable)
      return remark(report, report.not_evaluated, published, why.empty() ? decidable.error().message : why);
    PatternIndicator out{.condition = std::move(condition), .pattern = std::string(published.pattern)};
    out.about.value = shown_pattern(published.pattern);
    out.about.platform = published.platform;
    out.about.revoked = published.revoked;
    if (set_.patterns.size() >= condition_limit)
      return remark(report, report.rejected, published, "more than 10,000 conditions in the set");
    ++report.accepted;
    if (published.revoked) ++report.revoked;
    describe(out.about, published);
    set_.patterns.push_back(std::move(out));
  }

  void take_value(const StixIndicator& published, PreparedValue&& value) {
    FileReport& report = report_of(published);
    Indicator& indicator = value.indicator;
    const auto& retyped = value.retyped;
    if (!retyped) {
      say(report, published, lint_of_rejected(value.published, indicator.value));
      return remark(report, report.rejected, published, retyped.error().message);
    }
    auto known = by_value_.find(
        value.hash, [&](std::uint32_t number) { return same_value(set_.indicators[number], indicator); });
    if (known != HashSlots::none) {
      ++report.duplicates;
      return add_publication(set_.indicators[known], published);
    }
    if (set_.indicators.size() >= indicator_limit)
      return remark(report, report.rejected, published, "more than 2,000,000 values in the set");
    by_value_.add(value.hash, static_cast<std::uint32_t>(set_.indicators.size()),
                  [&](std::uint32_t number) { return hashes_[number]; });
    hashes_.push_back(value.hash);
    if (!retyped->empty()) remark(report, report.retyped, published, *retyped);
    for (const Lint& each : value.lint) say(report, published, each);
    ++report.accepted;
    if (indicator.revoked) ++report.revoked;
    if (!warnings_.empty())
      for (const std::string& list : warnings_.of(indicator)) {
        say(report, published, {"on-warning-list", "Harmless things have this value too."});
        add_once(indicator.collisions, "it stands on the warning list \"" + list + "\"");
      }
    set_.indicators.push_back(std::move(indicator));
  }

  void say(FileReport& report, const StixIndicator& published, const Lint& each) const {
    remark(report, report.lint, published, fmt::format("{}: {}", each.id, each.sentence));
  }

  void describe(Indicator& indicator, const StixIndicator& published) const {
    indicator.id = id_of(published);
    indicator.source = sources_[published.file];
    indicator.valid_from = published.valid_from;
    indicator.valid_until = published.valid_until;
    indicator.valid_from_published = published.valid_from_published;
    indicator.confidence = published.confidence;
    indicator.threat = published.threat;
    indicator.withdrawn = published.withdrawn;
    indicator.also = published.details().origins;
    attribute(indicator, published);
    // A pack repeats what normalising noted when it was built.
    for (const std::string& note : published.details().notes) add_once(indicator.notes, note);
    for (const std::string& each : published.details().collisions) add_once(indicator.collisions, each);
  }

  /// Who is behind it. What is told of them is as restricted as they are.
  void attribute(Indicator& indicator, const StixIndicator& published) const {
    auto chain = graph_.of(published.id);
    auto own = markings_.of(published.tlp, published.details().markings);
    indicator.tlp = std::max({indicator.tlp, own, chain.tlp});
    merge_sorted(indicator.attributions, std::move(chain.attributions));
    merge_sorted(indicator.attributions, published.details().attributions);
    merge_sorted(indicator.references, published.details().references);
    merge_sorted(indicator.references, std::move(chain.references));
  }

  /// Further publications only add: attributions, references, a wider window, a stricter marking.
  void add_publication(Indicator& indicator, const StixIndicator& published) {
    const FileReport& report = report_of(published);
    Origin origin{id_of(published), report.name, report.sha256};
    bool same = origin.id == indicator.id && origin.file == indicator.source_file() &&
                origin.file_sha256 == indicator.source_sha256();
    if (!same && indicator.also.size() < origin_limit &&
        std::ranges::find(indicator.also, origin) == indicator.also.end())
      indicator.also.push_back(std::move(origin));
    if (indicator.threat == IndicatorClass::generic) indicator.threat = published.threat;
    attribute(indicator, published);
    indicator.confidence = std::max(indicator.confidence, published.confidence);
    // An absent bound is open, and an open bound is wider than any.
    if (published.valid_from < indicator.valid_from)
      indicator.valid_from_published = published.valid_from_published;
    indicator.valid_from = std::min(indicator.valid_from, published.valid_from);
    for (const std::string& each : published.details().collisions) add_once(indicator.collisions, each);
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
  WarningLists warnings_;
  IndicatorSet set_;
  std::vector<std::shared_ptr<const SourceFile>> sources_;  // as report.files
  HashSlots by_value_;                                      // numbers of set_.indicators
  std::vector<std::uint64_t> hashes_;
};

}  // namespace

IndicatorSet assemble_indicators(StixContent&& content, std::vector<FileReport>&& files,
                                 WarningLists&& warnings) {
  return IndicatorAssembly(std::move(content), std::move(files), std::move(warnings)).assemble();
}

}  // namespace bridle
