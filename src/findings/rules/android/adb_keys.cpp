#include <fmt/format.h>

#include <algorithm>

#include "findings/rule.h"

namespace bridle::rule_files::android::adb_keys {

extern const Rule rule;

namespace {

constexpr std::string_view table = "android_adb_state";

// The last connection is that of the examination: its key is the one that the phone names as received last,
// else the one with the latest moment.
constexpr std::string_view select_last =
    "SELECT fingerprint FROM android_adb_state WHERE fingerprint IN (SELECT value FROM android_adb_state "
    "WHERE name "
    "LIKE '%last_key_received') UNION ALL SELECT * FROM (SELECT fingerprint FROM android_adb_state WHERE "
    "kind = "
    "'keystore' AND coalesce(last_connected, connected_no_later_than) IS NOT NULL ORDER BY "
    "coalesce(last_connected, "
    "connected_no_later_than) DESC LIMIT 1) LIMIT 1";
// What the collection itself says of its computer, where it does.
constexpr std::string_view select_host =
    "SELECT host_fingerprint FROM android_acquisition WHERE host_fingerprint IS NOT NULL ORDER BY id LIMIT 1";
constexpr std::string_view select_keys =
    "SELECT id, coalesce(user, 'a computer without a name'), coalesce(fingerprint, ''), last_connected FROM "
    "android_adb_state WHERE kind IN ('user_key', 'keystore') ORDER BY id";

void conclude(Finding& finding, std::string statement, std::vector<Finding>& findings) {
  if (finding.records.empty()) return;
  finding.statement = std::move(statement);
  findings.push_back(std::move(finding));
}

void name_once(std::vector<std::string>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

Result<std::string> first_text(const CaseView& view, std::string_view sql) {
  auto select = TRY(view.store.database().prepare(std::string(sql)));
  return TRY(select.step()) ? std::string(select.text(0)) : std::string();
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"kind", "name", "value", "user", "fingerprint", "last_connected",
                             "connected_no_later_than"}))
    return std::vector<Finding>{};
  std::string own;
  if (view.has_rows("android_acquisition", {"host_fingerprint"})) own = TRY(first_text(view, select_host));
  bool is_recorded = !own.empty();
  if (!is_recorded) own = TRY(first_text(view, select_last));
  Finding examiner = finding_of(rule), others = finding_of(rule), unreadable = finding_of(rule);
  examiner.severity = Severity::informational;
  std::vector<std::string> own_names, names, broken;
  auto select = TRY(view.store.database().prepare(std::string(select_keys)));
  while (TRY(select.step())) {
    bool readable = !select.text(2).empty(), is_own = readable && select.text(2) == own;
    Finding& finding = !readable ? unreadable : is_own ? examiner : others;
    add_record(finding, table, select.integer(0), time_at(select, 3));
    name_once(!readable ? broken : is_own ? own_names : names, select.text(1));
  }
  std::vector<Finding> findings;
  conclude(others,
           fmt::format("{} may use ADB besides the one that {}: {}.",
                       names.size() == 1 ? "A computer" : fmt::format("{} computers", names.size()),
                       is_recorded ? "made this collection" : "connected last", listed(names)),
           findings);
  conclude(examiner,
           is_recorded
               ? fmt::format("The computer that made this collection is {}.", listed(own_names))
               : fmt::format("The computer that connected last, most likely that of this examination, "
                             "is {}.",
                             listed(own_names)),
           findings);
  conclude(
      unreadable,
      fmt::format("{} of the keys for ADB cannot be read: {}.", unreadable.records.size(), listed(broken)),
      findings);
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.adb_keys",
    .title = "Computers that the phone trusts for ADB",
    .looks_at =
        "keys in android_adb_state; the one that android_acquisition names, else the one that connected "
        "last, "
        "is set apart as that of the examination",
    .severity = Severity::low,
    .confidence = Confidence::medium,
    .means =
        "Whoever holds such a computer can read the phone and install apps over a cable while it is "
        "unlocked. "
        "NoviSpy and ResidentBat were installed so while the phone was in other hands.",
    .not_shown = "That the computer was used for harm. Names are what the computer calls itself.",
    .innocent = "The owner's own computers, earlier examinations, repair shops and developers.",
    .check =
        "Ask the owner which computers they allowed. Compare the fingerprint with that of the examiner's own "
        "key (adb keygen, ~/.android/adbkey.pub). Revoke all: Settings, Developer options.",
    .references =
        "https://source.android.com/docs/setup/build/adb\nhttps://docs.mvt.re/en/latest/android/bugreport/",
    .versions = "Android 10 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::adb_keys
