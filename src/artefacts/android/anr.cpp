#include <fmt/format.h>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::anr {
namespace {

struct Row {
  std::optional<ProcessName> process;
  std::optional<std::int64_t> pid;
  std::optional<std::string_view> subject;
  std::optional<std::string_view> time_local;
  std::optional<Time> time;
  std::int64_t threads;
  std::string_view file_name;
};

constexpr std::array columns{
    column<&Row::process>("The process, by its command line.").relation(Relation::executed),
    column<&Row::pid>("Process id."),
    column<&Row::subject>("Why it counts as not answering."),
    column<&Row::time_local>("When its threads were written down, by the phone's wall clock."),
    column<&Row::time>("The same in UTC, by an offset in the text or the zone that the evidence names; NULL "
                       "when neither is there.")
        .event("app_not_answering"),
    column<&Row::threads>("How many threads the file lists for it."),
    column<&Row::file_name>("Name of the file."),
};
constexpr TableSchema schema =
    table<Row>("android_anr", "One row per process in a file of threads.", columns);

constexpr std::string_view paths[] = {"bugreport/FS/data/anr/*", "androidqf/logs/data/anr/*"};

// "2024-03-21 10:00:00.123456789+0100", in older ones without the last two parts.
void set_time(const Input& in, std::string_view text, Row& row) {
  auto sign = text.find_last_of("+-");
  bool has_offset = sign != std::string_view::npos && sign >= 19;
  auto local = text.substr(0, has_offset ? sign : std::string_view::npos);
  auto moment = parse_local_time(local);
  if (!moment) return;
  row.time_local = local;
  row.time = in.device_time(local);
  auto hours = has_offset ? parse_integer(text.substr(sign + 1, 2)) : fail(Fault::absent, "no offset");
  auto minutes = has_offset ? parse_integer(text.substr(std::min(text.size(), sign + 3)))
                            : fail(Fault::absent, "no offset");
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return;
  std::int64_t east = (*hours * 60 + *minutes) * 60 * (text[sign] == '-' ? -1 : 1);
  row.time = DeviceClock{.utc_offset_seconds = static_cast<std::int32_t>(east)}.to_utc(*moment);
}

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::string_view path = in.entry().path;
  std::optional<Row> open;
  std::optional<std::string_view> subject;
  std::int64_t where = 0, found = 0;
  auto finish = [&] {
    if (open) out.add(at_line(where), *open);
    found += open ? 1 : 0;
    open.reset();
  };
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text.starts_with("Subject: ")) subject = text.substr(9);
    auto at = text.find(" at ");
    if (text.starts_with("----- ") && text.contains("pid") && at != std::string_view::npos) {
      finish();
      open = Row{.subject = subject, .file_name = path.substr(path.rfind('/') + 1)};
      where = line->number;
      // "----- pid 7 at …", "----- Waiting Channels: pid 7 at …", "----- dumping pid: 7 at …".
      auto number = text.substr(0, at);
      if (auto pid = parse_integer(number.substr(number.rfind(' ') + 1))) open->pid = *pid;
      auto time = text.substr(at + 4);
      set_time(in, time.substr(0, time.find(" -----")), *open);
    } else if (text.starts_with("----- end ")) {
      finish();
    } else if (open && text.starts_with("Cmd line: ")) {
      open->process = ProcessName{text.substr(10)};
    } else if (open && text.starts_with('"')) {
      ++open->threads;
    }
  }
  finish();
  if (found == 0) return fail(Fault::unsupported, "no process in this file of threads");
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.anr",
    .title = "Apps that stopped answering",
    .source = "ANR files of bug reports and AndroidQF, of Android 4 to 16; android-artifacts.md 5.7",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::anr
