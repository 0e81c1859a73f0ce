#include "evidence/input.h"
#include "formats/dumpsys_packages.h"
#include "records/artefact.h"

namespace bridle::android::package_permissions {
namespace {

struct Row {
  std::string_view list;
  AppId package;
  std::string_view kind;
  std::optional<std::int64_t> user;
  std::string_view permission;
  std::optional<bool> granted;
  std::optional<std::string_view> details;
};

constexpr std::array columns{
    column<&Row::list>("package, hidden_system or shared_user, as in android_packages."),
    column<&Row::package>("Whose permission it is.").relation(Relation::installed),
    column<&Row::kind>(
        "requested: in its manifest; install: given with the installation; runtime: asked of the "
        "user; declared: a permission that it defines."),
    column<&Row::user>("The user, for runtime permissions."),
    column<&Row::permission>("Name of the permission."),
    column<&Row::granted>("Whether it has it; NULL where the dump does not say."),
    column<&Row::details>("What the dump adds: flags, protection, restriction."),
};
constexpr TableSchema schema = table<Row>("android_package_permissions",
                                          "One row per permission of each package, of every user.", columns);

constexpr std::string_view paths[] = {"dumpsys/package"};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpPackageReader reader(TRY(in.text()), in.first_line());
  while (auto package = reader.next())
    for (const DumpPermission& found : package->permissions) {
      Row row{.list = package->list,
              .package = {package->name},
              .kind = found.kind,
              .user = found.user,
              .permission = found.name,
              .granted = found.granted};
      if (!found.details.empty()) row.details = found.details;
      out.add(at_line(found.line), row);
    }
  for (std::string& note : reader.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.package_permissions",
    .title = "Permissions of apps",
    .source = "dumpsys package of Android 5 to 16; android-artifacts.md 2.8",
    .platform = Platform::android,
    .question = Question::permissions,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::package_permissions
