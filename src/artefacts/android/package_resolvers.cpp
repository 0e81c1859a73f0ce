#include <fmt/format.h>

#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::package_resolvers {
namespace {

struct Row {
  std::string_view resolver;
  std::string_view group;
  std::string_view key;
  AppId package;
  std::string_view component;
  std::string_view class_name;
  std::optional<std::string_view> categories;
  std::optional<std::int64_t> priority;
};

constexpr std::array columns{
    column<&Row::resolver>("activity, receiver, service or provider."),
    column<&Row::group>("What the key is: Non-Data Actions, Schemes, Full MIME Types and others."),
    column<&Row::key>("The action, scheme or type that it answers to."),
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::component>("Its component as printed."),
    column<&Row::class_name>("The component's class, whole."),
    column<&Row::categories>("Categories of the filter, where the dump prints them: LAUNCHER is an icon."),
    column<&Row::priority>("Priority of the filter, where the dump prints it."),
};
constexpr TableSchema schema =
    table<Row>("android_package_resolvers",
               "One row per component and per action, scheme or type that it answers to.", columns);

constexpr std::string_view paths[] = {"dumpsys/package"};

constexpr std::pair<std::string_view, std::string_view> tables[] = {{"Activity Resolver Table:", "activity"},
                                                                    {"Receiver Resolver Table:", "receiver"},
                                                                    {"Service Resolver Table:", "service"},
                                                                    {"Provider Resolver Table:", "provider"}};

// "b928288 com.example/.Name (2 filters)".
std::optional<std::string_view> component_in(std::string_view text) {
  auto identity = text.substr(0, text.find(' '));
  if (identity.empty() || identity.size() == text.size() ||
      identity.find_first_not_of("0123456789abcdef") != std::string_view::npos)
    return std::nullopt;
  auto rest = text.substr(identity.size() + 1);
  auto component = rest.substr(0, rest.find(' '));
  return component.contains('/') ? std::optional(component) : std::nullopt;
}

// What verbose dumps print below an entry.
struct Filter {
  std::string categories;
  std::optional<std::int64_t> priority;
};

Filter read_filter(DumpLines& lines, std::size_t indent) {
  Filter filter;
  for (auto line = lines.peek(); line && line->indent > indent && !component_in(line->text);
       line = lines.peek()) {
    if (line->text.ends_with(':') && !line->text.contains('"')) break;  // a key, wrongly indented
    if (auto category = between(line->text, "Category: \"", "\""))
      filter.categories += (filter.categories.empty() ? "" : " ") + std::string(*category);
    if (auto priority = dump_integer(line->text, "mPriority")) filter.priority = priority;
    (void)lines.next();
  }
  return filter;
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::string_view resolver, group, key;
  while (auto line = lines.next()) {
    if (line->text.empty()) continue;
    if (line->indent == 0) {
      resolver = group = key = {};
      for (const auto& [title, name] : tables)
        if (line->text == title) resolver = name;
      continue;
    }
    if (resolver.empty()) continue;
    if (auto component = component_in(line->text)) {
      auto parts = dump_component(*component);
      Filter filter = read_filter(lines, line->indent);
      if (!parts || key.empty()) {
        out.skip(at_line(line->number), {Fault::malformed, "an entry of a resolver table without its key"});
        continue;
      }
      Row row{.resolver = resolver,
              .group = group,
              .key = key,
              .package = {parts->package},
              .component = *component,
              .class_name = parts->name,
              .priority = filter.priority};
      if (!filter.categories.empty()) row.categories = filter.categories;
      out.add(at_line(line->number), row);
    } else if (line->text.ends_with(':')) {
      // Some dumps print a key with 15 blanks in front: only two blanks make a group.
      auto title = line->text.substr(0, line->text.size() - 1);
      if (line->indent <= 2) {
        group = title;
        key = {};
      } else {
        key = title;
      }
    } else {
      lines.unknown();
    }
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.package_resolvers",
    .title = "Which apps answer to what",
    .source = "dumpsys package of Android 5 to 16; android-artifacts.md 2.7, 2.10",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::package_resolvers
