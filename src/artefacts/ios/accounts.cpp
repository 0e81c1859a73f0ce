#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::accounts {
namespace {

struct Row {
  std::optional<std::string_view> account_type;
  std::optional<std::string_view> type_name;
  std::optional<Handle> user_name;
  std::optional<Prose> description;
  std::optional<Time> created;
  std::optional<AppId> owner;
  std::optional<std::string_view> identifier;
  std::optional<std::int64_t> parent_id;
  std::optional<bool> active;
  std::optional<bool> authenticated;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::account_type>("Kind of the account: com.apple.account.AppleAccount and others."),
    column<&Row::type_name>("The same as shown: iCloud, IMAP, Subscribed Calendars."),
    column<&Row::user_name>("Name of the user there: an e-mail address, a number, or local."),
    column<&Row::description>("The account's name as shown."),
    column<&Row::created>("When the account was added, UTC by device clock.").event("account_added"),
    column<&Row::owner>("App or service that made it.").relation(Relation::mentioned),
    column<&Row::identifier>("Identifier of the account."),
    column<&Row::parent_id>("Row of the account that it belongs to."),
    column<&Row::active>("Whether it is in use."),
    column<&Row::authenticated>("Whether the phone has signed in."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_accounts", "One row per account that the phone knows.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Accounts/Accounts3.sqlite",
    "/private/var/mobile/Library/Accounts/VerifiedBackup/Accounts3.sqlite",
};

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZACCOUNT", {"Z_PK", "ZUSERNAME", "ZACCOUNTTYPE"}));
  auto types = TRY(SideTable::open(db, "ZACCOUNTTYPE", "Z_PK", {"ZIDENTIFIER", "ZACCOUNTTYPEDESCRIPTION"}));
  auto rows = TRY(NamedRows::open(db, "ZACCOUNT"));
  while (TRY(rows.step())) {
    Row row{.user_name = rows.filled<Handle>("ZUSERNAME"),
            .description = rows.filled<Prose>("ZACCOUNTDESCRIPTION"),
            .created = rows.time("ZDATE", time_from_cocoa_seconds),
            .owner = rows.filled<AppId>("ZOWNINGBUNDLEID"),
            .identifier = rows.text("ZIDENTIFIER"),
            .parent_id = rows.integer("ZPARENTACCOUNT"),
            .active = rows.boolean("ZACTIVE"),
            .authenticated = rows.boolean("ZAUTHENTICATED")};
    if (auto type = rows.integer("ZACCOUNTTYPE")) {
      TRY(types.seek(*type));
      row.account_type = types.text(0);
      row.type_name = types.text(1);
    }
    (void)rows.integer("Z_PK");
    (void)rows.integer("Z_ENT");
    (void)rows.integer("Z_OPT");
    row.others = rows.others<Json>();
    out.add(at_row("ZACCOUNT", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.accounts",
    .title = "Accounts",
    .source = "Accounts3.sqlite of iOS 9 to 18; ios-artifacts.md 4.15; checked on iOS 15.3 and 16.1",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::accounts
