#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::roles {
namespace {

struct Row {
  std::optional<std::int64_t> user;
  std::string_view role;
  AppId package;
};

constexpr std::array columns{
    column<&Row::user>("Number of the user."),
    column<&Row::role>("android.app.role.SMS, ASSISTANT, DIALER and others."),
    column<&Row::package>("The app that holds it.").relation(Relation::installed),
};
constexpr TableSchema schema =
    table<Row>("android_roles", "One row per role and app that holds it.", columns);

constexpr std::string_view paths[] = {"dumpsys/role"};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::optional<std::int64_t> user;
  std::string_view role;
  while (auto line = lines.next()) {
    if (auto number = dump_integer(line->text, "user_id")) user = number;
    if (auto name = dump_field(line->text, "name"); name && name->contains(".role.")) role = *name;
    auto holder = dump_field(line->text, "holders");
    if (!holder || holder->empty() || *holder == "[") continue;
    if (role.empty()) {
      out.skip(at_line(line->number), {Fault::malformed, "the holder of a role without its name"});
      continue;
    }
    out.add(at_line(line->number), {.user = user, .role = role, .package = {*holder}});
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.roles",
    .title = "Default apps",
    .source = "dumpsys role of Android 10 to 16; android-artifacts.md 5.5",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::roles
