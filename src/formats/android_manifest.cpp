#include "formats/android_manifest.h"

#include <algorithm>

#include "formats/axml.h"

namespace bridle {
namespace {

constexpr std::size_t most_components = 20'000, most_permissions = 10'000, most_filters = 1000;

// Android's numbers of attributes (R.attr). They count, and not the names, which packers overwrite.
enum Attribute : std::uint32_t {
  name = 0x01010003,
  permission = 0x01010006,
  shared_user = 0x0101000B,
  enabled = 0x0101000E,
  debuggable = 0x0101000F,
  exported = 0x01010010,
  process = 0x01010011,
  min_sdk = 0x0101020C,
  version_code = 0x0101021B,
  version_name = 0x0101021C,
  target_sdk = 0x01010270,
  test_only = 0x01010272
};

std::optional<std::string> text_of(const AxmlEvent& event, std::uint32_t number, std::string_view called) {
  const AxmlAttribute* found = event.attribute(number, called);
  if (found == nullptr || found->text.empty()) return std::nullopt;
  return found->text;
}

std::optional<std::int64_t> number_of(const AxmlEvent& event, std::uint32_t number, std::string_view called) {
  const AxmlAttribute* found = event.attribute(number, called);
  if (found == nullptr || (found->type != 16 && found->type != 17)) return std::nullopt;
  return static_cast<std::int32_t>(found->data);
}

std::optional<bool> truth_of(const AxmlEvent& event, std::uint32_t number, std::string_view called) {
  const AxmlAttribute* found = event.attribute(number, called);
  if (found == nullptr || found->type != 18) return std::nullopt;
  return found->data != 0;
}

bool is_component(std::string_view element) {
  return element == "activity" || element == "activity-alias" || element == "service" ||
         element == "receiver" || element == "provider";
}

struct Role {
  std::string_view word, sign;
};
constexpr Role by_permission[] = {
    {"accessibility", "android.permission.BIND_ACCESSIBILITY_SERVICE"},
    {"notification_listener", "android.permission.BIND_NOTIFICATION_LISTENER_SERVICE"},
    {"device_admin", "android.permission.BIND_DEVICE_ADMIN"},
    {"vpn", "android.permission.BIND_VPN_SERVICE"},
    {"input_method", "android.permission.BIND_INPUT_METHOD"},
    {"call_screening", "android.permission.BIND_SCREENING_SERVICE"},
    {"calls", "android.permission.BIND_INCALL_SERVICE"},
    {"autofill", "android.permission.BIND_AUTOFILL_SERVICE"},
};
constexpr Role by_action[] = {
    {"accessibility", "android.accessibilityservice.AccessibilityService"},
    {"notification_listener", "android.service.notification.NotificationListenerService"},
    {"device_admin", "android.app.action.DEVICE_ADMIN_ENABLED"},
    {"vpn", "android.net.VpnService"},
    {"boot", "android.intent.action.BOOT_COMPLETED"},
    {"boot", "android.intent.action.LOCKED_BOOT_COMPLETED"},
    {"boot", "android.intent.action.QUICKBOOT_POWERON"},
    {"sms", "android.provider.Telephony.SMS_RECEIVED"},
    {"sms", "android.provider.Telephony.SMS_DELIVER"},
    {"sms", "android.provider.Telephony.WAP_PUSH_DELIVER"},
    {"sms", "android.intent.action.DATA_SMS_RECEIVED"},
    {"calls", "android.intent.action.NEW_OUTGOING_CALL"},
    {"calls", "android.intent.action.PHONE_STATE"},
    {"dial_code", "android.provider.Telephony.SECRET_CODE"},
};

void add_new(std::vector<std::string>& texts, std::string text) {
  if (texts.size() < most_filters && std::ranges::find(texts, text) == texts.end())
    texts.push_back(std::move(text));
}

class Reader {
 public:
  explicit Reader(AndroidManifest& out) : out_(out) {}

  void start(const AxmlEvent& event) {
    if (event.name == "manifest" && event.depth == 1) return manifest(event);
    if (event.name == "uses-sdk") {
      if (!out_.min_sdk) out_.min_sdk = number_of(event, min_sdk, "minSdkVersion");
      if (!out_.target_sdk) out_.target_sdk = number_of(event, target_sdk, "targetSdkVersion");
    }
    if (event.name == "application") {
      out_.has_application = true;
      out_.is_debuggable = truth_of(event, debuggable, "debuggable").value_or(false);
      out_.is_test_only = truth_of(event, test_only, "testOnly").value_or(false);
    }
    bool asks = event.name == "uses-permission" || event.name == "uses-permission-sdk-23";
    if ((asks || event.name == "permission") && out_.permissions.size() < most_permissions)
      if (auto text = text_of(event, name, "name"))
        out_.permissions.push_back({event.name, std::move(*text), event.offset});
    if (is_component(event.name)) component(event);
    if (open_ == 0 || out_.components.empty()) return;
    if (event.name == "action")
      if (auto text = text_of(event, name, "name")) add_new(out_.components.back().actions, *text);
    if (event.name == "category")
      if (auto text = text_of(event, name, "name")) add_new(out_.components.back().categories, *text);
  }
  void end(const AxmlEvent& event) {
    if (event.depth == open_) open_ = 0;
  }

 private:
  void manifest(const AxmlEvent& event) {
    out_.package = text_of(event, 0, "package");
    out_.split = text_of(event, 0, "split");
    out_.shared_user = text_of(event, shared_user, "sharedUserId");
    out_.version_name = text_of(event, version_name, "versionName");
    out_.version_code = number_of(event, version_code, "versionCode");
  }
  void component(const AxmlEvent& event) {
    if (out_.components.size() >= most_components) {
      out_.rest = Error{Fault::limit, "the manifest has more components than are read"};
      open_ = 0;
      return;
    }
    AndroidComponent one;
    one.kind = event.name;
    one.name = text_of(event, name, "name").value_or("");
    if (one.name.starts_with('.') || (!one.name.empty() && !one.name.contains('.')))
      one.name = out_.package.value_or("") + (one.name.starts_with('.') ? "" : ".") + one.name;
    one.permission = text_of(event, permission, "permission");
    one.process = text_of(event, process, "process");
    one.is_exported = truth_of(event, exported, "exported");
    one.is_enabled = truth_of(event, enabled, "enabled").value_or(true);
    one.offset = event.offset;
    out_.components.push_back(std::move(one));
    open_ = event.depth;
  }

  AndroidManifest& out_;
  int open_ = 0;  // depth of the component that is being read
};

}  // namespace

std::string AndroidComponent::roles() const {
  std::vector<std::string> words;
  for (const Role& role : by_permission)
    if (permission == role.sign) add_new(words, std::string(role.word));
  for (const Role& role : by_action)
    if (std::ranges::find(actions, role.sign) != actions.end()) add_new(words, std::string(role.word));
  bool is_main = std::ranges::find(actions, "android.intent.action.MAIN") != actions.end();
  auto has = [&](std::string_view category) {
    return std::ranges::find(categories, category) != categories.end();
  };
  if (is_main &&
      (has("android.intent.category.LAUNCHER") || has("android.intent.category.LEANBACK_LAUNCHER")))
    add_new(words, "launcher");
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

bool AndroidManifest::has_launcher() const {
  return std::ranges::any_of(components, [](const AndroidComponent& each) {
    return each.is_enabled && each.roles().contains("launcher");
  });
}

Result<AndroidManifest> read_android_manifest(Bytes bytes) {
  auto xml = TRY(AxmlReader::open(bytes));
  AndroidManifest manifest;
  Reader reader(manifest);
  for (;;) {
    auto event = xml.next();
    if (!event) manifest.rest = event.error();
    if (!event || !*event) break;
    (*event)->is_start ? reader.start(**event) : reader.end(**event);
  }
  manifest.oddities = xml.oddities();
  return manifest;
}

}  // namespace bridle
