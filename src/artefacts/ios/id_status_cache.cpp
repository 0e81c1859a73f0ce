#include <fmt/format.h>

#include <map>
#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::id_status_cache {
namespace {

struct Row {
  std::string_view service;
  std::string_view uri;
  std::optional<Handle> handle;
  std::optional<Time> lookup_date;
  std::optional<std::int64_t> id_status;
  std::string_view status;
  std::int64_t occurrences;
  bool double_nul;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::service>("Service that the address was looked up for: com.apple.madrid (iMessage), "
                          "com.apple.ess (FaceTime) and others."),
    column<&Row::uri>("The address as stored: mailto:, tel: or another kind; each NUL as the four characters "
                      "\\x00."),
    column<&Row::handle>("E-mail address or phone number in it, without quotes and NULs; NULL for other "
                         "kinds.")
        .relation(Relation::resolved),
    column<&Row::lookup_date>("When it was looked up, UTC by device clock, 1 us steps.").event("id_lookup"),
    column<&Row::id_status>("The answer as stored."),
    column<&Row::status>("The same as it is commonly read: registered (1), not registered (2); else empty."),
    column<&Row::occurrences>("How many entries of this file are about this address."),
    column<&Row::double_nul>("Whether the address holds two NUL characters in a row."),
    column<&Row::others>("Other members of the entry, as JSON."),
};
constexpr TableSchema schema = table<Row>(
    "ios_id_status_cache", "One row per address that was looked up for a service of Apple.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Preferences/com.apple.identityservices.idstatuscache.plist",
    "/private/var/mobile/Library/IdentityServices/idstatuscache.plist",
};

std::string with_nuls_shown(std::string_view text) {
  std::string shown;
  for (char c : text) {
    if (c == '\0')
      shown += "\\x00";
    else
      shown += c;
  }
  return shown;
}

std::string address_in(std::string_view uri) {
  for (std::string_view scheme : {"mailto:", "tel:"}) {
    if (!uri.starts_with(scheme)) continue;
    std::string address(uri.substr(scheme.size()));
    std::erase_if(address, [](char c) { return c == '\0' || c == '\''; });
    return address;
  }
  return {};
}

std::string others_of(PlistValue entry) {
  JsonWriter json(false);
  json.object();
  bool any = false;
  for (std::size_t i = 0; i < entry.size(); ++i) {
    if (entry.key(i) == "LookupDate" || entry.key(i) == "IDStatus") continue;
    json.key(entry.key(i)).raw(to_json(entry.at(i)));
    any = true;
  }
  return any ? json.end().take() : std::string();
}

std::optional<Time> moment(PlistValue value) {
  if (auto date = value.date()) return date;
  auto seconds = value.real();
  return seconds && *seconds != 0 ? time_or_nothing(time_from_cocoa_seconds(*seconds)) : std::nullopt;
}

// How often each address occurs among the entries of all services.
std::map<std::string_view, std::int64_t> count_addresses(PlistValue root) {
  std::map<std::string_view, std::int64_t> counts;
  for (std::size_t s = 0; s < root.size(); ++s)
    for (std::size_t i = 0; root.at(s).kind() == PlistKind::dictionary && i < root.at(s).size(); ++i)
      ++counts[root.at(s).key(i)];
  return counts;
}

Result<> extract(Input& in, Rows<Row>& out) {
  using namespace std::string_view_literals;
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  auto counts = count_addresses(root);
  for (std::size_t s = 0; s < root.size(); ++s) {
    PlistValue service = root.at(s);
    for (std::size_t i = 0; service.kind() == PlistKind::dictionary && i < service.size(); ++i) {
      PlistValue entry = service.at(i);
      Locator where = at_key(fmt::format("{}[{}]", with_nuls_shown(root.key(s)), i));
      if (entry.kind() != PlistKind::dictionary) {
        out.skip(where, {Fault::malformed, "entry is no dictionary"});
        continue;
      }
      std::string_view stored = service.key(i);
      std::string uri = with_nuls_shown(stored), address = address_in(stored), others = others_of(entry);
      Row row{.service = root.key(s),
              .uri = uri,
              .lookup_date = moment(entry["LookupDate"]),
              .id_status = entry["IDStatus"].integer(),
              .occurrences = counts[stored],
              .double_nul = stored.find("\0\0"sv) != std::string_view::npos ||
                            stored.find("\\x00\\x00") != std::string_view::npos};
      row.status = row.id_status == 1 ? "registered" : row.id_status == 2 ? "not registered" : "";
      if (!address.empty()) row.handle = Handle{address};
      if (!others.empty()) row.others = Json{others};
      out.add(where, row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.id_status_cache",
    .title = "Looked-up Apple addresses",
    .source = "idstatuscache.plist, filled up to about iOS 14.6; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::contacts,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::id_status_cache
