#include <fmt/format.h>

#include "evidence/input.h"
#include "formats/dumpsys_packages.h"
#include "records/artefact.h"

namespace bridle::android::packages {
namespace {

struct Row {
  std::string_view kind;
  AppId package;
  std::optional<std::int64_t> uid;
  std::optional<std::string_view> shared_user;
  std::optional<std::string_view> version_name;
  std::optional<std::int64_t> version_code;
  std::optional<std::int64_t> min_sdk;
  std::optional<std::int64_t> target_sdk;
  std::optional<FilePath> code_path;
  bool is_system;
  std::optional<std::string_view> flags;
  std::optional<std::string_view> private_flags;
  std::optional<AppId> installer;
  std::optional<AppId> initiating;
  std::optional<AppId> originating;
  std::optional<AppId> update_owner;
  std::optional<std::int64_t> package_source;
  std::optional<std::string_view> source_meaning;
  std::optional<std::string_view> file_time_local;
  std::optional<Time> file_time;
  std::optional<std::string_view> first_install_local;
  std::optional<Time> first_install;
  std::optional<std::string_view> last_update_local;
  std::optional<Time> last_update;
  std::optional<std::string_view> signatures;
  std::optional<std::string_view> past_signatures;
  std::optional<std::string_view> splits;
  std::optional<std::string_view> apex_module;
  std::optional<std::string_view> users;
  std::int64_t requested_permissions;
  std::int64_t granted_permissions;
};

constexpr std::array columns{
    column<&Row::kind>("package; hidden_system: the factory copy of an app that an update replaced; "
                       "shared_user: apps that share one user id."),
    column<&Row::package>("Name of the package, or of the shared user.").relation(Relation::installed),
    column<&Row::uid>("Its number: appId, or userId up to Android 13."),
    column<&Row::shared_user>("The shared user that it belongs to."),
    column<&Row::version_name>("Version as shown to the owner."),
    column<&Row::version_code>("Version as the system compares it."),
    column<&Row::min_sdk>("Least API level that it runs on."),
    column<&Row::target_sdk>("API level that it was made for."),
    column<&Row::code_path>("Where its code lies.").relation(Relation::on_disk),
    column<&Row::is_system>("Whether the system came with it (SYSTEM among its flags)."),
    column<&Row::flags>("pkgFlags as printed; without them, flags."),
    column<&Row::private_flags>("privatePkgFlags as printed; without them, privateFlags."),
    column<&Row::installer>(
        "Who installed it by its own account (installerPackageName): can be forged with pm install -i."),
    column<&Row::initiating>(
        "Who asked for the installation (initiatingPackageName, Android 11): com.android.shell for ADB."),
    column<&Row::originating>(
        "Which app supplied the file (originatingPackageName), by the installer's word."),
    column<&Row::update_owner>(
        "Who alone may update it without asking (updateOwnerPackageName, Android 14)."),
    column<&Row::package_source>("packageSource (Android 13) as stored."),
    column<&Row::source_meaning>(
        "The same in words: unspecified, other, store, local file, downloaded file."),
    column<&Row::file_time_local>("timeStamp, the time of its file, by the phone's wall clock."),
    column<&Row::file_time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("package_install"),
    column<&Row::first_install_local>(
        "First installation, by the phone's wall clock; of user 0 when each user has one."),
    column<&Row::first_install>(
        "The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("package_first_install"),
    column<&Row::last_update_local>("Last update, by the phone's wall clock."),
    column<&Row::last_update>(
        "The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("package_last_update"),
    column<&Row::signatures>(
        "32-bit hashes of its signers' certificates: no digests, but equal for equal signers."),
    column<&Row::past_signatures>("The same of signers that it had before."),
    column<&Row::splits>("Its parts."),
    column<&Row::apex_module>("The system module that it came in."),
    column<&Row::users>("The users that have a state of it, as numbers; see android_package_users."),
    column<&Row::requested_permissions>("How many permissions it asks for; see android_package_permissions."),
    column<&Row::granted_permissions>("How many it has, of any user."),
};
constexpr TableSchema schema = table<Row>(
    "android_packages", "One row per package of the phone, and per package that an update hides.", columns);

constexpr std::string_view paths[] = {"dumpsys/package"};
constexpr std::string_view sources[] = {"unspecified", "other", "store", "local file", "downloaded file"};

std::optional<AppId> app_of(std::string_view value) {
  auto text = dump_stated(value);
  return text ? std::optional(AppId{*text}) : std::nullopt;
}

std::optional<std::int64_t> number_of(std::string_view value) {
  auto number = parse_integer(value.substr(0, value.find(' ')));
  return number ? std::optional(*number) : std::nullopt;
}

// A value of the package itself, else of its user 0, else of its first user.
std::string_view fact_or_users(const DumpPackage& package, std::string_view key) {
  if (auto own = package.fact(key); !own.empty()) return own;
  for (const DumpPackageUser& user : package.users)
    if (user.user == 0 && !user.fact(key).empty()) return user.fact(key);
  for (const DumpPackageUser& user : package.users)
    if (!user.fact(key).empty()) return user.fact(key);
  return {};
}

// "SharedUserSetting{cb92b86 android.uid.system/1000}".
std::optional<std::string_view> shared_user_of(std::string_view value) {
  auto inner = between(value, "{", "}");
  if (!inner) return dump_stated(value);
  auto blank = inner->find(' ');
  return blank == std::string_view::npos ? *inner : inner->substr(blank + 1, inner->rfind('/') - blank - 1);
}

bool has_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    auto word = words.substr(0, words.find_first_of(" |"));
    if (word == wanted) return true;
    words.remove_prefix(std::min(words.size(), word.size() + 1));
  }
  return false;
}

// "SYSTEM HAS_CODE"; up to Android 4 a number, whose first bit it is.
bool is_system(std::string_view flags) {
  if (flags.starts_with("0x"))
    return !flags.empty() && std::string_view("13579bdf").contains(flags.substr(0, flags.find(' ')).back());
  return has_word(flags, "SYSTEM");
}

std::optional<std::string_view> inner(std::string_view value) {
  if (value.empty()) return std::nullopt;
  if (value.starts_with('[')) value = value.substr(1, value.ends_with(']') ? value.size() - 2 : value.size());
  return trim(value);
}

void read_signatures(const DumpPackage& package, Row& row) {
  auto value = package.fact("signatures");
  row.signatures = between(value, "signatures:[", "]");
  row.past_signatures = between(value, "past signatures:[", "]");
  if (row.past_signatures && row.past_signatures->empty()) row.past_signatures.reset();
  // Android 8 prints "PackageSignatures{6c98c74 [b378e95c]}".
  if (!row.signatures) row.signatures = between(value, "[", "]");
}

void add(Input& in, Rows<Row>& out, const DumpPackage& package) {
  auto uid = package.fact("appId");
  auto code = package.fact("versionCode");
  auto flags = package.fact("pkgFlags").empty() ? package.fact("flags") : package.fact("pkgFlags");
  auto hidden = package.fact("privatePkgFlags").empty() ? package.fact("privateFlags")
                                                        : package.fact("privatePkgFlags");
  auto file_time = package.fact("timeStamp"), first = fact_or_users(package, "firstInstallTime"),
       update = package.fact("lastUpdateTime");
  std::string users;
  for (const DumpPackageUser& user : package.users)
    users += fmt::format("{}{}", users.empty() ? "" : " ", user.user);
  Row row{.kind = package.list,
          .package = {package.name},
          .uid = number_of(uid.empty() ? package.fact("userId") : uid),
          .shared_user = shared_user_of(package.fact("sharedUser")),
          .version_name = dump_stated(package.fact("versionName")),
          .version_code = number_of(code),
          .min_sdk = dump_integer(code, "minSdk"),
          .target_sdk = dump_integer(code, "targetSdk"),
          .is_system = is_system(inner(flags).value_or("")),
          .flags = inner(flags),
          .private_flags = inner(hidden),
          .installer = app_of(package.fact("installerPackageName")),
          .initiating = app_of(package.fact("initiatingPackageName")),
          .originating = app_of(package.fact("originatingPackageName")),
          .update_owner = app_of(package.fact("updateOwnerPackageName")),
          .package_source = number_of(package.fact("packageSource")),
          .file_time_local = dump_stated(file_time),
          .file_time = in.device_time(file_time),
          .first_install_local = dump_stated(first),
          .first_install = in.device_time(first),
          .last_update_local = dump_stated(update),
          .last_update = in.device_time(update),
          .splits = inner(package.fact("splits")),
          .apex_module = dump_stated(package.fact("apexModuleName"))};
  if (auto path = dump_stated(package.fact("codePath"))) row.code_path = FilePath{*path};
  if (row.package_source && *row.package_source >= 0 && *row.package_source < std::ssize(sources))
    row.source_meaning = sources[static_cast<std::size_t>(*row.package_source)];
  if (!users.empty()) row.users = users;
  read_signatures(package, row);
  if (!row.target_sdk) row.target_sdk = number_of(package.fact("targetSdk"));
  for (const DumpPermission& permission : package.permissions) {
    row.requested_permissions += permission.kind == "requested" ? 1 : 0;
    row.granted_permissions += permission.granted == true ? 1 : 0;
  }
  out.add(at_line(package.line), row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpPackageReader reader(TRY(in.text()), in.first_line());
  while (auto package = reader.next()) add(in, out, *package);
  for (std::string& note : reader.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.packages",
    .title = "Installed apps",
    .source = "dumpsys package of Android 5 to 16; android-artifacts.md 2.8, 5.4",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::packages
