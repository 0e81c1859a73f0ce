#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::telegram {
namespace {

struct Row {
  AppId bundle_id;
  FilePath database;
};

constexpr std::array columns{
    column<&Row::bundle_id>("The app.").relation(Relation::installed),
    column<&Row::database>("Where an account's messages are.").relation(Relation::on_disk),
};
constexpr TableSchema schema = table<Row>(
    "ios_telegram",
    "One row per account of Telegram, whose messages are not read: that there is one is all it says.",
    columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Shared/AppGroup/*/telegram-data/account-*/postbox/db/db_sqlite",
};

// Messages lie in a store of Telegram's own (Postbox) inside an encrypted database: coverage must say that
// they were not examined.
Result<> extract(Input& in, Rows<Row>& out) {
  out.add(whole_file(), {.bundle_id = {"ph.telegra.Telegraph"}, .database = {in.entry().path}});
  return fail(Fault::unsupported,
              "Telegram keeps its messages in a store of its own that is encrypted: they were not examined");
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.telegram",
    .title = "Telegram (not read)",
    .source = "db_sqlite of Telegram's Postbox; ios-artifacts.md names no reader",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::telegram
