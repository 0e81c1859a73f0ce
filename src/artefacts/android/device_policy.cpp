#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::device_policy {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::int64_t> user;
  AppId package;
  std::string_view component;
  std::optional<std::int64_t> uid;
  std::optional<bool> is_test_only;
  std::optional<std::string_view> policies;
};

constexpr std::array columns{
    column<&Row::kind>("device_owner, profile_owner or device_admin."),
    column<&Row::user>("Number of the user."),
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::component>("Its receiver as printed."),
    column<&Row::uid>("Its user id."),
    column<&Row::is_test_only>("Whether it was set for tests, over ADB."),
    column<&Row::policies>("What it may do: wipe-data, reset-password, force-lock and others."),
};
constexpr TableSchema schema = table<Row>(
    "android_device_policy", "One row per app that administers or owns the phone or a profile.", columns);

constexpr std::string_view paths[] = {"dumpsys/device_policy"};

std::optional<std::int64_t> user_in(std::string_view text) {
  auto at = text.find("User ");
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = text.substr(at + 5);
  auto number = parse_integer(trim(rest.substr(0, rest.find_first_of(",):"))));
  return number ? std::optional(*number) : std::nullopt;
}

class Policies {
 public:
  explicit Policies(Rows<Row>& out) : out_(out) {}
  void read(const DumpLine& line) {
    auto text = line.text;
    bool title = text.ends_with(':');
    if (text.starts_with("Device Owner") && title) return begin("device_owner", line, std::nullopt);
    if (text.starts_with("Profile Owner") && title) return begin("profile_owner", line, user_in(text));
    if (text.starts_with("Enabled Device Admins") && title) return begin("device_admin", line, user_in(text));
    if (kind_.empty()) return;
    if (!text.empty() && line.indent <= indent_) return begin({}, line, std::nullopt);
    if (kind_ != "device_admin") return owner(line);
    auto component = dump_component(title ? text.substr(0, text.size() - 1) : std::string_view{});
    if (component && is_package_name(component->package)) {
      finish();
      row_ = {.kind = kind_,
              .user = user_,
              .package = {component->package},
              .component = text.substr(0, text.size() - 1)};
      where_ = line;
      open_ = true;
      in_policies_ = false;
    } else if (open_) {
      admin(line);
    }
  }
  void finish() {
    if (!open_) return;
    if (!policies_.empty()) row_.policies = policies_;
    out_.add(at_line(where_.number), row_);
    open_ = false;
    policies_.clear();
  }

 private:
  void begin(std::string_view kind, const DumpLine& line, std::optional<std::int64_t> user) {
    finish();
    kind_ = kind;
    user_ = user;
    indent_ = line.indent;
  }
  void owner(const DumpLine& line) {
    if (!line.text.starts_with("admin=")) return;
    auto text = line.text.substr(6);
    auto component = dump_component(text);
    if (!component)
      return out_.skip(at_line(line.number), {Fault::malformed, "an owner without its component"});
    out_.add(at_line(line.number),
             {.kind = kind_, .user = user_, .package = {component->package}, .component = text});
  }
  void admin(const DumpLine& line) {
    auto text = line.text;
    if (auto uid = dump_integer(text, "uid")) row_.uid = uid;
    if (auto test = dump_boolean(text, "testOnlyAdmin")) row_.is_test_only = test;
    if (text == "policies:") {
      in_policies_ = true;
      policy_indent_ = line.indent;
    } else if (in_policies_ && line.indent > policy_indent_ && !text.contains('=')) {
      policies_ += (policies_.empty() ? "" : " ") + std::string(text);
    } else {
      in_policies_ = false;
    }
  }
  Rows<Row>& out_;
  Row row_{};
  DumpLine where_{};
  std::string_view kind_;
  std::optional<std::int64_t> user_;
  std::size_t indent_ = 0, policy_indent_ = 0;
  std::string policies_;
  bool open_ = false, in_policies_ = false;
};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  Policies policies(out);
  while (auto line = lines.next()) policies.read(*line);
  policies.finish();
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.device_policy",
    .title = "Device administrators and owners",
    .source = "dumpsys device_policy of Android 5 to 16; android-artifacts.md 5.5",
    .platform = Platform::android,
    .question = Question::permissions,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::device_policy
