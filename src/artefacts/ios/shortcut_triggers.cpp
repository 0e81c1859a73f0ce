#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::shortcut_triggers {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::int64_t> trigger_id;
  std::optional<std::int64_t> shortcut_id;
  std::optional<Prose> shortcut_name;
  std::optional<Time> time;
  std::optional<bool> enabled;
  std::optional<bool> should_prompt;
  std::optional<bool> should_notify;
  std::optional<bool> should_recur;
  std::optional<std::int64_t> outcome;
  std::optional<std::string_view> source;
  std::optional<Json> definition;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("trigger: an automation; event: it fired; run: a shortcut ran; permission: the owner "
                       "allowed an action."),
    column<&Row::trigger_id>("Z_PK of the automation."),
    column<&Row::shortcut_id>("The shortcut that it runs: shortcut_id in ios_shortcuts."),
    column<&Row::shortcut_name>("Its name; NULL when its row is gone."),
    column<&Row::time>("When it fired or ran, UTC by device clock, 1 us steps; NULL for 0 and for triggers.")
        .event("shortcut_run"),
    column<&Row::enabled>("Trigger: whether the automation is on."),
    column<&Row::should_prompt>("Trigger: whether it asks before it runs."),
    column<&Row::should_notify>("Trigger: whether it tells that it ran."),
    column<&Row::should_recur>("Trigger: whether it repeats."),
    column<&Row::outcome>("Run: how it ended, as stored."),
    column<&Row::source>("Where the trigger or run came from, as stored."),
    column<&Row::definition>("What fires it, what fired it or what was allowed, as JSON; data as base64."),
    column<&Row::others>(
        "All other columns that are neither NULL, 0 nor empty, as JSON; blobs as base64, the first 64 KiB of "
        "each."),
};
constexpr TableSchema schema =
    table<Row>("ios_shortcut_triggers",
               "One row per automation, per time it fired, and per run of a shortcut.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/Shortcuts/Shortcuts.sqlite"};

// The tables and the columns of each that mean the same.
struct Source {
  std::string_view kind, table, trigger, time, definition;
};
constexpr Source sources[] = {
    {"trigger", "ZTRIGGER", "Z_PK", "", "ZDATA"},
    {"event", "ZTRIGGEREVENT", "ZTRIGGER", "ZDATECREATED", "ZEVENTINFO"},
    {"run", "ZSHORTCUTRUNEVENT", "ZTRIGGER", "ZDATE", ""},
    {"permission", "ZSMARTPROMPTPERMISSION", "", "", "ZDATA"},
};

// A property list becomes JSON; anything else stays among the other columns.
std::string definition_of(NamedRows& rows, std::string_view column, const Locator& where, Rows<Row>& out) {
  auto blob = rows.blob(column);
  if (!blob || blob->empty()) return {};
  if (auto plist = Plist::parse(*blob)) return to_json(plist->root());
  if (as_text(*blob).starts_with("bplist")) out.skip(where, {Fault::malformed, "definition is damaged"});
  rows.give_back(column);
  return {};
}

Result<> read(const SqliteView& db, const Source& source, SideTable& names, Rows<Row>& out) {
  if (!db.has_table(source.table)) return {};
  auto rows = TRY(NamedRows::open(db, source.table));
  while (TRY(rows.step())) {
    Locator where = at_row(source.table, rows.rowid());
    std::string definition = definition_of(rows, source.definition, where, out);
    Row row{.kind = source.kind,
            .trigger_id = rows.integer(source.trigger),
            .shortcut_id = rows.integer("ZSHORTCUT"),
            .time = rows.time(source.time, time_from_cocoa_seconds),
            .enabled = rows.boolean("ZENABLED"),
            .should_prompt = rows.boolean("ZSHOULDPROMPT"),
            .should_notify = rows.boolean("ZSHOULDNOTIFY"),
            .should_recur = rows.boolean("ZSHOULDRECUR"),
            .outcome = rows.integer("ZOUTCOME"),
            .source = rows.text("ZSOURCE")};
    TRY(names.seek(row.shortcut_id.value_or(0)));
    row.shortcut_name = names.text<Prose>(0);
    if (!definition.empty()) row.definition = Json{definition};
    row.others = rows.others<Json>();
    out.add(where, row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZSHORTCUT", {"Z_PK", "ZNAME"}));
  auto names = TRY(SideTable::open(db, "ZSHORTCUT", "Z_PK", {"ZNAME"}));
  for (const Source& source : sources) TRY(read(db, source, names, out));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.shortcut_triggers",
    .title = "Automations and runs of shortcuts",
    .source =
        "Shortcuts.sqlite of iOS 13 to 18, tables ZTRIGGER, ZTRIGGEREVENT, ZSHORTCUTRUNEVENT, "
        "ZSMARTPROMPTPERMISSION; columns as published for macOS; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::shortcut_triggers
