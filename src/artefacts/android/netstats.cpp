#include <map>

#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::netstats {
namespace {

struct Row {
  std::string_view section;
  std::string_view identity;
  std::optional<std::string_view> network;
  std::optional<std::int64_t> uid;
  std::optional<std::string_view> set;
  std::optional<std::string_view> tag;
  std::optional<Time> first;
  std::optional<Time> last;
  std::int64_t received;
  std::int64_t sent;
  std::int64_t buckets;
};

constexpr std::array columns{
    column<&Row::section>("Dev, Xt, UID or UID tag: what is counted."),
    column<&Row::identity>("The networks, as printed."),
    column<&Row::network>("Name of the Wi-Fi network, where it is printed."),
    column<&Row::uid>("User id of the app; -4 for apps that were removed, -5 for tethering."),
    column<&Row::set>("DEFAULT (in the background), FOREGROUND and others."),
    column<&Row::tag>("Tag as printed; 0x0 is all."),
    column<&Row::first>("Begin of its first period, UTC by the phone's clock."),
    column<&Row::last>("Begin of its last period, the same."),
    column<&Row::received>("Bytes received, of all periods."),
    column<&Row::sent>("Bytes sent, of all periods."),
    column<&Row::buckets>("How many periods the dump has."),
};
constexpr TableSchema schema =
    table<Row>("android_netstats", "One row per app, network and set, with the sum of its traffic.", columns);

constexpr std::string_view paths[] = {"dumpsys/netstats"};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::string_view section;
  while (auto line = lines.next()) {
    if (line->text.ends_with("stats:"))
      section = line->text.substr(0, line->text.find(' ', line->text.starts_with("UID tag") ? 7 : 0));
    if (!line->text.starts_with("ident=")) continue;
    Row row{.section = section,
            .identity = dump_bracketed(line->text, "ident").value_or(""),
            .network = dump_quoted(line->text, "networkId"),
            .uid = dump_integer(line->text, "uid"),
            .set = dump_field(line->text, "set"),
            .tag = dump_field(line->text, "tag")};
    for (auto ahead = lines.peek(); ahead && ahead->indent > line->indent; ahead = lines.peek()) {
      auto text = lines.next()->text;
      auto begins = dump_integer(text, "st");
      if (!begins) continue;
      auto time = time_or_nothing(time_from_unix_seconds(*begins));
      if (time && (!row.first || *time < *row.first)) row.first = time;
      if (time && (!row.last || *row.last < *time)) row.last = time;
      std::int64_t sum = 0;
      if (!__builtin_add_overflow(row.received, dump_integer(text, "rb").value_or(0), &sum))
        row.received = sum;
      if (!__builtin_add_overflow(row.sent, dump_integer(text, "tb").value_or(0), &sum)) row.sent = sum;
      ++row.buckets;
    }
    out.add(at_line(line->number), row);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.netstats",
    .title = "Traffic by app",
    .source = "dumpsys netstats of Android 5 to 16; android-artifacts.md 5.3",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::netstats
