#include <fmt/format.h>

#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::locationd_clients {
namespace {

struct Row {
  std::string_view kind;
  std::string_view client;
  std::optional<std::string_view> member;
  std::optional<Time> time;
  std::optional<AppId> bundle_id;
  std::optional<FilePath> client_path;
  std::optional<FilePath> bundle_path;
  std::optional<FilePath> executable;
  std::optional<FilePath> registered;
  std::optional<std::int64_t> authorization;
  std::optional<Json> members;
};

constexpr std::array columns{
    column<&Row::kind>("client; or moment: one row per time that is stored of a client."),
    column<&Row::client>("Key of the client without trailing colons: a bundle identifier, or "
                         "com.apple.locationd.bundle- or executable- and a path."),
    column<&Row::member>("Moment: which one, as stored: LocationTimeStopped and others."),
    column<&Row::time>("Moment: when, UTC by device clock, 1 us steps.").event("location_client"),
    column<&Row::bundle_id>("BundleId, or the key when that is one.").relation(Relation::executed),
    column<&Row::client_path>("The path in the key.").relation(Relation::executed),
    column<&Row::bundle_path>("BundlePath.").relation(Relation::executed),
    column<&Row::executable>("Executable.").relation(Relation::executed),
    column<&Row::registered>("Registered, when that is a path.").relation(Relation::executed),
    column<&Row::authorization>("Authorization as stored; NULL when unsaid."),
    column<&Row::members>("Client: all that is stored of it, as JSON; data as base64."),
};
constexpr TableSchema schema =
    table<Row>("ios_locationd_clients",
               "One row per program that asked for the place of the phone, and per "
               "time stored of it.",
               columns);

constexpr std::string_view paths[] = {
    "/private/var/root/Library/Caches/locationd/clients.plist",
    "/private/var/mobile/Library/Caches/locationd/clients.plist",
};

// "icom.apple.Maps:": newer systems add a letter for the kind in front, and colons.
std::string_view without_colons(std::string_view key) {
  while (key.ends_with(':')) key.remove_suffix(1);
  return key;
}

std::optional<FilePath> path_in(std::string_view key) {
  for (std::string_view mark : {"com.apple.locationd.bundle-", "com.apple.locationd.executable-"})
    if (auto at = key.find(mark); at != std::string_view::npos && at + mark.size() < key.size())
      return FilePath{key.substr(at + mark.size())};
  return std::nullopt;
}

// Members with a moment: …TimeStarted, …TimeStopped, ConsumptionPeriodBegin and their kin.
std::optional<Time> moment(std::string_view key, PlistValue value) {
  if (auto date = value.date()) return date;
  bool dated = key.ends_with("TimeStarted") || key.ends_with("TimeStopped") || key.ends_with("PeriodBegin") ||
               key.ends_with("PeriodEnd") || key.ends_with("Date") || key.ends_with("Timestamp");
  auto seconds = value.real();
  if (!dated || !seconds || *seconds <= 0) return std::nullopt;
  return time_or_nothing(time_from_cocoa_seconds(*seconds));
}

std::optional<FilePath> path_of(PlistValue value) {
  auto text = value.string();
  return text && !text->empty() ? std::optional(FilePath{*text}) : std::nullopt;
}

void add_client(std::string_view key, PlistValue client, Rows<Row>& out) {
  std::string members = to_json(client);
  Row row{.kind = "client",
          .client = without_colons(key),
          .client_path = path_in(without_colons(key)),
          .bundle_path = path_of(client["BundlePath"]),
          .executable = path_of(client["Executable"]),
          .registered = path_of(client["Registered"]),
          .authorization = client["Authorization"].integer(),
          .members = Json{members}};
  if (auto id = client["BundleId"].string())
    row.bundle_id = AppId{*id};
  else if (!row.client_path && row.client.find('.') != std::string_view::npos)
    row.bundle_id = AppId{row.client.substr(key.ends_with(':') ? 1 : 0)};
  Locator where = at_key(key);
  out.add(where, row);
  for (std::size_t i = 0; i < client.size(); ++i) {
    auto time = moment(client.key(i), client.at(i));
    if (!time) continue;
    out.add(at_key(fmt::format("{}.{}", key, client.key(i))),
            {.kind = "moment", .client = row.client, .member = client.key(i), .time = time});
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  for (std::size_t i = 0; i < root.size(); ++i)
    if (root.at(i).kind() == PlistKind::dictionary) add_client(root.key(i), root.at(i), out);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.locationd_clients",
    .title = "Programs that used the location",
    .source = "clients.plist of locationd, iOS 9 to 18; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::locationd_clients
