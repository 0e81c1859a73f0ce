#include <string>

#include "base/bytes.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::provisioning_store {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::string_view> uuid;
  std::optional<std::string_view> name;
  std::optional<std::string_view> team;
  std::optional<std::string_view> team_name;
  std::optional<Time> installed;
  std::optional<Time> expires;
  std::optional<bool> all_devices;
  std::optional<bool> beta;
  std::optional<std::string_view> code_hash;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "profile: a provisioning profile on the phone; trusted_team: developers whom the owner "
        "trusted; team: the name of one; banned_profile and banned_code: what Apple withdrew; online_auth: "
        "when a "
        "profile was last confirmed by Apple."),
    column<&Row::uuid>("Identifier of the profile."),
    column<&Row::name>("Name of the profile."),
    column<&Row::team>("Identifier of the developers' team."),
    column<&Row::team_name>("Its name."),
    column<&Row::installed>("profile: when it was installed, UTC by device clock. Numbers below 978,307,200 "
                            "count from 2001, others from 1970.")
        .event("provisioning_profile_installed"),
    column<&Row::expires>("profile: until when it is valid, the same."),
    column<&Row::all_devices>("profile: whether it holds for any phone: an enterprise's."),
    column<&Row::beta>("profile: whether it is of a beta test."),
    column<&Row::code_hash>("banned_code and online_auth: hash of the code, hexadecimal or as stored."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema = table<Row>(
    "ios_provisioning_store",
    "One row per provisioning profile, trusted team and withdrawal that the phone keeps.", columns);

constexpr std::string_view paths[] = {
    "/private/var/MobileDevice/ProvisioningProfiles/mis.db",
};

struct Source {
  std::string_view table, kind;
};
constexpr Source sources[] = {
    {"profiles", "profile"},
    {"trusted_team_ids", "trusted_team"},
    {"banned_profile_uuids", "banned_profile"},
    {"banned_cdhashes", "banned_code"},
    {"online_auth", "online_auth"},
};

Result<> read_table(const SqliteView& db, const Source& source, Rows<Row>& out) {
  auto rows = TRY(NamedRows::open(db, source.table));
  while (TRY(rows.step())) {
    Row row{.kind = source.kind,
            .uuid = rows.filled("uuid"),
            .name = rows.filled("name"),
            .team = rows.filled("team_id"),
            .installed = rows.time("install_time", time_from_safari),
            .expires = rows.time("expires", time_from_safari),
            .all_devices = rows.boolean("is_for_all_devices"),
            .beta = rows.boolean("is_beta")};
    std::string hash;
    if (auto bytes = rows.blob("cdhash"))
      hash = to_hex(*bytes);
    else if (auto text = rows.filled("cdhash"))
      hash = *text;
    if (!hash.empty()) row.code_hash = hash;
    (void)rows.blob("cms_blob");  // the profile itself: ios_provisioning_profiles reads its file
    row.others = rows.others<Json>();
    out.add(at_row(source.table, rows.rowid()), row);
  }
  return {};
}

Result<> read_teams(const SqliteView& db, Rows<Row>& out) {
  auto rows = TRY(NamedRows::open(db, "team_id_info"));
  while (TRY(rows.step())) {
    Row row{.kind = "team", .team = rows.filled("team_id"), .team_name = rows.filled("team_name")};
    row.others = rows.others<Json>();
    out.add(at_row("team_id_info", rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  bool any = false;
  for (const Source& source : sources) {
    if (!db.has_table(source.table)) continue;
    any = true;
    TRY(read_table(db, source, out));
  }
  if (db.has_table("team_id_info")) TRY(read_teams(db, out));
  if (!any) return fail(Fault::unsupported, "the database has none of the tables of profiles that are read");
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.provisioning_store",
    .title = "Store of provisioning profiles (mis.db)",
    .source =
        "mis.db, as published observations of a backup describe it; ios-artifacts.md 4.13; not met on real "
        "data",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::provisioning_store
