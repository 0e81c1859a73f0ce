#include <fmt/format.h>

#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::shortcuts {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::int64_t> shortcut_id;
  std::optional<Prose> name;
  std::optional<Time> created;
  std::optional<Time> modified;
  std::optional<Prose> description;
  std::optional<std::int64_t> action_index;
  std::optional<AppId> action;
  std::optional<Json> parameters;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("shortcut, or action: one step of a shortcut."),
    column<&Row::shortcut_id>("Z_PK of the shortcut; for actions of a deleted one the id that it had."),
    column<&Row::name>("Name of the shortcut; NULL when its row is gone."),
    column<&Row::created>("When it was made, UTC by device clock, 1 us steps; NULL for 0 and for actions.")
        .event("shortcut_created"),
    column<&Row::modified>("When it was last changed, as above.").event("shortcut_modified"),
    column<&Row::description>("What it does, in the words of the app."),
    column<&Row::action_index>("Action: its place, from 0."),
    column<&Row::action>("Action: its identifier: is.workflow.actions.downloadurl, .runsshscript and others, "
                         "or one of an app.")
        .relation(Relation::installed),
    column<&Row::parameters>("Action: its parameters as JSON; data as base64.").relation(Relation::installed),
    column<&Row::others>("Shortcut: all other columns that are neither NULL, 0 nor empty, as JSON; blobs as "
                         "base64, the first 64 KiB of each. Action: members beside identifier and "
                         "parameters."),
};
constexpr TableSchema schema =
    table<Row>("ios_shortcuts", "One row per shortcut and per action of it.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/Shortcuts/Shortcuts.sqlite"};

Result<> read_shortcuts(const SqliteView& db, Rows<Row>& out) {
  TRY(db.require("ZSHORTCUT", {"Z_PK", "ZNAME"}));
  auto rows = TRY(NamedRows::open(db, "ZSHORTCUT"));
  auto prose = [&](std::string_view column) {
    auto text = rows.text_or_bytes(column);
    return text && !text->empty() ? std::optional(Prose{*text}) : std::nullopt;
  };
  while (TRY(rows.step())) {
    Row row{.kind = "shortcut",
            .shortcut_id = rows.integer("Z_PK").value_or(rows.rowid()),
            .name = prose("ZNAME"),
            .created = rows.time("ZCREATIONDATE", time_from_cocoa_seconds),
            .modified = rows.time("ZMODIFICATIONDATE", time_from_cocoa_seconds),
            .description = prose("ZACTIONSDESCRIPTION")};
    row.others = rows.others<Json>();
    out.add(at_row("ZSHORTCUT", rows.rowid()), row);
  }
  return {};
}

std::string without_known(PlistValue action) {
  std::string text;
  for (std::size_t i = 0; i < action.size(); ++i) {
    std::string_view key = action.key(i);
    if (key == "WFWorkflowActionIdentifier" || key == "WFWorkflowActionParameters") continue;
    text += fmt::format("{}{}:{}", text.empty() ? "{" : ",", json_string(key), to_json(action.at(i)));
  }
  return text.empty() ? text : text + "}";
}

void add_actions(Bytes data, Row row, const Locator& where, Rows<Row>& out) {
  auto plist = Plist::parse(data);
  if (!plist) return out.skip(where, plist.error());
  PlistValue actions = plist->root();
  if (actions.kind() != PlistKind::array) return out.skip(where, {Fault::malformed, "actions are no array"});
  for (std::size_t i = 0; i < actions.size(); ++i) {
    PlistValue action = actions.at(i);
    Locator place{fmt::format("{} action {}", where.text, i)};
    if (action.kind() != PlistKind::dictionary) {
      out.skip(place, {Fault::malformed, "action is no dictionary"});
      continue;
    }
    auto identifier = action["WFWorkflowActionIdentifier"].string();
    PlistValue given = action["WFWorkflowActionParameters"];
    std::string parameters = to_json(given), others = without_known(action);
    row.action_index = static_cast<std::int64_t>(i);
    row.action = identifier ? std::optional(AppId{*identifier}) : std::nullopt;
    row.parameters = given ? std::optional(Json{parameters}) : std::nullopt;
    row.others = others.empty() ? std::nullopt : std::optional(Json{others});
    out.add(place, row);
  }
}

Result<> read_actions(const SqliteView& db, Rows<Row>& out) {
  if (!db.has_table("ZSHORTCUTACTIONS")) return {};
  TRY(db.require("ZSHORTCUTACTIONS", {"ZSHORTCUT", "ZDATA"}));
  auto names = TRY(SideTable::open(db, "ZSHORTCUT", "Z_PK", {"ZNAME"}));
  auto rows = TRY(NamedRows::open(db, "ZSHORTCUTACTIONS"));
  while (TRY(rows.step())) {
    auto data = rows.blob("ZDATA");
    if (!data || data->empty()) continue;
    Row row{.kind = "action", .shortcut_id = rows.integer("ZSHORTCUT")};
    TRY(names.seek(row.shortcut_id.value_or(0)));
    row.name = names.text<Prose>(0);
    add_actions(*data, row, at_row("ZSHORTCUTACTIONS", rows.rowid()), out);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(read_shortcuts(db, out));
  return read_actions(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.shortcuts",
    .title = "Shortcuts",
    .source = "Shortcuts.sqlite of iOS 13 to 18; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::shortcuts
