#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::accessibility {
namespace {

struct Row {
  std::string_view list;
  std::optional<std::int64_t> user;
  AppId package;
  std::string_view service;
  std::string_view class_name;
  std::optional<std::string_view> label;
  std::optional<std::int64_t> capabilities;
};

constexpr std::array columns{
    column<&Row::list>("installed (Samsung's form only), enabled, bound, binding or crashed."),
    column<&Row::user>("Number of the user."),
    column<&Row::package>("The app; \"\" for a bound service, of which the dump prints the label only.")
        .relation(Relation::installed),
    column<&Row::service>("The service as printed: package and class."),
    column<&Row::class_name>("Its class, whole."),
    column<&Row::label>("Name shown to the owner, of bound services."),
    column<&Row::capabilities>(
        "What a bound service may do, as bits: 1 reads windows, 2 touch exploration, 8 keys, 16 "
        "magnification, 32 gestures, 128 screenshots."),
};
constexpr TableSchema schema =
    table<Row>("android_accessibility",
               "One row per accessibility service and state: installed is not enabled.", columns);

constexpr std::string_view paths[] = {"dumpsys/accessibility"};

constexpr std::pair<std::string_view, std::string_view> lists[] = {{"installed services:", "installed"},
                                                                   {"enabled services:", "enabled"},
                                                                   {"binding services:", "binding"},
                                                                   {"bound services:", "bound"},
                                                                   {"crashed services:", "crashed"}};

struct State {
  std::optional<std::int64_t> user;
  std::string_view list;  // whose members follow, one a line
};

void add_component(Rows<Row>& out, const DumpLine& line, const State& state, std::string_view list,
                   std::string_view text) {
  auto component = dump_component(text);
  if (!component || !is_package_name(component->package))
    return out.skip(at_line(line.number),
                    {Fault::malformed, "an accessibility service without package and class"});
  out.add(at_line(line.number), {.list = list,
                                 .user = state.user,
                                 .package = {component->package},
                                 .service = text,
                                 .class_name = component->name});
}

// "Service[label=Name, feedbackType[A, B], capabilities=11, …]".
void add_bound(Rows<Row>& out, const DumpLine& line, const State& state) {
  auto text = line.text;
  for (auto at = text.find("Service[label="); at != std::string_view::npos;
       at = text.find("Service[label=")) {
    text = text.substr(at + 14);
    auto label = text.substr(0, text.find(", feedbackType"));
    Row row{.list = "bound", .user = state.user, .package = {""}, .label = label};
    row.capabilities = dump_integer(text, "capabilities");
    out.add(at_line(line.number), row);
  }
}

// The one-line form: every innermost "{…}" of "{{a/b}, {c/d}}".
void add_inline(Rows<Row>& out, const DumpLine& line, const State& state, std::string_view list,
                std::string_view rest) {
  if (list == "bound") return add_bound(out, line, state);
  while (auto open = rest.find('{') + 1) {
    rest = rest.substr(open);
    auto end = rest.find_first_of("{}");
    if (end == std::string_view::npos) return;
    if (rest[end] == '{' || trim(rest.substr(0, end)).empty()) continue;
    add_component(out, line, state, list, trim(rest.substr(0, end)));
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  State state;
  while (auto line = lines.next()) {
    if (line->text.contains("attributes:{id=")) {
      auto user = dump_integer(line->text, "id");
      state = {user, {}};
      continue;
    }
    if (line->text.starts_with('}')) state.list = {};
    bool opened = false;
    for (const auto& [title, name] : lists) {
      if (!to_lower_ascii(line->text.substr(0, title.size())).starts_with(title)) continue;
      auto rest = trim(line->text.substr(title.size()));
      opened = true;
      state.list = rest == "{" ? name : std::string_view{};
      if (rest != "{") add_inline(out, *line, state, name, rest);
      // Several bound services stand on lines of their own.
      if (name == "bound" && !rest.ends_with('}') && rest != "{") state.list = name;
    }
    if (opened || state.list.empty() || line->text.empty() || line->text == "}") continue;
    if (line->text.starts_with("Service[")) {
      add_bound(out, *line, state);
      if (line->text.ends_with("}")) state.list = {};
      continue;
    }
    // "0 : com.example/.Service".
    auto colon = line->text.find(" : ");
    if (colon == std::string_view::npos)
      out.skip(at_line(line->number), {Fault::malformed, "a line of a list of services without its number"});
    else
      add_component(out, *line, state, state.list, trim(line->text.substr(colon + 3)));
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.accessibility",
    .title = "Accessibility services",
    .source = "dumpsys accessibility of Android 8 to 16, Samsung's form too; android-artifacts.md 2.1",
    .platform = Platform::android,
    .question = Question::permissions,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::accessibility
