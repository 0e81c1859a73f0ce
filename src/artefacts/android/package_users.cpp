#include <fmt/format.h>
#include <fmt/ranges.h>

#include "evidence/input.h"
#include "formats/dumpsys_packages.h"
#include "records/artefact.h"

namespace bridle::android::package_users {
namespace {

struct Row {
  std::string_view list;
  AppId package;
  std::int64_t user;
  std::optional<bool> installed;
  std::optional<bool> hidden;
  std::optional<bool> suspended;
  std::optional<AppId> suspending_package;
  std::optional<bool> stopped;
  std::optional<bool> not_launched;
  std::optional<bool> is_instant;
  std::optional<std::int64_t> enabled;
  std::optional<std::string_view> enabled_meaning;
  std::optional<AppId> last_disabled_caller;
  std::optional<std::int64_t> install_reason;
  std::optional<std::string_view> reason_meaning;
  std::optional<std::string_view> first_install_local;
  std::optional<Time> first_install;
  std::optional<std::string_view> harmful_app_warning;
  std::optional<std::string_view> disabled_components;
  std::optional<std::string_view> enabled_components;
};

constexpr std::array columns{
    column<&Row::list>("package or hidden_system, as in android_packages."),
    column<&Row::package>("Name of the package.").relation(Relation::installed),
    column<&Row::user>(
        "Number of the user: 0 the owner, 10 and up others and work profiles, 150 and others of vendors."),
    column<&Row::installed>("Whether this user has it."),
    column<&Row::hidden>("Whether it was hidden from this user by a device owner."),
    column<&Row::suspended>("Whether it is suspended: shown, but not to be started."),
    column<&Row::suspending_package>("Who suspended it."),
    column<&Row::stopped>("Whether it was stopped by force, or never started."),
    column<&Row::not_launched>("Whether it was never started."),
    column<&Row::is_instant>("Whether it is an instant app."),
    column<&Row::enabled>("As stored."),
    column<&Row::enabled_meaning>(
        "The same in words: default, enabled, disabled, disabled by user, disabled until used."),
    column<&Row::last_disabled_caller>("Who switched it on or off last: com.android.shell for ADB."),
    column<&Row::install_reason>("As stored."),
    column<&Row::reason_meaning>(
        "The same in words: unknown, policy, device restore, device setup, user, rollback."),
    column<&Row::first_install_local>(
        "First installation for this user, by the phone's wall clock (Android 13)."),
    column<&Row::first_install>(
        "The same in UTC, by the zone that the evidence names; NULL when it names none."),
    column<&Row::harmful_app_warning>("The warning that Play Protect set on it."),
    column<&Row::disabled_components>(
        "Components that were switched off: a launcher entry among them hides its icon."),
    column<&Row::enabled_components>("Components that were switched on."),
};
constexpr TableSchema schema = table<Row>("android_package_users", "One row per package and user.", columns);

constexpr std::string_view paths[] = {"dumpsys/package"};
constexpr std::string_view states[] = {"default", "enabled", "disabled", "disabled by user",
                                       "disabled until used"};
constexpr std::string_view reasons[] = {"unknown",      "policy", "device restore",
                                        "device setup", "user",   "rollback"};

template <std::size_t N>
std::optional<std::string_view> meaning(const std::string_view (&names)[N],
                                        std::optional<std::int64_t> value) {
  if (!value || *value < 0 || *value >= static_cast<std::int64_t>(N)) return std::nullopt;
  return names[static_cast<std::size_t>(*value)];
}

std::optional<AppId> app_of(std::string_view value) {
  auto text = dump_stated(value);
  return text ? std::optional(AppId{*text}) : std::nullopt;
}

void add(Input& in, Rows<Row>& out, const DumpPackage& package, const DumpPackageUser& user) {
  auto states_text = user.states;
  auto reason = parse_integer(user.fact("installReason"));
  auto caller = user.fact("lastDisabledCaller");
  auto suspender = user.fact("suspendingPackage");
  std::string disabled = fmt::format("{}", fmt::join(user.disabled_components, " ")),
              enabled = fmt::format("{}", fmt::join(user.enabled_components, " "));
  Row row{.list = package.list,
          .package = {package.name},
          .user = user.user,
          .installed = dump_boolean(states_text, "installed"),
          .hidden = dump_boolean(states_text, "hidden"),
          .suspended = dump_boolean(states_text, "suspended"),
          .suspending_package = app_of(suspender),
          .stopped = dump_boolean(states_text, "stopped"),
          .not_launched = dump_boolean(states_text, "notLaunched"),
          .is_instant = dump_boolean(states_text, "instant"),
          .enabled = dump_integer(states_text, "enabled"),
          .last_disabled_caller = app_of(caller),
          .first_install_local = dump_stated(user.fact("firstInstallTime")),
          .first_install = in.device_time(user.fact("firstInstallTime")),
          .harmful_app_warning = dump_stated(user.fact("harmfulAppWarning")),
          .disabled_components = dump_stated(disabled),
          .enabled_components = dump_stated(enabled)};
  if (reason) row.install_reason = *reason;
  row.enabled_meaning = meaning(states, row.enabled);
  row.reason_meaning = meaning(reasons, row.install_reason);
  out.add(at_line(user.line), row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpPackageReader reader(TRY(in.text()), in.first_line());
  while (auto package = reader.next()) {
    if (package->list == "shared_user") continue;
    for (const DumpPackageUser& user : package->users) add(in, out, *package, user);
  }
  for (std::string& note : reader.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.package_users",
    .title = "Apps of each user",
    .source = "dumpsys package of Android 5 to 16; android-artifacts.md 2.8, 5.4",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::package_users
