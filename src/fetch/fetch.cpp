#include "fetch/fetch.h"

#include <fmt/core.h>

#include <set>

#include "base/text.h"

namespace bridle {
namespace {

constexpr int failures_in_a_row = 5;

std::string place_of(const Wanted& wanted) {
  return wanted.url.empty() ? wanted.name : wanted.url;
}

std::expected<Delivery, HttpFailure> take(const Wanted& wanted, Upstream& upstream, SourceFolder& folder,
                                          FetchTally& tally) {
  auto system = [](const Error& error) {
    return std::unexpected(HttpFailure{.error = error, .again = true});
  };
  const FetchedFile* held = folder.held(wanted.name);
  auto incoming = folder.receive();
  if (!incoming) return system(incoming.error());
  auto delivery = upstream.get(wanted, held, *incoming);
  if (!delivery) return delivery;
  if (delivery->unchanged) {
    // What the server says of the same bytes may be new.
    folder.record().files[wanted.name] = delivery->file;
    return delivery;
  }
  if (auto kept = folder.keep(std::move(*incoming), delivery->file); !kept) return system(kept.error());
  ++tally.changed;
  return delivery;
}

}  // namespace

Result<Delivery> fetch_one(const Wanted& wanted, Upstream& upstream, SourceFolder& folder,
                           FetchTally& tally) {
  auto taken = take(wanted, upstream, folder, tally);
  if (taken) return std::move(*taken);
  return fail(taken.error().error.fault,
              fmt::format("{}: {}", place_of(wanted), taken.error().error.message));
}

Result<> fetch_listed(const Source& source, const std::vector<Wanted>& wanted,
                      const std::vector<std::string>& keep, Upstream& upstream, SourceFolder& folder,
                      FetchTally& tally) {
  std::set<std::string> listed(keep.begin(), keep.end());
  std::uint64_t asked = 0;
  int failed = 0;
  for (const Wanted& each : wanted) listed.insert(each.name);
  for (const Wanted& each : wanted) {
    if (!each.version.empty()) {
      const FetchedFile* held = folder.held(each.name);
      if (held != nullptr && held->version == each.version) continue;
    }
    if (asked++ == source.max_files) {
      tally.troubles.push_back(fmt::format(
          "more than {} files in one run, the limit of the source: run it again, or raise max-files",
          source.max_files));
      break;
    }
    auto taken = take(each, upstream, folder, tally);
    if (taken) {
      failed = 0;
      continue;
    }
    tally.troubles.push_back(fmt::format("{}: {}", place_of(each), taken.error().error.message));
    failed = taken.error().again ? failed + 1 : 0;
    if (failed == failures_in_a_row) {
      tally.troubles.emplace_back("five failures in a row: the rest was not asked for");
      break;
    }
  }
  std::vector<std::string> gone;
  for (const auto& [name, file] : folder.record().files)
    if (!listed.contains(name)) gone.push_back(name);
  for (const std::string& name : gone) TRY(folder.remove(name));
  tally.removed += gone.size();
  return {};
}

Result<> fetch_file(const Source& source, Upstream& upstream, SourceFolder& folder, FetchTally& tally) {
  std::string name = source.as;
  if (name.empty()) {
    auto path = source.url.empty() ? source.mirror : source.url.substr(0, source.url.find_first_of("?#"));
    name = path.substr(path.find_last_of('/') + 1);
  }
  if (!is_file_name(name))
    return fail(Fault::malformed, "the URL ends in no name of a file: give one with \"as\"");
  return fetch_listed(source, {{.name = name, .url = source.url}}, {}, upstream, folder, tally);
}

Result<FetchTally> fetch_source(const Source& source, const FetchOptions& options) {
  auto folder = TRY(SourceFolder::open(options.into, source.name));
  FetchRecord& record = folder.record();
  const std::string where = source.url.empty() ? "file:" + source.mirror : source.url;
  if (!record.files.empty() && (record.type != name(source.type) || record.url != where))
    return fail(
        Fault::unsupported,
        fmt::format("{} holds another source ({} {}): choose another name, or move it and its record away",
                    folder.path(), record.type, record.url));
  record.source = source.name;
  record.type = name(source.type);
  record.url = where;
  auto upstream =
      source.mirror.empty() ? TRY(online_upstream(source, options)) : TRY(mirror_upstream(source));
  FetchTally tally;
  auto fetched = source.type == SourceType::file        ? fetch_file(source, *upstream, folder, tally)
                 : source.type == SourceType::mvt_index ? fetch_mvt_index(source, *upstream, folder, tally)
                 : source.type == SourceType::misp_feed
                     ? fetch_misp_feed(source, *upstream, folder, tally)
                     : fetch_taxii(source, options, *upstream, folder, tally);
  if (!fetched) tally.troubles.push_back(fetched.error().message);
  if (tally.troubles.empty()) record.completed = moment_now();
  for (const auto& [name, file] : record.files) tally.bytes += file.bytes;
  tally.files = record.files.size();
  TRY(folder.save());
  return tally;
}

}  // namespace bridle
