#include "evidence/input.h"
#include "formats/binary_cookies.h"
#include "records/artefact.h"

namespace bridle::ios::cookies {
namespace {

struct Row {
  Host host;
  std::string_view name;
  std::string_view cookie_path;
  std::optional<Time> created;
  std::optional<Time> expires;
  bool secure;
  bool http_only;
  std::int64_t value_size;
  FilePath store;
};

constexpr std::array columns{
    column<&Row::host>("Whom the cookie is sent to; a point in front means hosts below it too.")
        .relation(Relation::connected),
    column<&Row::name>("Name of the cookie."),
    column<&Row::cookie_path>("Below which path it is sent."),
    column<&Row::created>("When it was set, UTC by device clock, 1 s steps.").event("cookie_set"),
    column<&Row::expires>("When it ends; NULL for the end of the session."),
    column<&Row::secure>("Whether it is sent over TLS only."),
    column<&Row::http_only>("Whether scripts cannot read it."),
    column<&Row::value_size>("Size of its value in bytes. The value opens accounts and is not read."),
    column<&Row::store>("The store: whose container it lies in tells the app."),
};
constexpr TableSchema schema =
    table<Row>("ios_cookies", "One row per cookie of any app or service.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Cookies/*.binarycookies",
    "/private/var/root/Library/Cookies/*.binarycookies",
    "/private/var/mobile/Containers/Data/**/Library/Cookies/*.binarycookies",
    "/private/var/mobile/Containers/Shared/**/Cookies/*.binarycookies",
    "/private/var/mobile/Containers/Data/**/Library/WebKit/**/*.binarycookies",
    "/private/var/containers/Data/**/Cookies/*.binarycookies",
};

std::string_view without_point(std::string_view domain) {
  return domain.starts_with('.') ? domain.substr(1) : domain;
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto add = [&](const BinaryCookie& cookie) {
    out.add(at_byte(cookie.offset), {.host = Host{without_point(cookie.domain)},
                                     .name = cookie.name,
                                     .cookie_path = cookie.path,
                                     .created = cookie.created,
                                     .expires = cookie.expires,
                                     .secure = (cookie.flags & 1) != 0,
                                     .http_only = (cookie.flags & 4) != 0,
                                     .value_size = static_cast<std::int64_t>(cookie.value_size),
                                     .store = FilePath{in.entry().path}});
  };
  return read_binary_cookies(TRY(in.bytes()),
                             {.cookie = add, .skip = [&](std::uint64_t offset, const Error& why) {
                                out.skip(at_byte(offset), why);
                              }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.cookies",
    .title = "Cookies",
    .source =
        ".binarycookies of iOS 5 to 26; ios-artifacts.md 4.14; docs/formats/binary-cookies.md; checked on "
        "stores "
        "of iOS 17",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::cookies
