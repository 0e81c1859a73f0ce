#include <fmt/format.h>
#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "formats/intrusion_log.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::security_events {
namespace {

struct Row {
  std::optional<Time> time;
  std::string_view event;
  std::optional<std::int64_t> tag;
  std::optional<AppId> package;
  std::optional<ProcessName> process;
  std::optional<FilePath> path;
  std::optional<Sha256Text> sha256;
  std::optional<std::string_view> command;
  std::optional<bool> success;
  std::optional<std::int64_t> uid;
  std::optional<std::string_view> subject;
  std::optional<std::int64_t> event_id;
  std::string_view stored;
};

constexpr std::array columns{
    column<&Row::time>("When it happened, UTC by the phone's clock, 1 ns steps.").event("security_event"),
    column<&Row::event>("Name of the event: app_process_start, adb_shell_cmd, package_installed, "
                        "cert_authority_installed and "
                        "others; tag_N for an unknown number; unknown types as they stand."),
    column<&Row::tag>("Android's number of it, where it is stored."),
    column<&Row::package>("The app that was installed, updated, removed or started, or that set a policy.")
        .relation(Relation::installed),
    column<&Row::process>("The process that started.").relation(Relation::executed),
    column<&Row::path>("The file that was pushed, pulled or mounted.").relation(Relation::on_disk),
    column<&Row::sha256>("SHA-256 of the started app's file, where it is stored.")
        .relation(Relation::executed),
    column<&Row::command>("The command that was given over ADB."),
    column<&Row::success>("Whether it succeeded."),
    column<&Row::uid>("The user id."),
    column<&Row::subject>("The certificate's subject, or the reason of a failure."),
    column<&Row::event_id>("Number of the event; starts anew when the phone does."),
    column<&Row::stored>("The event as stored."),
};
constexpr TableSchema schema =
    table<Row>("android_security_events", "One row per event that the phone's security log keeps.", columns);

constexpr std::string_view paths[] = {"intrusion_log/**"};

using Element = simdjson::dom::element;

// Tags from 210001 on. Source: AOSP SecurityLogTags.
constexpr std::string_view tags[] = {"adb_shell_interactive",
                                     "adb_shell_cmd",
                                     "adb_sync_recv_file",
                                     "adb_sync_send_file",
                                     "app_process_start",
                                     "keyguard_dismissed",
                                     "keyguard_dismiss_auth_attempt",
                                     "keyguard_secured",
                                     "os_startup",
                                     "os_shutdown",
                                     "logging_started",
                                     "logging_stopped",
                                     "media_mount",
                                     "media_unmount",
                                     "log_buffer_size_critical",
                                     "password_expiration_set",
                                     "password_complexity_set",
                                     "password_history_length_set",
                                     "max_screen_lock_timeout_set",
                                     "max_password_attempts_set",
                                     "keyguard_disabled_features_set",
                                     "remote_lock",
                                     "wipe_failure",
                                     "key_generated",
                                     "key_import",
                                     "key_destruction",
                                     "user_restriction_added",
                                     "user_restriction_removed",
                                     "cert_authority_installed",
                                     "cert_authority_removed",
                                     "crypto_self_test_completed",
                                     "key_integrity_violation",
                                     "cert_validation_failure",
                                     "camera_policy_set",
                                     "password_complexity_required",
                                     "password_changed",
                                     "wifi_connection",
                                     "wifi_disconnection",
                                     "bluetooth_connection",
                                     "bluetooth_disconnection",
                                     "package_installed",
                                     "package_updated",
                                     "package_uninstalled",
                                     "backup_service_toggled",
                                     "nfc_enabled",
                                     "nfc_disabled"};

// The app that a command names: "pm grant com.a …", "am start -n com.a/.Main".
std::optional<AppId> package_in(std::string_view command) {
  while (!command.empty()) {
    auto word = command.substr(0, command.find_first_of(" '\"/;|"));
    command.remove_prefix(std::min(command.size(), word.size() + 1));
    bool is_file = word.ends_with(".apk") || word.ends_with(".sh") || word.ends_with(".so");
    if (word.contains('.') && is_package_name(word) && !is_file && !word.starts_with("android.permission."))
      return AppId{word};
  }
  return std::nullopt;
}

void read_payload(std::string_view event, Element payload, Row& row) {
  bool truth = false;
  std::int64_t number = 0;
  if (payload["success"].get(truth) == simdjson::SUCCESS) row.success = truth;
  if (payload["success"].get(number) == simdjson::SUCCESS) row.success = number != 0;
  if (payload["uid"].get(number) == simdjson::SUCCESS) row.uid = number;
  for (const char* key : {"package_name", "admin_package"})
    if (auto text = json_text(payload, key)) row.package = AppId{*text};
  if (auto text = json_text(payload, "process")) row.process = ProcessName{*text};
  for (const char* key : {"path", "mount_point"})
    if (auto text = json_text(payload, key)) row.path = FilePath{*text};
  for (const char* key : {"sha256", "apk_sha256", "apk_hash"})
    if (auto text = json_text(payload, key)) row.sha256 = Sha256Text{*text};
  row.command = json_text(payload, "command");
  if (row.command && !row.package) row.package = package_in(*row.command);
  for (const char* key : {"subject", "reason"})
    if (auto text = json_text(payload, key)) row.subject = text;
  std::string_view bare;
  if (payload.get(bare) == simdjson::SUCCESS) row.subject = bare;
  if (event == "crypto_self_test_completed" && payload.get(number) == simdjson::SUCCESS)
    row.success = number == 1;
}

// The documented shape: "tag" and "data" with the values in AOSP's order.
void read_tagged(std::string_view event, simdjson::dom::array data, Row& row) {
  std::vector<std::string_view> texts;
  std::int64_t number = 0;
  std::optional<std::int64_t> first;
  for (Element value : data) {
    std::string_view text;
    texts.push_back(value.get(text) == simdjson::SUCCESS ? text : std::string_view{});
    if (!first && value.get(number) == simdjson::SUCCESS) first = number;
  }
  if (texts.empty()) return;
  if (event == "app_process_start") {
    row.process = ProcessName{texts[0]};
    if (texts.size() > 5 && texts[5].size() == 64) row.sha256 = Sha256Text{texts[5]};
  } else if (event == "adb_shell_cmd") {
    row.command = texts[0];
    row.package = package_in(texts[0]);
  } else if (event.starts_with("adb_sync") || event.starts_with("media_")) {
    row.path = FilePath{texts[0]};
  } else if (event.starts_with("package_")) {
    row.package = AppId{texts[0]};
  } else if (event.starts_with("cert_authority") && texts.size() > 1) {
    row.subject = texts[1];
  } else if (event == "cert_validation_failure") {
    row.subject = texts[0];
  }
  if (first &&
      (event.starts_with("cert_authority") || event.starts_with("crypto") || event.starts_with("key_")))
    row.success = *first != 0;
}

void add(Rows<Row>& out, const Locator& where, Element event) {
  std::string stored = simdjson::minify(event), unknown;
  Row row{.stored = stored};
  std::int64_t number = 0;
  simdjson::dom::object members;
  if (event.get(members) != simdjson::SUCCESS)
    return out.skip(where, {Fault::malformed, "a security event that is no object"});
  if (event["event_time"].get(number) == simdjson::SUCCESS) row.time = Time{number};
  row.event_id = json_integer(event, "event_id");
  if (event["tag"].get(number) == simdjson::SUCCESS) {
    row.tag = number;
    bool known = number > 210'000 && number <= 210'000 + std::ssize(tags);
    unknown = fmt::format("tag_{}", number);
    row.event = known ? tags[static_cast<std::size_t>(number - 210'001)] : std::string_view(unknown);
    simdjson::dom::array data;
    if (event["data"].get(data) == simdjson::SUCCESS) read_tagged(row.event, data, row);
  }
  for (auto [key, payload] : members) {
    if (!row.event.empty() || key == "event_id" || key == "event_time" || key == "event_type" ||
        key == "timestamp")
      continue;
    row.event = key;
    read_payload(key, payload, row);
  }
  if (row.event.empty()) return out.skip(where, {Fault::malformed, "a security event without its type"});
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto take = [&](std::int64_t line, std::string_view kind, Element event) {
    if (kind == "security_event") add(out, at_line(line), event);
  };
  read_intrusion_log(
      TRY(in.text()), in.first_line(), "",
      {.event = take, .skip = [&](std::int64_t line, const Error& why) { out.skip(at_line(line), why); }});
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.security_events",
    .title = "Security events",
    .source = "intrusion logs of Android 16; android-artifacts.md 1.6, 2.20.3",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::security_events
