#include <fmt/format.h>

#include "findings/android_installers.h"
#include "findings/selected.h"

namespace bridle::rule_files::android::side_loaded_app {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {
    {"android_packages", {"kind", "package", "installer", "is_system", "first_install"}}};
constexpr NeededTable needs_1[] = {{"android_apks", {"package", "installer", "is_system", "stored"}}};

Result<std::vector<Finding>> raise(const CaseView& view) {
  const std::string packages = fmt::format(
      "SELECT 'android_packages', id, package, first_install FROM android_packages WHERE kind = 'package' "
      "AND "
      "{} ORDER BY id",
      android_no_store);
  const std::string files = fmt::format(
      "SELECT 'android_apks', id, package, NULL FROM android_apks WHERE stored <> '' AND {} ORDER BY id",
      android_no_store);
  const Selection selections[] = {
      {.needs = needs_0,
       .sql = packages,
       .one = "No store installed this app: {1}.",
       .many = "No store installed these {0} apps: {1}."},
      {.needs = needs_1,
       .sql = files,
       .one = "By the list of apps, no store installed this one: {1}.",
       .many = "By the list of apps, no store installed these {0}: {1}."},
  };
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.side_loaded_app",
    .title = "App that no store installed",
    .looks_at =
        "apps outside the system in android_packages and android_apks whose installer is nobody, ADB "
        "(com.android.shell) or the installer that opens a downloaded file; the stores of Google, of the "
        "phone makers, F-Droid and Aurora are left out",
    .severity = Severity::low,
    .confidence = Confidence::medium,
    .means =
        "Hermit (2022), EagleMsgSpy, NoviSpy and stalkerware are installed from a file or over a cable, "
        "past the stores.",
    .not_shown = "That the app is harmful. Where the file came from, unless originating says so.",
    .innocent =
        "Apps of other sources are common: projects outside the stores, beta versions, apps moved from "
        "an old phone, apps of an employer. Vendors preinstall apps without naming an installer.",
    .check =
        "Ask the owner about each. Compare its hash or certificate with the maker. Look for the app in "
        "android_install_sessions and android_battery_daily.",
    .references =
        ""
        "https://blog.google/threat-analysis-group/"
        "italian-spyware-vendor-targets-users-in-italy-and-kazakhstan/\nhttps://docs.mvt.re/en/latest/"
        "android/adb/",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::side_loaded_app
