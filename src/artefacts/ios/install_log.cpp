#include <fmt/format.h>

#include "base/local_text.h"
#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::install_log {
namespace {

struct Row {
  std::string_view log;
  std::string_view event;
  std::optional<Time> time;
  std::string_view time_local;
  std::optional<AppId> bundle_id;
  std::optional<FilePath> path;
  std::optional<std::int64_t> pid;
  std::optional<std::string_view> level;
  Prose text;
};

constexpr std::array columns{
    column<&Row::log>("Which log: mobile_installation, mobile_installation_helper, containermanagerd or "
                      "mobileactivationd."),
    column<&Row::event>(
        "installed, made_live, data_container, destroyed, uninstalled, update_by_patch, rebooted, upgraded, "
        "started, activation_state; other for lines of another kind."),
    column<&Row::time>("When, UTC, by the zone that the evidence shows to have been in force then (table "
                       "time_zone of the case); NULL when it does not tell.")
        .event("install_log"),
    column<&Row::time_local>("The same by the device's wall clock, as written."),
    column<&Row::bundle_id>("Bundle identifier that the line speaks of.").relation(Relation::installed),
    column<&Row::path>("Path that the line speaks of.").relation(Relation::on_disk),
    column<&Row::pid>("Process id of the writer."),
    column<&Row::level>("Level of the line: notice, err and others."),
    column<&Row::text>("The line behind its head."),
};
constexpr TableSchema schema = table<Row>(
    "ios_install_log", "One row per line of the logs of installation, containers and activation.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Shared/SystemGroup/*/Library/Logs/mobile_installation_helper.log*",
    "/private/var/installd/Library/Logs/MobileInstallation/mobile_installation*.log*",
    "/private/var/mobile/Library/Logs/MobileInstallation/mobile_installation*.log*",
    "/private/var/root/Library/Logs/MobileContainerManager/containermanagerd.log*",
    "/private/var/mobile/Library/Logs/MobileContainerManager/containermanagerd.log*",
    "/private/var/mobile/Library/Logs/mobileactivationd/mobileactivationd.log*",
    "sysdiagnose/logs/MobileInstallation/mobile_installation*.log*",
    "sysdiagnose/logs/MobileContainerManager/containermanagerd.log*",
    "sysdiagnose/logs/MobileActivation/mobileactivationd.log*",
};

struct Head {
  LocalTime time;
  std::string_view rest;
  std::optional<std::string_view> level;
  std::optional<std::int64_t> pid;
};

// "Wed Oct 13 07:57:42 2021 [262] <notice> (0x16f52f000) -[Class method]: text"; the brackets may be missing.
std::optional<Head> parse_head(std::string_view line) {
  if (line.size() < 25) return std::nullopt;
  auto time = parse_calendar_time(line.substr(0, 24));
  if (!time) return std::nullopt;
  Head head{.time = *time, .rest = trim(line.substr(24)), .level = {}, .pid = {}};
  for (bool more = true; more && !head.rest.empty();) {
    more = false;
    for (std::string_view brackets : {"[]", "<>", "()"}) {
      if (head.rest.front() != brackets[0]) continue;
      auto end = head.rest.find(brackets[1]);
      if (end == std::string_view::npos) break;
      std::string_view inside = head.rest.substr(1, end - 1);
      if (brackets == "[]") {
        auto pid = parse_integer(inside);
        if (!pid) break;  // the class of a method
        head.pid = *pid;
      }
      if (brackets == "<>") head.level = inside;
      head.rest = trim(head.rest.substr(end + 1));
      more = true;
      break;
    }
  }
  return head;
}

struct Marker {
  std::string_view text, event, before, after;  // what stands around the bundle identifier
};
constexpr Marker markers[] = {
    {"Install Successful for", "installed", ":", ")"},
    {"Made container live for", "made_live", "Made container live for ", " at "},
    {"Data container for", "data_container", "Data container for ", " is now at "},
    {"Destroying container with identifier", "destroyed", "with identifier ", " at "},
    {"Destroying container", "destroyed", "", ""},
    {"Uninstalling identifier", "uninstalled", "Uninstalling identifier ", ""},
    {"Attempting Delta patch update of", "update_by_patch", "update of ", " from "},
    {"Attempting Delta patch update", "update_by_patch", "", ""},
    {"Reboot detected", "rebooted", "", ""},
    {"pgrade from ", "upgraded", "", ""},
    {"Activation State:", "activation_state", "", ""},
    {"Removing group container [", "destroyed", "group container [", "]"},
    {"containermanagerd performing first boot initialization", "rebooted", "", ""},
    {"____________________ Mobile Activation Startup", "started", "", ""},
    {"Mobile Activation Startup", "started", "", ""},
};

std::string_view until_blank(std::string_view text) {
  return text.substr(0, text.find_first_of(" ,\t"));
}

void use_marker(const Marker& marker, std::string_view text, Row& row) {
  row.event = marker.event;
  std::string_view rest = text.substr(text.find(marker.text));
  if (!marker.before.empty()) {
    auto at = rest.find(marker.before);
    if (at != std::string_view::npos) {
      std::string_view id = rest.substr(at + marker.before.size());
      if (!marker.after.empty()) id = id.substr(0, id.find(marker.after));
      id = until_blank(trim(id));
      if (!id.empty()) row.bundle_id = AppId{id};
    }
  }
  if (auto at = rest.find(" at /"); at != std::string_view::npos)
    row.path = FilePath{trim(rest.substr(at + 4))};
}

std::string_view log_of(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.find('.'));
}

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::int64_t known = 0, others = 0;
  while (auto line = lines.next()) {
    auto head = parse_head(line->text);
    if (!head) {
      others += !trim(line->text).empty();
      continue;
    }
    ++known;
    std::string local = in_iso8601(head->time);
    Row row{.log = log_of(in.entry().path),
            .event = "other",
            .time = in.entry().clock.to_utc(head->time),
            .time_local = local,
            .pid = head->pid,
            .level = head->level,
            .text = Prose{head->rest}};
    for (const Marker& marker : markers) {
      if (!head->rest.contains(marker.text)) continue;
      use_marker(marker, head->rest, row);
      break;
    }
    out.add(at_line(line->number), row);
  }
  if (known == 0 && others > 0)
    return fail(Fault::unsupported, "no line of an installation log in this file");
  if (others > 0) in.note(fmt::format("lines without a time, which continue others: {}", others));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.install_log",
    .title = "Logs of installation, containers and activation",
    .source =
        "mobile_installation, containermanagerd and mobileactivationd logs of iOS 9 to 18; ios-artifacts.md "
        "4.10, "
        "4.11, 4.13",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::install_log
