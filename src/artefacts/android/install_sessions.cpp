#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::install_sessions {
namespace {

struct Row {
  std::string_view list;
  std::optional<std::int64_t> session;
  std::optional<std::int64_t> user;
  std::optional<AppId> package;
  std::optional<std::string_view> label;
  std::optional<AppId> installer;
  std::optional<AppId> initiating;
  std::optional<AppId> originating;
  std::optional<std::int64_t> installer_uid;
  std::optional<std::int64_t> originating_uid;
  std::optional<Url> originating_uri;
  std::optional<Url> referrer;
  std::optional<FilePath> stage;
  std::optional<std::int64_t> package_source;
  std::optional<std::int64_t> install_reason;
  std::optional<std::string_view> install_flags;
  std::optional<Time> created;
  std::optional<Time> updated;
  std::optional<Time> committed;
  std::optional<std::int64_t> final_status;
  std::optional<std::string_view> final_message;
};

constexpr std::array columns{
    column<&Row::list>("active, finalized, historical or legacy."),
    column<&Row::session>("Its number."),
    column<&Row::user>("Number of the user."),
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::label>("Its name as shown."),
    column<&Row::installer>("Who installed it: com.android.shell for ADB."),
    column<&Row::initiating>("Who asked for it."),
    column<&Row::originating>("Who supplied the file, by the installer's word."),
    column<&Row::installer_uid>("User id of the installer: 2000 for ADB, 0 root."),
    column<&Row::originating_uid>("User id of the supplier."),
    column<&Row::originating_uri>("Where the file came from, by the installer's word."),
    column<&Row::referrer>("What led there, by the installer's word."),
    column<&Row::stage>("Where the file was kept.").relation(Relation::on_disk),
    column<&Row::package_source>("As in android_packages."),
    column<&Row::install_reason>("As in android_package_users."),
    column<&Row::install_flags>("Flags as printed."),
    column<&Row::created>("When it began, UTC by the phone's clock, 1 ms steps.").event("install_session"),
    column<&Row::updated>("When it last changed, the same."),
    column<&Row::committed>("When it was handed over, the same.").event("install_committed"),
    column<&Row::final_status>("1 when it succeeded, else why not, as stored."),
    column<&Row::final_message>("The same in the phone's words."),
};
constexpr TableSchema schema =
    table<Row>("android_install_sessions",
               "One row per session of the installer since the phone started, failed ones too.", columns);

constexpr std::string_view paths[] = {"dumpsys/package"};

constexpr std::pair<std::string_view, std::string_view> lists[] = {
    {"Active install sessions:", "active"},
    {"Finalized install sessions:", "finalized"},
    {"Historical install sessions:", "historical"},
    {"Legacy install sessions:", "legacy"}};

std::optional<std::string_view> known(std::optional<std::string_view> text) {
  return !text || text->empty() || *text == "null" ? std::nullopt : text;
}

template <class Text>
void keep(std::optional<Text>& field, std::optional<std::string_view> text) {
  if (auto value = known(text)) field = Text{*value};
}

void keep(std::optional<std::int64_t>& field, std::optional<std::int64_t> number) {
  if (number) field = number;
}

// 0 and -1 are "not yet".
void keep_time(std::optional<Time>& field, std::optional<std::int64_t> milliseconds) {
  if (milliseconds && *milliseconds > 0) field = time_or_nothing(time_from_unix_ms(*milliseconds));
}

// What runs to the end of the line, or to the next member on it.
std::optional<std::string_view> long_field(std::string_view text, std::string_view key) {
  auto at = text.find(key);
  if (at == std::string_view::npos || text.size() <= at + key.size() || text[at + key.size()] != '=')
    return std::nullopt;
  auto rest = text.substr(at + key.size() + 1);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] != ' ') continue;
    std::size_t end = i + 1;
    while (end < rest.size() && is_alnum(rest[end])) ++end;
    if (end > i + 1 && end < rest.size() && rest[end] == '=') return rest.substr(0, i);
  }
  return rest;
}

void read(std::string_view text, Row& row) {
  keep(row.user, dump_integer(text, "userId"));
  for (const char* key : {"appPackageName", "mPackageName"}) keep(row.package, dump_field(text, key));
  keep(row.label, long_field(text, "appLabel"));
  for (const char* key : {"mOriginalInstallerPackageName", "installerPackageName", "mInstallerPackageName"})
    keep(row.installer, dump_field(text, key));
  for (const char* key : {"installInitiatingPackageName", "mInitiatingPackageName", "initiatingPackageName"})
    keep(row.initiating, dump_field(text, key));
  for (const char* key : {"installOriginatingPackageName", "originatingPackageName"})
    keep(row.originating, dump_field(text, key));
  for (const char* key : {"mOriginalInstallerUid", "installerUid", "mInstallerUid"})
    keep(row.installer_uid, dump_integer(text, key));
  keep(row.originating_uid, dump_integer(text, "originatingUid"));
  keep(row.originating_uri, dump_field(text, "originatingUri"));
  keep(row.referrer, dump_field(text, "referrerUri"));
  keep(row.stage, dump_field(text, "stageDir"));
  keep(row.package_source, dump_integer(text, "packageSource"));
  keep(row.install_reason, dump_integer(text, "installReason"));
  keep(row.install_flags, dump_field(text, "installFlags"));
  keep_time(row.created, dump_integer(text, "createdMillis"));
  keep_time(row.updated, dump_integer(text, "updatedMillis"));
  keep_time(row.committed, dump_integer(text, "committedMillis"));
  for (const char* key : {"mFinalStatus", "mSessionErrorCode"})
    keep(row.final_status, dump_integer(text, key));
  for (const char* key : {"mFinalMessage", "mSessionErrorMessage"})
    keep(row.final_message, long_field(text, key));
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::string_view list;
  while (auto line = lines.next()) {
    if (line->indent == 0 && !line->text.empty()) {
      list = {};
      for (const auto& [title, name] : lists)
        if (line->text == title) list = name;
    }
    if (list.empty() || !line->text.starts_with("Session ")) continue;
    auto number = parse_integer(line->text.substr(8, line->text.find_first_of(": ", 8) - 8));
    if (!number) {
      out.skip(at_line(line->number), {Fault::malformed, "a session without its number"});
      continue;
    }
    Row row{.list = list, .session = *number};
    read(line->text, row);
    for (auto ahead = lines.peek(); ahead && ahead->indent > line->indent; ahead = lines.peek())
      read(lines.next()->text, row);
    out.add(at_line(line->number), row);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.install_sessions",
    .title = "Installations and attempts since the start",
    .source = "dumpsys package of Android 8 to 16; android-artifacts.md 5.4",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::install_sessions
