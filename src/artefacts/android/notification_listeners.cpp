#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::notification_listeners {
namespace {

struct Row {
  std::string_view list;
  AppId package;
  std::string_view component;
  std::optional<std::int64_t> user;
  bool is_system;
};

constexpr std::array columns{
    column<&Row::list>("allowed, enabled, live or snoozed."),
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::component>("Its service as printed."),
    column<&Row::user>("Number of the user, where it is printed."),
    column<&Row::is_system>("Whether the dump marks it as the system's own."),
};
constexpr TableSchema schema =
    table<Row>("android_notification_listeners",
               "One row per service that may read notifications, and list that it stands in.", columns);

constexpr std::string_view paths[] = {"dumpsys/notification"};

std::optional<std::int64_t> user_of(std::string_view text) {
  auto number =
      parse_integer(between(text, "(user ", ")").value_or(between(text, "userId=", " ").value_or("")));
  return number ? std::optional(*number) : std::nullopt;
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::string_view list;
  bool inside = false;
  std::size_t indent = 0;
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text == "Notification listeners:") {
      inside = true;
      indent = line->indent;
      list = {};
      continue;
    }
    // The services of the assistant and of do-not-disturb rules follow in blocks of the same look.
    if (inside && !text.empty() && line->indent <= indent) inside = false;
    if (!inside) continue;
    if (text.starts_with("Allowed notification listeners"))
      list = "allowed";
    else if (text.starts_with("All notification listeners"))
      list = "enabled";
    else if (text.starts_with("Live notification listeners"))
      list = "live";
    else if (text.starts_with("Snoozed notification listeners"))
      list = "snoozed";
    else if (list.empty() || text.empty())
      continue;
    else if (list == "allowed" && !text.starts_with("ComponentInfo{")) {
      // "userId=0 value=com.a/.L:com.b/.M"; Android 11 adds other members behind it.
      auto user = dump_integer(text, "userId");
      auto value = text.substr(
          std::min(text.size(), text.find("value=") == std::string_view::npos ? 0 : text.find("value=") + 6));
      value = value.substr(0, value.find(' '));
      while (!value.empty()) {
        auto colon = value.find(':');
        auto one = value.substr(0, colon);
        value = colon == std::string_view::npos ? std::string_view{} : value.substr(colon + 1);
        if (auto component = dump_component(one); component && is_package_name(component->package))
          out.add(at_line(line->number),
                  {.list = list, .package = {component->package}, .component = one, .user = user});
      }
    } else if (text.starts_with("ComponentInfo{")) {
      auto inner = text.substr(14, text.find('}') - 14);
      if (auto component = dump_component(inner))
        out.add(at_line(line->number), {.list = list,
                                        .package = {component->package},
                                        .component = inner,
                                        .user = user_of(text),
                                        .is_system = text.contains(" SYSTEM")});
      else
        out.skip(at_line(line->number), {Fault::malformed, "a listener without its component"});
    } else {
      lines.unknown();
    }
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.notification_listeners",
    .title = "Apps that read notifications",
    .source = "dumpsys notification of Android 5 to 16; android-artifacts.md 5.5",
    .platform = Platform::android,
    .question = Question::permissions,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::notification_listeners
