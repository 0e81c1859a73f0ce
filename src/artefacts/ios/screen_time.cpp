#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::screen_time {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> block_start;
  std::optional<AppId> bundle_id;
  std::optional<Host> host;
  std::optional<std::int64_t> seconds;
  std::optional<std::int64_t> notifications;
  std::optional<std::int64_t> pickups;
  std::optional<std::string_view> category;
  std::optional<std::int64_t> block_minutes;
  std::optional<Time> first_pickup;
  std::optional<std::string_view> device;
  std::optional<std::string_view> device_id;
  std::optional<std::string_view> user;
};

constexpr std::array columns{
    column<&Row::kind>(
        "time: how long an app or a domain was used; count: notifications and pickups of an app."),
    column<&Row::block_start>("Begin of the time that is counted, UTC by device clock.").event("screen_time"),
    column<&Row::bundle_id>("Bundle identifier of the app.").relation(Relation::executed),
    column<&Row::host>("Domain that a browser showed; it stays when the history is deleted.")
        .relation(Relation::visited),
    column<&Row::seconds>("time: how long, in seconds."),
    column<&Row::notifications>("count: how many notifications."),
    column<&Row::pickups>("count: how often the phone was taken up to use the app."),
    column<&Row::category>("time: category of the app by the store."),
    column<&Row::block_minutes>("Length of the time that is counted, in minutes: 60 or 1440."),
    column<&Row::first_pickup>("When the phone was first taken up in it, UTC by device clock."),
    column<&Row::device>("Name of the device."),
    column<&Row::device_id>("Identifier of the device."),
    column<&Row::user>("Names of its user."),
};
constexpr TableSchema schema =
    table<Row>("ios_screen_time", "One row per app or domain and per hour or day of its use.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Application Support/com.apple.remotemanagementd/RMAdminStore-Local.sqlite",
    "/private/var/mobile/Library/Application Support/com.apple.remotemanagementd/RMAdminStore-Cloud.sqlite",
};

// What the rows of items lead to, from the inside out.
struct Chain {
  SideTable categories, blocks, usages, devices, users;

  static Result<Chain> open(const SqliteView& db) {
    // Not in the braces: GCC 12 leaks what stands there already when a later TRY returns.
    auto categories = TRY(SideTable::open(db, "ZUSAGECATEGORY", "Z_PK", {"ZBLOCK", "ZIDENTIFIER"}));
    auto blocks = TRY(SideTable::open(db, "ZUSAGEBLOCK", "Z_PK",
                                      {"ZUSAGE", "ZSTARTDATE", "ZDURATIONINMINUTES", "ZFIRSTPICKUPDATE"}));
    auto usages = TRY(SideTable::open(db, "ZUSAGE", "Z_PK", {"ZDEVICE", "ZUSER"}));
    auto devices = TRY(SideTable::open(db, "ZCOREDEVICE", "Z_PK", {"ZNAME", "ZIDENTIFIER"}));
    auto users = TRY(SideTable::open(db, "ZCOREUSER", "Z_PK", {"ZGIVENNAME", "ZFAMILYNAME"}));
    return Chain{std::move(categories), std::move(blocks), std::move(usages), std::move(devices),
                 std::move(users)};
  }

  Result<> follow(std::optional<std::int64_t> block, Row& row, std::string& user) {
    if (!block) return {};
    TRY(blocks.seek(*block));
    row.block_start = moment(1);
    row.block_minutes = blocks.integer(2);
    row.first_pickup = moment(3);
    auto usage = blocks.integer(0);
    if (!usage) return {};
    TRY(usages.seek(*usage));
    if (auto device = usages.integer(0)) {
      TRY(devices.seek(*device));
      row.device = devices.text(0);
      row.device_id = devices.text(1);
    }
    if (auto person = usages.integer(1)) {
      TRY(users.seek(*person));
      user = std::string(users.text(0).value_or(""));
      if (auto family = users.text(1)) user += (user.empty() ? "" : " ") + std::string(*family);
      if (!user.empty()) row.user = user;
    }
    return {};
  }

 private:
  std::optional<Time> moment(std::size_t column) {
    auto seconds = blocks.real(column);
    return seconds && *seconds != 0 ? time_or_nothing(time_from_cocoa_seconds(*seconds)) : std::nullopt;
  }
};

Result<> read_times(const SqliteView& db, Chain& chain, Rows<Row>& out) {
  TRY(db.require("ZUSAGETIMEDITEM", {"Z_PK", "ZTOTALTIMEINSECONDS", "ZBUNDLEIDENTIFIER"}));
  auto rows = TRY(NamedRows::open(db, "ZUSAGETIMEDITEM"));
  while (TRY(rows.step())) {
    Row row{.kind = "time",
            .bundle_id = rows.filled<AppId>("ZBUNDLEIDENTIFIER"),
            .host = rows.filled<Host>("ZDOMAIN"),
            .seconds = rows.integer("ZTOTALTIMEINSECONDS")};
    std::optional<std::int64_t> block;
    if (auto category = rows.integer("ZCATEGORY")) {
      TRY(chain.categories.seek(*category));
      block = chain.categories.integer(0);
      row.category = chain.categories.text(1);
    }
    std::string user;
    TRY(chain.follow(block, row, user));
    out.add(at_row("ZUSAGETIMEDITEM", rows.rowid()), row);
  }
  return {};
}

Result<> read_counts(const SqliteView& db, Chain& chain, Rows<Row>& out) {
  if (!db.has_table("ZUSAGECOUNTEDITEM")) return {};
  auto rows = TRY(NamedRows::open(db, "ZUSAGECOUNTEDITEM"));
  while (TRY(rows.step())) {
    Row row{.kind = "count",
            .bundle_id = rows.filled<AppId>("ZBUNDLEIDENTIFIER"),
            .notifications = rows.integer("ZNUMBEROFNOTIFICATIONS"),
            .pickups = rows.integer("ZNUMBEROFPICKUPS")};
    std::string user;
    TRY(chain.follow(rows.integer("ZBLOCK"), row, user));
    out.add(at_row("ZUSAGECOUNTEDITEM", rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  Chain chain = TRY(Chain::open(db));
  TRY(read_times(db, chain, out));
  return read_counts(db, chain, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.screen_time",
    .title = "Use of apps and domains (Screen Time)",
    .source =
        "RMAdminStore-Local.sqlite and -Cloud of iOS 12 to 18; ios-artifacts.md 4.21; columns checked on one "
        "of "
        "2021",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
    .since = 12,
};

}  // namespace bridle::ios::screen_time
