#include <vector>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::tcc {
namespace {

struct Row {
  std::string_view kind;
  std::string_view service;
  AppId client;
  std::optional<ProcessName> process;
  std::optional<FilePath> path;
  std::optional<std::int64_t> client_type;
  std::string_view decision;
  std::optional<std::int64_t> auth_value;
  std::optional<std::int64_t> auth_reason;
  std::string_view reason;
  std::optional<std::int64_t> prompt_count;
  std::optional<Time> last_modified;
  std::optional<Time> expired_at;
};

constexpr std::array columns{
    column<&Row::kind>("access, or expired: a grant of a client that is gone."),
    column<&Row::service>("What is guarded, as iOS names it: kTCCServiceMicrophone and others."),
    column<&Row::client>("Who asked: a bundle identifier, or the path of an executable.")
        .relation(Relation::installed),
    column<&Row::process>(
        "The same as the name of a program, for some clients are no apps and some spyware names its programs "
        "like apps; NULL for a path.")
        .relation(Relation::installed),
    column<&Row::path>("The same, when it is a path.").relation(Relation::on_disk),
    column<&Row::client_type>("0 bundle identifier, 1 absolute path."),
    column<&Row::decision>("denied, unknown, allowed or limited."),
    column<&Row::auth_value>(
        "The decision as stored since iOS 14: 0 denied, 1 unknown, 2 allowed, 3 limited."),
    column<&Row::auth_reason>("Why, as stored since iOS 14; NULL before."),
    column<&Row::reason>("The same in words."),
    column<&Row::prompt_count>("How often the owner was asked, up to iOS 13; NULL since."),
    column<&Row::last_modified>("When it was decided, UTC by device clock, 1 s steps; NULL before iOS 12.")
        .event("permission_changed"),
    column<&Row::expired_at>("When the grant of a removed client expired; NULL for others.")
        .event("permission_expired"),
};
constexpr TableSchema schema =
    table<Row>("ios_tcc", "One row per permission that an app asked for.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/TCC/TCC.db"};

std::string_view decision_name(std::int64_t value) {
  constexpr std::string_view names[] = {"denied", "unknown", "allowed", "limited"};
  return value >= 0 && value < 4 ? names[value] : "unknown";
}

std::string_view reason_name(std::optional<std::int64_t> value) {
  constexpr std::string_view names[] = {"none",
                                        "error",
                                        "user_consent",
                                        "user_set",
                                        "system_set",
                                        "service_policy",
                                        "mdm_policy",
                                        "override_policy",
                                        "missing_usage_string",
                                        "prompt_timeout",
                                        "preflight_unknown",
                                        "entitled",
                                        "app_type_policy"};
  if (!value) return "";
  return *value >= 0 && *value < 13 ? names[*value] : "unknown";
}

std::optional<Time> moment(std::optional<std::int64_t> seconds) {
  if (!seconds || *seconds == 0) return std::nullopt;
  return time_or_nothing(time_from_unix_seconds(*seconds));
}

// A path when it looks like one, whatever the type says.
Row row_of_client(std::string_view kind, std::string_view service, std::string_view client) {
  Row row{.kind = kind, .service = service, .client = {client}};
  if (client.starts_with('/'))
    row.path = FilePath{client};
  else if (!client.empty())
    row.process = ProcessName{client};
  return row;
}

// Three generations of one table: auth_value since iOS 14, allowed before, last_modified since iOS 12.
Result<> read_access(SqliteView& db, Rows<Row>& out) {
  TRY(db.require("access", {"service", "client", "client_type"}));
  bool modern = db.has_column("access", "auth_value");
  bool dated = db.has_column("access", "last_modified");
  if (!modern) TRY(db.require("access", {"allowed", "prompt_count"}));
  std::vector<std::string_view> wanted{"service", "client", "client_type", modern ? "auth_value" : "allowed",
                                       modern ? "auth_reason" : "prompt_count"};
  if (dated) wanted.push_back("last_modified");
  auto rows = TRY(db.scan("access", wanted));
  while (TRY(rows.step())) {
    const Query& row = rows.row();
    std::int64_t stored = row.integer(3).value_or(-1);
    Row record = row_of_client("access", row.text(0).value_or(""), row.text(1).value_or(""));
    record.client_type = row.integer(2);
    record.decision = modern ? decision_name(stored) : stored == 0 ? "denied" : "allowed";
    if (modern) {
      record.auth_value = row.integer(3);
      record.auth_reason = row.integer(4);
      record.reason = reason_name(record.auth_reason);
    } else {
      record.prompt_count = row.integer(4);
    }
    if (dated) record.last_modified = moment(row.integer(5));
    out.add(at_row("access", rows.rowid().value_or(0)), record);
  }
  return {};
}

Result<> read_expired(SqliteView& db, Rows<Row>& out) {
  if (!db.has_table("expired")) return {};
  TRY(db.require("expired", {"service", "client", "client_type", "last_modified", "expired_at"}));
  auto rows = TRY(db.scan("expired", {"service", "client", "client_type", "last_modified", "expired_at"}));
  while (TRY(rows.step())) {
    const Query& row = rows.row();
    Row record = row_of_client("expired", row.text(0).value_or(""), row.text(1).value_or(""));
    record.client_type = row.integer(2);
    record.last_modified = moment(row.integer(3));
    record.expired_at = moment(row.integer(4));
    out.add(at_row("expired", rows.rowid().value_or(0)), record);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(read_access(db, out));
  return read_expired(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.tcc",
    .title = "Permissions (TCC)",
    .source = "TCC.db of iOS 9 to 18, in three generations of its table access; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::permissions,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::tcc
