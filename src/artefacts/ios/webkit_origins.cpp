#include <algorithm>
#include <vector>

#include "evidence/input.h"
#include "formats/webkit_origin.h"
#include "records/artefact.h"

namespace bridle::ios::webkit_origins {
namespace {

struct Row {
  Url url;
  std::optional<Url> top_url;
  std::string_view storage;
  std::optional<AppId> bundle_id;
  FilePath stored_in;
};

constexpr std::array columns{
    column<&Row::url>("Origin of the page that stored something: scheme, host and port.")
        .relation(Relation::loaded),
    column<&Row::top_url>(
        "Since iOS 16: origin of the page in the address bar; another one where a page was inside it.")
        .relation(Relation::loaded),
    column<&Row::storage>("IndexedDB, LocalStorage, or Default: any kind, in the layout since iOS 16."),
    column<&Row::bundle_id>("The app or service that showed the page, where the path names it.")
        .relation(Relation::executed),
    column<&Row::stored_in>("Where it is stored: the container tells the app."),
};
constexpr TableSchema schema = table<Row>(
    "ios_webkit_origins", "One row per site that stored data through WebKit, whatever the app.", columns);

// The write-ahead logs of these stores name the same origins and are no entries of their own here.
constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Data/**/WebsiteData/Default/*/*/origin",
    "/private/var/mobile/Library/WebKit/**/WebsiteData/Default/*/*/origin",
    "/private/var/mobile/Containers/Data/**/WebsiteData/IndexedDB/**/IndexedDB.sqlite3",
    "/private/var/mobile/Library/WebKit/**/IndexedDB/**/IndexedDB.sqlite3",
    "/private/var/mobile/Containers/Data/**/WebsiteData/LocalStorage/*.localstorage",
    "/private/var/mobile/Library/WebKit/**/LocalStorage/*.localstorage",
    "/private/var/mobile/Containers/Data/**/WebKit/LocalStorage/*.localstorage",
};

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 1; at < path.size();) {
    auto end = std::min(path.find('/', at), path.size());
    parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

// ".../Library/WebKit/com.apple.MobileSMS/WebsiteData/…", ".../SystemData/com.apple.SafariViewService/…".
std::optional<AppId> owner_of(const std::vector<std::string_view>& parts) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if ((parts[i] == "WebKit" || parts[i] == "SystemData") && parts[i + 1].contains('.'))
      return AppId{parts[i + 1]};
  return std::nullopt;
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view path = in.entry().path;
  auto parts = parts_of(path);
  if (parts.empty()) return fail(Fault::unsupported, "the path names no store of WebKit");
  auto owner = owner_of(parts);
  if (parts.back() == "origin") {
    auto origins = TRY(read_webkit_origin(TRY(in.bytes())));
    std::string client = origins.client.url(), top = origins.top.url();
    if (client.empty()) return fail(Fault::unsupported, "an origin without a host");
    out.add(whole_file(), {.url = Url{client},
                           .top_url = Url{top},
                           .storage = "Default",
                           .bundle_id = owner,
                           .stored_in = FilePath{path}});
    return {};
  }
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    auto origin = origin_of_name(*part);
    if (!origin) continue;
    std::string url = origin->url();
    out.add(whole_file(), {.url = Url{url},
                           .storage = parts.back().contains(".localstorage") ? "LocalStorage" : "IndexedDB",
                           .bundle_id = owner,
                           .stored_in = FilePath{path}});
    return {};
  }
  return fail(Fault::unsupported, "the path names no origin");
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.webkit_origins",
    .title = "Sites that stored data",
    .source =
        "WebKit's IndexedDB and LocalStorage up to iOS 15, its salted folders since; ios-artifacts.md 2.2; "
        "docs/formats/webkit-origin.md",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::webkit_origins
