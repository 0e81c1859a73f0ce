#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::interaction_c {
namespace {

struct Row {
  std::string_view kind;
  std::int64_t interaction_id;
  std::optional<Time> start_date;
  std::optional<Time> end_date;
  std::optional<Time> creation_date;
  Relation relation;
  std::string_view direction;
  std::optional<std::int64_t> direction_stored;
  std::optional<AppId> bundle_id;
  std::optional<AppId> target_bundle_id;
  std::optional<std::string_view> account;
  std::optional<std::int64_t> contact_id;
  std::optional<Handle> identifier;
  std::optional<Handle> custom_identifier;
  std::optional<Prose> display_name;
  std::optional<Handle> domain_identifier;
  std::optional<Prose> group_name;
  std::optional<std::int64_t> recipient_count;
  std::optional<std::int64_t> mechanism;
  std::optional<bool> is_response;
  std::optional<Url> content_url;
  std::optional<std::string_view> location_uuid;
  std::optional<std::string_view> derived_intent;
  std::optional<std::int64_t> attachment_id;
  std::optional<Prose> attachment_text;
  std::optional<std::string_view> attachment_uti;
  std::optional<Url> attachment_url;
  std::optional<std::int64_t> attachment_bytes;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("interaction, with its sender; recipient or attachment: one more row for each."),
    column<&Row::interaction_id>("Z_PK of the interaction."),
    column<&Row::start_date>("When it began, UTC by device clock, 1 us steps; NULL for 0, and for recipients "
                             "and attachments.")
        .event("interaction"),
    column<&Row::end_date>("When it ended, as above."),
    column<&Row::creation_date>("When this row was made, as above: much later than the start after a restore "
                                "or a synchronisation.")
        .event("interaction_recorded"),
    column<&Row::relation>("sent or received by the owner; mentioned when unsaid."),
    column<&Row::direction>("incoming or outgoing; empty for other values."),
    column<&Row::direction_stored>("ZDIRECTION as stored: 0 incoming, 1 outgoing."),
    column<&Row::bundle_id>("App that it went through."),
    column<&Row::target_bundle_id>("App that it was shared to."),
    column<&Row::account>("Account of the owner."),
    column<&Row::contact_id>("The sender, or the recipient: contact_id in ios_interaction_contacts; NULL for "
                             "none."),
    column<&Row::identifier>("Its phone number, e-mail address or id in the app; NULL when its row is gone."),
    column<&Row::custom_identifier>("Its other identifier."),
    column<&Row::display_name>("Its name."),
    column<&Row::domain_identifier>("Conversation: the other side's address or the id of a group."),
    column<&Row::group_name>("Name of the group."),
    column<&Row::recipient_count>("How many recipients it had."),
    column<&Row::mechanism>("ZMECHANISM as stored."),
    column<&Row::is_response>("Whether it answered another one."),
    column<&Row::content_url>("Address of its content."),
    column<&Row::location_uuid>("Place that belongs to it, when stored as text."),
    column<&Row::derived_intent>("Intent that it was derived from."),
    column<&Row::attachment_id>("Z_PK of the attachment."),
    column<&Row::attachment_text>("Its text."),
    column<&Row::attachment_uti>("Its uniform type identifier."),
    column<&Row::attachment_url>("Its address."),
    column<&Row::attachment_bytes>("Its size in bytes."),
    column<&Row::others>("Interaction: all other columns that are neither NULL, 0 nor empty, as JSON; blobs "
                         "as base64, the first 64 KiB of each. Attachment: {photo_local_id, identifier in "
                         "hexadecimal, cloud_id}."),
};
constexpr TableSchema schema = table<Row>(
    "ios_interaction_c",
    "One row per contact between the owner and somebody, and per recipient and attachment of it.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/CoreDuet/People/interactionC.db"};

// Core Data puts the numbers of its entities into the names of join tables and of their columns.
struct Join {
  std::string table, interaction, other;
};
Join find_join(const SqliteView& db, std::string_view interaction, std::string_view other) {
  for (const std::string& table : db.tables()) {
    if (!table.starts_with("Z_")) continue;
    Join join{table, {}, {}};
    for (const std::string& column : db.columns(table)) {
      if (!column.starts_with("Z_")) continue;
      if (column.ends_with(other))
        join.other = column;
      else if (column.ends_with(interaction))
        join.interaction = column;
    }
    if (!join.interaction.empty() && !join.other.empty()) return join;
  }
  return {};
}

Result<SideTable> open_join(const SqliteView& db, std::string_view interaction, std::string_view other) {
  Join join = find_join(db, interaction, other);
  return SideTable::open(db, join.table, join.interaction, {join.other});
}

class Contacts {
 public:
  static Result<Contacts> open(const SqliteView& db) {
    return Contacts(
        TRY(SideTable::open(db, "ZCONTACTS", "Z_PK", {"ZIDENTIFIER", "ZCUSTOMIDENTIFIER", "ZDISPLAYNAME"})));
  }
  Result<> fill(std::optional<std::int64_t> id, Row& row) {
    row.contact_id = id;
    TRY(contacts_.seek(id.value_or(0)));
    row.identifier = contacts_.text<Handle>(0);
    row.custom_identifier = contacts_.text<Handle>(1);
    row.display_name = contacts_.text<Prose>(2);
    return {};
  }

 private:
  explicit Contacts(SideTable contacts) : contacts_(std::move(contacts)) {}
  SideTable contacts_;
};

// Rows about a part of an interaction say which one, and nothing that would double its events.
Row part_of(const Row& interaction, std::string_view kind) {
  return {.kind = kind,
          .interaction_id = interaction.interaction_id,
          .relation = interaction.relation,
          .direction = interaction.direction,
          .direction_stored = interaction.direction_stored,
          .bundle_id = interaction.bundle_id};
}

std::string identifiers(const SideTable& files) {
  JsonWriter json(false);
  json.object();
  bool any = false;
  auto add = [&](std::string_view name, std::optional<std::string> value) {
    if (!value || value->empty()) return;
    json.member(name, *value);
    any = true;
  };
  auto bytes = files.text(5);  // a blob, kept as the bytes that it is
  add("photo_local_id", files.text<std::string>(4));
  add("identifier", bytes ? std::optional(to_hex(as_bytes(*bytes))) : std::nullopt);
  add("cloud_id", files.text<std::string>(6));
  return any ? json.end().take() : std::string();
}

void read_interaction(NamedRows& rows, Row& row) {
  row.start_date = rows.time("ZSTARTDATE", time_from_cocoa_seconds);
  row.end_date = rows.time("ZENDDATE", time_from_cocoa_seconds);
  row.creation_date = rows.time("ZCREATIONDATE", time_from_cocoa_seconds);
  row.direction_stored = rows.integer("ZDIRECTION");
  row.direction = row.direction_stored == 0 ? "incoming" : row.direction_stored == 1 ? "outgoing" : "";
  row.relation = row.direction_stored == 0   ? Relation::received
                 : row.direction_stored == 1 ? Relation::sent
                                             : Relation::mentioned;
  row.bundle_id = rows.text<AppId>("ZBUNDLEID");
  row.target_bundle_id = rows.text<AppId>("ZTARGETBUNDLEID");
  row.account = rows.text("ZACCOUNT");
  row.domain_identifier = rows.text<Handle>("ZDOMAINIDENTIFIER");
  row.group_name = rows.text<Prose>("ZGROUPNAME");
  row.recipient_count = rows.integer("ZRECIPIENTCOUNT");
  row.mechanism = rows.integer("ZMECHANISM");
  row.is_response = rows.boolean("ZISRESPONSE");
  row.content_url = rows.text<Url>("ZCONTENTURL");
  row.location_uuid = rows.text("ZLOCATIONUUID");
  row.derived_intent = rows.text("ZDERIVEDINTENTIDENTIFIER");
}

Result<> read_interactions(const SqliteView& db, Rows<Row>& out) {
  auto contacts = TRY(Contacts::open(db));
  auto recipients = TRY(open_join(db, "INTERACTIONRECIPIENT", "RECIPIENTS"));
  auto attachments = TRY(open_join(db, "INTERACTIONS", "ATTACHMENTS"));
  auto files = TRY(SideTable::open(db, "ZATTACHMENT", "Z_PK",
                                   {"ZCONTENTTEXT", "ZUTI", "ZCONTENTURL", "ZSIZEINBYTES",
                                    "ZPHOTOLOCALIDENTIFIER", "ZIDENTIFIER", "ZCLOUDIDENTIFIER"}));
  auto rows = TRY(NamedRows::open(db, "ZINTERACTIONS"));
  while (TRY(rows.step())) {
    Row row{.kind = "interaction", .interaction_id = rows.integer("Z_PK").value_or(rows.rowid())};
    read_interaction(rows, row);
    TRY(contacts.fill(rows.integer("ZSENDER"), row));
    row.others = rows.others<Json>();
    Locator where = at_row("ZINTERACTIONS", row.interaction_id);
    out.add(where, row);
    TRY(recipients.seek(row.interaction_id));
    for (std::size_t i = 0; i < recipients.count(); ++i) {
      Row recipient = part_of(row, "recipient");
      TRY(contacts.fill(recipients.integer(0, i), recipient));
      out.add(where, recipient);
    }
    TRY(attachments.seek(row.interaction_id));
    for (std::size_t i = 0; i < attachments.count(); ++i) {
      Row file = part_of(row, "attachment");
      file.attachment_id = attachments.integer(0, i);
      TRY(files.seek(file.attachment_id.value_or(0)));
      file.attachment_text = files.text<Prose>(0);
      file.attachment_uti = files.text(1);
      file.attachment_url = files.text<Url>(2);
      file.attachment_bytes = files.integer(3);
      std::string ids = identifiers(files);
      if (!ids.empty()) file.others = Json{ids};
      out.add(where, file);
    }
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZINTERACTIONS", {"Z_PK", "ZSTARTDATE", "ZBUNDLEID", "ZDIRECTION", "ZSENDER"}));
  return read_interactions(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.interaction_c",
    .title = "Interactions with people",
    .source =
        "interactionC.db of iOS 10 to 18, entity numbers as the database has them; ios-artifacts.md "
        "2.3",
    .platform = Platform::ios,
    .question = Question::contacts,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::interaction_c
