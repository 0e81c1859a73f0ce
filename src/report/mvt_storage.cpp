#include <fmt/format.h>

#include "base/text.h"
#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

// A folder that stands before its entries in the list of files is at most so many entries before each of
// them.
constexpr std::int64_t furthest_folder = 100'000;

// When the folder was changed, as the dump has it; "" when the dump does not list it.
Result<std::string> time_of_folder(const CaseStore& store, const Row& row, std::string_view folder) {
  auto select = TRY(store.database().prepare(
      "SELECT * FROM ios_filesystem WHERE id BETWEEN ? AND ? AND stored_path = ? ORDER BY id DESC LIMIT 1"));
  auto id = row.integer("id").value_or(0);
  select.bind_all(id - furthest_folder, id, folder);
  return TRY(select.step()) ? Row(select).moment("modified") : std::string();
}

Result<> write_entry(const CaseStore&, const Row& row, Record& record) {
  record.json.object();
  row.put(record.json, "path", "stored_path");
  row.put_moment(record.json, "modified", "modified");
  record.json.end();
  record.event(row.moment("modified"), "entry_modified", std::string(row.text("stored_path")));
  return {};
}

// "https_www.example.com_0": scheme, host and port of who stored something.
std::string url_of_storage(std::string_view name) {
  auto scheme = name.substr(0, name.find('_'));
  if (scheme != "http" && scheme != "https") return {};
  auto host = name.substr(std::min(scheme.size() + 1, name.size()));
  host = host.substr(0, host.find('_'));
  return host.empty() ? std::string() : fmt::format("{}://{}", scheme, host);
}

// `marker` ends the folder of storages; what stands in it is named after a site, from iOS 13 on in a folder
// "v0" or "v1", which MVT does not look into.
Result<> write_storage(const CaseStore& store, const Row& row, Record& record, std::string_view marker,
                       std::string_view event) {
  auto path = row.text("stored_path");
  auto at = path.rfind(marker);
  auto slash = path.rfind('/');
  if (at == std::string_view::npos || slash == std::string_view::npos || slash + 1 < at + marker.size())
    return {};
  auto between = path.substr(at + marker.size(), slash + 1 - std::min(slash + 1, at + marker.size()));
  auto url = url_of_storage(path.substr(slash + 1));
  if (url.empty() || (!between.empty() && between != "v0/" && between != "v1/")) return {};
  auto folder = path.substr(0, slash);
  auto time = TRY(time_of_folder(store, row, folder));
  record.json.object().member("folder", folder).member("url", url).member("isodate", time).end();
  if (!event.empty())
    record.event(time, event, fmt::format("WebKit storage in {}, found URL {}", folder, url));
  record.urls.push_back(url);
  record.url_time = time;
  return {};
}

Result<> write_indexed(const CaseStore& store, const Row& row, Record& record) {
  return write_storage(store, row, record, "/WebsiteData/IndexedDB/", "webkit_indexeddb");
}
Result<> write_local(const CaseStore& store, const Row& row, Record& record) {
  return write_storage(store, row, record, "/WebsiteData/LocalStorage/", "webkit_local_storage");
}
Result<> write_view_service(const CaseStore& store, const Row& row, Record& record) {
  return write_storage(store, row, record, "/com.apple.SafariViewService/Library/WebKit/WebsiteData/", "");
}

constexpr std::string_view files = "ios_filesystem";

}  // namespace

// Of the list of files. The last takes every record, so that what the others are about is found there first.
std::vector<Module> storage_modules() {
  return {
      {"webkit_indexeddb", "WebkitIndexedDB", files,
       "t.path GLOB "
       "'/private/var/mobile/Containers/Data/Application/*/Library/WebKit/WebsiteData/IndexedDB/*http*'",
       write_indexed},
      {"webkit_local_storage", "WebkitLocalStorage", files,
       "t.path GLOB "
       "'/private/var/mobile/Containers/Data/Application/*/Library/WebKit/WebsiteData/LocalStorage/http*'",
       write_local},
      {"webkit_safari_view_service", "WebkitSafariViewService", files,
       "t.path GLOB "
       "'/private/var/mobile/Containers/Data/Application/*/SystemData/com.apple.SafariViewService/Library/"
       "WebKit/WebsiteData/http*'",
       write_view_service},
      {"filesystem", "Filesystem", files, "", write_entry},
  };
}

}  // namespace bridle::mvt
