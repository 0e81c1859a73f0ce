#include <fmt/core.h>

#include <set>

#include "base/sha256.h"
#include "base/text.h"
#include "fetch/fetch.h"
#include "indicators/indicator_format.h"
#include "indicators/misp_event.h"
#include "indicators/mvt_index.h"

namespace bridle {
namespace {

constexpr std::string_view index_name = "indicators.yaml", manifest_name = "manifest.json";

/// The list itself: held back until what it lists has been asked for, so that it never names what was not
/// tried.
struct ListFile {
  Delivery delivery;
  std::string content;
};

Result<ListFile> list_file(const Source& source, std::string_view name, const std::string& url,
                           Upstream& upstream, SourceFolder& folder) {
  auto incoming = TRY(folder.receive());
  auto delivery = upstream.get({.name = std::string(name), .url = url, .unconditional = true},
                               folder.held(std::string(name)), incoming);
  if (!delivery)
    return fail(delivery.error().error.fault,
                fmt::format("{}: {}", url.empty() ? std::string(name) : url, delivery.error().error.message));
  return ListFile{std::move(*delivery), TRY(incoming.content(source.max_bytes))};
}

Result<> keep_list(ListFile list, SourceFolder& folder, FetchTally& tally) {
  if (list.delivery.unchanged) {
    folder.record().files[list.delivery.file.name] = list.delivery.file;
    return {};
  }
  auto incoming = TRY(folder.receive());
  TRY(write_all(incoming.fd(), as_bytes(list.content)));
  TRY(folder.keep(std::move(incoming), list.delivery.file));
  ++tally.changed;
  return {};
}

}  // namespace

Result<> fetch_mvt_index(const Source& source, Upstream& upstream, SourceFolder& folder, FetchTally& tally) {
  auto list = TRY(list_file(source, index_name, source.url, upstream, folder));
  auto entries = read_mvt_index(list.content);
  if (!entries)
    return fail(entries.error().fault,
                fmt::format("index: {}; nothing was changed", entries.error().message));
  if (entries->empty()) return fail(Fault::malformed, "index: it lists nothing; nothing was changed");
  std::vector<Wanted> wanted;
  std::set<std::string> names{std::string(index_name)};
  for (const MvtIndexEntry& entry : *entries) {
    auto stored = entry.local_names();
    if (entry.url.empty() || stored.empty() || !is_file_name(stored[0]) || stored[0] == index_name)
      tally.troubles.push_back(
          fmt::format("index: the entry \"{}\" has no URL that can be used", entry.name));
    else if (names.insert(stored[0]).second)
      wanted.push_back({.name = stored[0], .url = entry.url});
  }
  TRY(fetch_listed(source, wanted, {std::string(index_name)}, upstream, folder, tally));
  return keep_list(std::move(list), folder, tally);
}

Result<> fetch_misp_feed(const Source& source, Upstream& upstream, SourceFolder& folder, FetchTally& tally) {
  auto url_of = [&](const std::string& name) -> Result<std::string> {
    return source.url.empty() ? std::string() : url_below(source.url, name);
  };
  auto list =
      TRY(list_file(source, manifest_name, TRY(url_of(std::string(manifest_name))), upstream, folder));
  auto events = read_misp_manifest(list.content);
  if (!events)
    return fail(events.error().fault,
                fmt::format("manifest: {}; nothing was changed", events.error().message));
  std::vector<Wanted> wanted;
  // What the manifest says of an event, date and all, stands for its version.
  Result<> usable;
  TRY(for_each_json_member(list.content, [&](std::string_view key, std::string_view value) {
    if (wanted.size() == events->size()) return false;
    const std::string& event = (*events)[wanted.size()];
    if (key.size() < 2 || to_lower_ascii(key.substr(1, key.size() - 2)) != event) return true;
    auto url = url_of(event + ".json");
    if (!url) usable = std::unexpected(url.error());
    wanted.push_back({.name = event + ".json",
                      .url = url.value_or(""),
                      .version = to_hex(sha256(as_bytes(value))).substr(0, 16)});
    return usable.has_value();
  }));
  TRY(usable);
  if (wanted.empty()) return fail(Fault::malformed, "manifest: it lists no event; nothing was changed");
  TRY(fetch_listed(source, wanted, {std::string(manifest_name)}, upstream, folder, tally));
  return keep_list(std::move(list), folder, tally);
}

}  // namespace bridle
