#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::dropbox {
namespace {

struct Row {
  std::string_view tag;
  std::string_view time_local;
  std::optional<Time> time;
  std::optional<std::int64_t> size;
  std::optional<std::string_view> form;
  std::optional<ProcessName> process;
  std::optional<std::string_view> preview;
};

constexpr std::array columns{
    column<&Row::tag>(
        "What it is: data_app_crash, data_app_native_crash, SYSTEM_TOMBSTONE, SYSTEM_BOOT and others."),
    column<&Row::time_local>("When it was stored, by the phone's wall clock, 1 s steps."),
    column<&Row::time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("dropbox_entry"),
    column<&Row::size>("Size in bytes; NULL when the content is gone."),
    column<&Row::form>("text, compressed text or data."),
    column<&Row::process>("The process, where the preview names it.").relation(Relation::executed),
    column<&Row::preview>("Its begin, shortened by the phone."),
};
constexpr TableSchema schema =
    table<Row>("android_dropbox", "One row per entry that the phone keeps of crashes and starts.", columns);

constexpr std::string_view paths[] = {"dumpsys/dropbox"};

// "2024-03-21 10:00:00 data_app_crash (compressed text, 1234 bytes)".
bool is_entry(const DumpLine& line) {
  return line.text.size() > 20 && line.text[4] == '-' && line.text[13] == ':' && line.text[19] == ' ' &&
         parse_local_time(line.text.substr(0, 19));
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  while (auto line = lines.next()) {
    if (!is_entry(*line)) continue;
    auto rest = line->text.substr(20);
    Row row{.tag = rest.substr(0, rest.find(' ')), .time_local = line->text.substr(0, 19)};
    row.time = in.device_time(row.time_local);
    if (auto brackets = between(rest, "(", ")")) {
      auto comma = brackets->find(", ");
      row.form = brackets->substr(0, comma);
      if (comma != std::string_view::npos) {
        auto size = parse_integer(brackets->substr(comma + 2, brackets->find(" byte") - comma - 2));
        if (size) row.size = *size;
      }
    }
    if (auto ahead = lines.peek(); ahead && !ahead->text.empty() && !is_entry(*ahead)) {
      row.preview = lines.next()->text;
      if (auto process = between(*row.preview, "Process: ", "/"); process && process->size() < 256)
        row.process = ProcessName{*process};
    }
    out.add(at_line(line->number), row);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.dropbox",
    .title = "Entries of the crash store",
    .source = "dumpsys dropbox of Android 2.2 to 16; android-artifacts.md 5.7",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::dropbox
