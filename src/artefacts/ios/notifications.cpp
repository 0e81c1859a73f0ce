#include <fmt/format.h>

#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "formats/keyed_archive.h"
#include "records/artefact.h"

namespace bridle::ios::notifications {
namespace {

struct Row {
  std::string_view owner;
  std::optional<Time> time;
  std::optional<Prose> title;
  std::optional<Prose> subtitle;
  std::optional<Prose> message;
  std::optional<std::string_view> identifier;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::owner>(
        "The folder that the notification lies in: bundle identifier of the app, or the identifier that "
        "stands for it since iOS 15."),
    column<&Row::time>("When it was made, UTC by device clock.").event("notification"),
    column<&Row::title>("Its title."),
    column<&Row::subtitle>("Its subtitle."),
    column<&Row::message>("Its text, which can be all that is left of a message."),
    column<&Row::identifier>("Identifier of the notification."),
    column<&Row::others>("Its other texts, numbers and times, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_notifications", "One row per notification that was shown and not yet cleared.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/UserNotifications/*/DeliveredNotifications.plist",
    "/private/var/mobile/Library/UserNotifications/*/PendingNotifications.plist",
    "/private/var/mobile/Library/UserNotificationsServer/*/DeliveredNotifications.plist",
};

constexpr std::size_t most_notifications = 100'000;

std::string_view folder_of(std::string_view path) {
  path = path.substr(0, path.rfind('/'));
  return path.substr(path.rfind('/') + 1);
}

struct Texts {
  std::string title, subtitle, message, identifier, others;
};

// The values of a dictionary of the archive; trees below it are left out.
void read_member(std::string_view key, Resolved value, Row& row, Texts& texts, JsonWriter& json, bool& any) {
  auto text = value.string();
  auto take = [&](std::string& into) { into = std::string(*text); };
  if (key == "AppNotificationCreationDate") {
    row.time = value.date();
  } else if (text && key == "AppNotificationTitle") {
    take(texts.title);
  } else if (text && key == "AppNotificationSubtitle") {
    take(texts.subtitle);
  } else if (text && key == "AppNotificationMessage") {
    take(texts.message);
  } else if (text && key == "AppNotificationIdentifier") {
    take(texts.identifier);
  } else if (text && !text->empty()) {
    json.member(key, text->substr(0, 4096));
    any = true;
  } else if (auto number = value.integer()) {
    json.member(key, *number);
    any = true;
  } else if (auto date = value.date()) {
    json.member(key, to_iso8601(*date));
    any = true;
  }
}

void add(Resolved entry, const Row& of, const Locator& where, Rows<Row>& out) {
  Row row = of;
  Texts texts;
  JsonWriter json(false);
  json.object();
  bool any = false;
  for (std::size_t i = 0; i < entry.size() && json.text().size() < 65'536; ++i)
    if (auto key = entry.key(i).string()) read_member(*key, entry.at(i), row, texts, json, any);
  texts.others = json.end().take();
  if (!texts.title.empty()) row.title = Prose{texts.title};
  if (!texts.subtitle.empty()) row.subtitle = Prose{texts.subtitle};
  if (!texts.message.empty()) row.message = Prose{texts.message};
  if (!texts.identifier.empty()) row.identifier = texts.identifier;
  if (any) row.others = Json{texts.others};
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto archive = TRY(KeyedArchive::open(*TRY(in.plist())));
  Resolved root = archive.root();
  Row of{.owner = folder_of(in.entry().path)};
  if (root.is_a("NSDictionary")) {
    bool is_one = static_cast<bool>(root.find("AppNotificationCreationDate"));
    if (is_one) {
      add(root, of, at_key("root"), out);
      return {};
    }
  }
  for (std::size_t i = 0; i < root.size(); ++i) {
    Locator where = at_key(fmt::format("root[{}]", i));
    if (i == most_notifications) {
      out.skip(where, {Fault::limit, "more notifications than are read"});
      break;
    }
    Resolved entry = root.at(i);
    if (entry.is_a("NSDictionary"))
      add(entry, of, where, out);
    else
      out.skip(where, {Fault::malformed, "notification is no dictionary"});
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.notifications",
    .title = "Notifications that were shown",
    .source = "DeliveredNotifications.plist of iOS 12 to 18; ios-artifacts.md 4.15",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::notifications
