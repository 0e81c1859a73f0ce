#include <fmt/format.h>

#include "evidence/apk.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::apk_manifest {
namespace {

struct Row {
  std::string_view file;
  std::optional<AppId> package;
  std::string_view kind;
  std::string_view name;
  std::optional<std::string_view> permission;
  std::optional<bool> is_exported;
  std::optional<bool> is_enabled;
  std::optional<ProcessName> process;
  std::optional<std::string_view> roles;
  std::optional<std::string_view> actions;
};

constexpr std::array columns{
    column<&Row::file>("Path of the package in the evidence."),
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::kind>(
        "uses-permission, uses-permission-sdk-23 (asked for), permission (declared), activity, "
        "activity-alias, service, receiver, provider."),
    column<&Row::name>("Name of the permission or of the component's class."),
    column<&Row::permission>("Permission that a caller of the component needs; NULL when none is stated."),
    column<&Row::is_exported>("Whether other apps may call it; NULL when the manifest does not say."),
    column<&Row::is_enabled>("Whether it is switched on as delivered; NULL for permissions."),
    column<&Row::process>("Process that it runs in, where one is stated; \":x\" is one of its own.")
        .relation(Relation::executed),
    column<&Row::roles>(
        "What it is for: accessibility, notification_listener, device_admin, vpn, input_method, "
        "boot, sms, calls, dial_code, call_screening, autofill, launcher."),
    column<&Row::actions>("Actions of its intent filters."),
};
constexpr TableSchema schema =
    table<Row>("android_apk_manifest",
               "One row per permission and component in the manifest of a collected package.", columns);

constexpr std::string_view paths[] = {"androidqf/**/*.apk", "android_backup/**/*.apk"};

Locator place(std::uint64_t offset) {
  return {fmt::format("AndroidManifest.xml: byte {}", offset)};
}

void add_component(Rows<Row>& out, Row row, const AndroidComponent& component) {
  std::string roles = component.roles(), actions;
  for (const std::string& action : component.actions) actions += (actions.empty() ? "" : " ") + action;
  row.kind = component.kind;
  row.name = component.name;
  if (component.permission) row.permission = *component.permission;
  row.is_exported = component.is_exported;
  row.is_enabled = component.is_enabled;
  if (component.process) row.process = ProcessName{*component.process};
  if (!roles.empty()) row.roles = roles;
  if (!actions.empty()) row.actions = actions;
  out.add(place(component.offset), row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto apk = TRY(Apk::open(*TRY(in.source())));
  auto manifest = TRY(apk.manifest());
  Row row{.file = in.entry().path};
  if (manifest.package) row.package = AppId{*manifest.package};
  for (const AndroidPermission& each : manifest.permissions) {
    Row permission = row;
    permission.kind = each.kind;
    permission.name = each.name;
    out.add(place(each.offset), permission);
  }
  for (const AndroidComponent& each : manifest.components) add_component(out, row, each);
  if (manifest.rest) out.skip({"AndroidManifest.xml"}, *manifest.rest);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.apk_manifest",
    .title = "What collected packages ask for and offer",
    .source = "AndroidManifest.xml in its binary form; AOSP ResourceTypes.h; android-artifacts.md 4.5",
    .platform = Platform::android,
    .question = Question::permissions,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::apk_manifest
