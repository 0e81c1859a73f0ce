#include "packs/pack.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/json.h"
#include "base/text.h"

namespace bridle {
namespace {

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u})
    if (!is_digit(text[i])) return false;
  return time_from_iso8601(std::string(text) + "T00:00:00Z").has_value();
}

/// What makes two values one, whether withdrawn or not. The type first, so that lines are sorted by it.
std::string key_of(const Indicator& indicator) {
  return fmt::format("{} {}{} ({})", name(indicator.type), indicator.normalised,
                     indicator.directory ? "/…" : "", name(indicator.platform));
}

void texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& list) {
  if (list.empty()) return;
  json.key(key).array();
  for (const std::string& each : list) json.value(each);
  json.end();
}

/// Sources by digest, numbered in the order of their digests.
class Sources {
 public:
  void add(PackSource source) {
    auto [at, fresh] = by_digest_.try_emplace(source.sha256, source);
    if (!fresh && at->second.former) at->second = std::move(source);
  }
  void number() {
    std::uint64_t next = 0;
    for (const auto& [digest, source] : by_digest_) numbers_[digest] = next++;
  }
  std::optional<std::uint64_t> of(const std::string& digest) const {
    auto found = numbers_.find(digest);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  const std::map<std::string, PackSource>& all() const { return by_digest_; }

 private:
  std::map<std::string, PackSource> by_digest_;
  std::map<std::string, std::uint64_t> numbers_;
};

std::vector<Origin> origins_of(const Indicator& indicator) {
  std::vector<Origin> out = indicator.also;
  out.push_back({indicator.id, std::string(indicator.source_file()), std::string(indicator.source_sha256())});
  std::ranges::sort(out, {},
                    [](const Origin& each) { return std::tie(each.file_sha256, each.id, each.file); });
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

class Builder {
 public:
  explicit Builder(const PackOptions& options) : options_(options) {}

  void sources_of(const IndicatorSet& set, bool former) {
    for (const FileReport& file : set.report.files) {
      if (file.sha256.empty()) continue;
      PackSource source{.name = file.name, .sha256 = file.sha256, .bytes = file.bytes, .former = former};
      if (auto known = options_.provenance.find(file.sha256); known != options_.provenance.end()) {
        source.url = known->second.url;
        source.fetched = known->second.fetched;
      }
      if (auto url = options_.urls.find(file.name); url != options_.urls.end()) source.url = url->second;
      sources_.add(std::move(source));
    }
    auto origin = [&](const Indicator& indicator) {
      for (const Origin& each : indicator.also)
        sources_.add({.name = each.file, .sha256 = each.file_sha256, .former = true});
    };
    for (const Indicator& each : set.indicators) origin(each);
    for (const PatternIndicator& each : set.patterns) origin(each.about);
  }
  void number_sources() { sources_.number(); }

  void value(const Indicator& indicator, std::string withdrawn) {
    line(key_of(indicator), indicator, "", std::move(withdrawn));
  }
  void pattern(const PatternIndicator& indicator, std::string withdrawn) {
    // Alternatives of one pattern were split at load; the pattern stands once, and splits again.
    line("pattern " + indicator.pattern, indicator.about, indicator.pattern, std::move(withdrawn));
  }

  std::string text() const {
    JsonWriter head(false);
    std::uint64_t patterns = 0, withdrawn = 0;
    std::set<std::string_view> sorted;
    for (const auto& [key, each] : lines_) {
      if (!sorted.insert(each.json).second) continue;
      patterns += each.pattern ? 1u : 0u;
      withdrawn += each.withdrawn ? 1u : 0u;
    }
    head.object().member("bridle_pack", 1).member("name", options_.name).member("date", options_.date);
    head.member("values", static_cast<std::uint64_t>(sorted.size()) - patterns).member("patterns", patterns);
    head.member("withdrawn", withdrawn).key("sources").array();
    for (const auto& [digest, source] : sources_.all()) {
      head.object().member("name", source.name).member("sha256", digest);
      if (!source.url.empty()) head.member("url", source.url);
      if (!source.fetched.empty()) head.member("fetched", source.fetched);
      if (source.bytes > 0) head.member("bytes", source.bytes);
      if (source.former) head.member("former", true);
      head.end();
    }
    std::string out = head.end().end().take() + "\n";
    for (std::string_view each : sorted) out.append(each) += '\n';
    return out;
  }

 private:
  struct Line {
    std::string json;
    bool pattern, withdrawn;
  };

  void line(const std::string& key, const Indicator& i, const std::string& pattern, std::string withdrawn) {
    if (withdrawn.empty()) withdrawn = i.withdrawn;
    JsonWriter json(false);
    json.object();
    if (pattern.empty())
      json.member("type", name(i.host_too ? IndicatorType::domain : i.type)).member("value", i.value);
    else
      json.member("pattern", pattern);
    if (i.directory && !i.host_too) json.member("directory", true);
    auto platform = i.platform == Platform::any ? options_.platform : i.platform;
    if (platform != Platform::any) json.member("platform", name(platform));
    json.member("class", name(i.threat == IndicatorClass::generic ? options_.threat : i.threat));
    if (!withdrawn.empty())
      json.member("withdrawn", withdrawn);
    else if (i.revoked)
      json.member("revoked", true);
    if (!i.id.empty()) json.member("id", i.id);
    origins(json, i);
    if (!i.attributions.empty()) {
      json.key("attributions").array();
      for (const Attribution& each : i.attributions)
        json.object().member("kind", name(each.kind)).member("name", each.name).member("id", each.id).end();
      json.end();
    }
    if (i.valid_from) json.member("valid_from", to_iso8601(*i.valid_from));
    if (i.valid_from_published) json.member("valid_from_published", true);
    if (i.valid_until) json.member("valid_until", to_iso8601(*i.valid_until));
    if (i.confidence) json.member("confidence", *i.confidence);
    if (i.tlp != Tlp::none) json.member("tlp", name(i.tlp));
    texts(json, "references", i.references);
    texts(json, "notes", i.notes);
    texts(json, "collisions", i.collisions);
    lines_.try_emplace(key, Line{json.end().take(), !pattern.empty(), !withdrawn.empty()});
  }

  void origins(JsonWriter& json, const Indicator& indicator) {
    json.key("origins").array();
    for (const Origin& each : origins_of(indicator)) {
      auto source = sources_.of(each.file_sha256);
      if (!source) continue;
      json.object().member("source", *source);
      if (!each.id.empty()) json.member("id", each.id);
      json.end();
    }
    json.end();
  }

  const PackOptions& options_;
  Sources sources_;
  std::map<std::string, Line> lines_;
};

bool is_live(const Indicator& indicator) {
  return !indicator.revoked;
}

std::map<std::string, const Indicator*> by_key(const IndicatorSet& set) {
  std::map<std::string, const Indicator*> out;
  for (const Indicator& each : set.indicators) {
    auto& known = out[key_of(each)];
    if (known == nullptr || !is_live(*known)) known = &each;
  }
  for (const PatternIndicator& each : set.patterns) {
    auto& known = out["pattern " + each.pattern];
    if (known == nullptr || !is_live(*known)) known = &each.about;
  }
  return out;
}

}  // namespace

Result<std::string> build_pack(const IndicatorSet& set, const PackOptions& options,
                               const IndicatorSet* previous) {
  if (!is_date(options.date)) return fail(Fault::malformed, "date of the pack is not of the form 2026-01-31");
  Builder builder(options);
  builder.sources_of(set, false);
  if (previous != nullptr) builder.sources_of(*previous, true);
  builder.number_sources();
  for (bool live : {true, false}) {
    for (const Indicator& each : set.indicators)
      if (is_live(each) == live) builder.value(each, "");
    for (const PatternIndicator& each : set.patterns)
      if (is_live(each.about) == live) builder.pattern(each, "");
  }
  if (previous != nullptr) {
    // Those that are here already are not added again.
    for (const Indicator& each : previous->indicators)
      builder.value(each, each.withdrawn.empty() ? options.date : each.withdrawn);
    for (const PatternIndicator& each : previous->patterns)
      builder.pattern(each, each.about.withdrawn.empty() ? options.date : each.about.withdrawn);
  }
  return builder.text();
}

Result<PackHeader> check_pack(std::string_view text) {
  Lines lines(text);
  auto first = lines.next();
  if (!first) return fail(Fault::truncated, "pack is empty");
  auto header = TRY(read_pack_header(first->text));
  std::string_view before;
  std::uint64_t count = 0;
  while (auto line = lines.next()) {
    if (line->text <= before || line->text.ends_with(' '))
      return fail(Fault::malformed,
                  fmt::format("line {} is not in its place: not a pack as it was built", line->number));
    before = line->text;
    ++count;
  }
  if (count != header.values + header.patterns || !text.ends_with('\n') ||
      text.find('\r') != std::string_view::npos)
    return fail(Fault::truncated, "pack has another number of lines than its first line says");
  return header;
}

PackDifference difference_of(const IndicatorSet& older, const IndicatorSet& newer) {
  PackDifference out;
  auto before = by_key(older), after = by_key(newer);
  for (const auto& [key, now] : after) {
    auto was = before.find(key);
    bool live_before = was != before.end() && is_live(*was->second);
    if (is_live(*now) && !live_before)
      out.added.push_back(key);
    else if (!is_live(*now) && live_before)
      out.withdrawn.push_back(key);
    else if (live_before &&
             (was->second->threat != now->threat || was->second->tlp != now->tlp ||
              was->second->collisions != now->collisions || was->second->attributions != now->attributions))
      out.changed.push_back(key);
  }
  for (const auto& [key, was] : before)
    if (!after.contains(key)) out.gone.push_back(key);
  return out;
}

}  // namespace bridle
