#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::signal {
namespace {

struct Row {
  AppId bundle_id;
  FilePath database;
};

constexpr std::array columns{
    column<&Row::bundle_id>("The app.").relation(Relation::installed),
    column<&Row::database>("Where its messages are.").relation(Relation::on_disk),
};
constexpr TableSchema schema = table<Row>(
    "ios_signal", "One row per database of Signal, which cannot be read: that there is one is all it says.",
    columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Shared/AppGroup/*/grdb/signal.sqlite",
    "/private/var/mobile/Containers/Shared/AppGroup/*/database/signal.sqlite",
};

// The database is encrypted as a whole (SQLCipher), with a key that the keychain does not give away: coverage
// must say that these messages were not examined.
Result<> extract(Input& in, Rows<Row>& out) {
  out.add(whole_file(), {.bundle_id = {"org.whispersystems.signal"}, .database = {in.entry().path}});
  return fail(Fault::unsupported,
              "Signal encrypts its messages with a key that stays on the phone: they were not examined");
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.signal",
    .title = "Signal (encrypted)",
    .source = "signal.sqlite of Signal since 2017, encrypted by SQLCipher",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::signal
