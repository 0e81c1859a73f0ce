#include <fmt/format.h>
#include <vector>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::sockets {
namespace {

struct Row {
  std::string_view protocol;
  std::optional<std::string_view> status;
  std::string_view local_address;
  std::optional<std::int64_t> local_port;
  Host remote_address;
  std::optional<std::int64_t> remote_port;
  std::optional<std::int64_t> uid;
  std::optional<ProcessName> process;
  std::optional<std::int64_t> pid;
};

constexpr std::array columns{
    column<&Row::protocol>("tcp, udp and their like, as printed."),
    column<&Row::status>("ESTAB, LISTEN and others, as printed."),
    column<&Row::local_address>("The phone's own address."),
    column<&Row::local_port>("Its port."),
    column<&Row::remote_address>("The other side; \"\" for none (listening).").relation(Relation::connected),
    column<&Row::remote_port>("Its port."),
    column<&Row::uid>("User id of the app."),
    column<&Row::process>("Its process, cut off at 15 bytes.").relation(Relation::executed).cut_at(15),
    column<&Row::pid>("Its process id."),
};
constexpr TableSchema schema =
    table<Row>("android_sockets", "One row per connection that was open when the dump was made.", columns);

constexpr std::string_view paths[] = {"dumpstate/detailed_socket_state*", "dumpstate/netstat*"};

struct End {
  std::string_view address;
  std::optional<std::int64_t> port;
};

// "192.168.1.2:443", "[::ffff:1.2.3.4]:443", "[2001:db8::1]%wlan0:443", "*:*", ":::80".
std::optional<End> end_of(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  End end{.address = text.substr(0, colon)};
  if (auto port = parse_integer(text.substr(colon + 1)))
    end.port = *port;
  else if (text.substr(colon + 1) != "*")
    return std::nullopt;
  if (end.address.starts_with('[')) end.address = end.address.substr(1, end.address.find(']') - 1);
  end.address = end.address.substr(0, end.address.find('%'));
  if (end.address.starts_with("::ffff:")) end.address.remove_prefix(7);
  if (end.address == "*" || end.address == "0.0.0.0" || end.address == "::") end.address = {};
  return end;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = trim(text)).empty()) {
    words.push_back(text.substr(0, text.find(' ')));
    text.remove_prefix(words.back().size());
  }
  return words;
}

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::int64_t unknown = 0;
  while (auto line = lines.next()) {
    auto words = words_of(line->text);
    bool has_protocol = !words.empty() && (words[0].starts_with("tcp") || words[0].starts_with("udp") ||
                                           words[0].starts_with("raw"));
    std::vector<End> ends;
    std::size_t last = 0;
    for (std::size_t i = 1; has_protocol && i < words.size() && ends.size() < 2; ++i) {
      if (words[i].starts_with("users:") || words[i].starts_with("timer:") || words[i].starts_with("uid:"))
        break;
      if (auto end = end_of(words[i])) {
        ends.push_back(*end);
        last = i;
      }
    }
    if (ends.size() < 2) {
      unknown += words.empty() || line->text.starts_with(' ') || line->text.starts_with('\t') ? 0 : 1;
      continue;
    }
    Row row{.protocol = words[0],
            .local_address = ends[0].address,
            .local_port = ends[0].port,
            .remote_address = {ends[1].address},
            .remote_port = ends[1].port};
    // ss prints the state in front, netstat behind the addresses.
    if (!parse_integer(words[1]))
      row.status = words[1];
    else if (last + 1 < words.size() && is_alpha(words[last + 1][0]) && !words[last + 1].contains(':'))
      row.status = words[last + 1];
    if (auto uid = line->text.find("uid:"); uid != std::string_view::npos) {
      auto rest = line->text.substr(uid + 4);
      if (auto number = parse_integer(rest.substr(0, rest.find(' ')))) row.uid = *number;
    }
    if (auto process = between(line->text, "users:((\"", "\"")) row.process = ProcessName{*process};
    if (auto pid = between(line->text, "pid=", ","))
      if (auto number = parse_integer(*pid)) row.pid = *number;
    out.add(at_line(line->number), row);
  }
  if (unknown > 0) in.note(fmt::format("lines of another form, which were passed over: {}", unknown));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.sockets",
    .title = "Open connections",
    .source = "ss and netstat of bug reports of Android 6 to 16; android-artifacts.md 5.3",
    .platform = Platform::android,
    .question = Question::browsing,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::sockets
