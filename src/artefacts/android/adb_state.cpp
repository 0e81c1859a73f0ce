#include "evidence/input.h"
#include "formats/adb_keys.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::adb_state {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::string_view> name;
  std::optional<std::string_view> value;
  std::optional<std::string_view> user;
  std::optional<std::string_view> fingerprint;
  std::optional<std::string_view> key;
  std::optional<bool> is_readable;
  std::optional<Time> last_connected;
  std::optional<Time> connected_no_later_than;
};

constexpr std::array columns{
    column<&Row::kind>(
        "user_key: allowed by the owner, system_key: allowed by the system's image, keystore: with the time "
        "of its last connection; or value: another line of the dump."),
    column<&Row::name>("Name of a value, with the blocks around it: adb_wifi.enabled."),
    column<&Row::value>("The value as printed."),
    column<&Row::user>("How the computer calls itself: user@host. Anybody can choose it."),
    column<&Row::fingerprint>(
        "MD5 of the key's bytes, as the phone shows it; NULL when the key is no base64."),
    column<&Row::key>("The key as stored."),
    column<&Row::is_readable>("Whether the key is base64."),
    column<&Row::last_connected>(
        "Last connection, UTC by the phone's clock, 1 ms steps; NULL when not stored or damaged.")
        .event("adb_last_connected"),
    column<&Row::connected_no_later_than>(
        "When the dump destroyed bytes of that moment: the latest one that fits what is left and "
        "is no later than the dump. The connection was then, or some multiple of 256 steps earlier."),
};
constexpr TableSchema schema =
    table<Row>("android_adb_state",
               "One row per key that may use ADB, per entry of the key store, and per other value.", columns);

constexpr std::string_view paths[] = {"dumpsys/adb"};

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 64 || is_digit(text[0])) return false;
  for (char c : text)
    if (!is_alnum(c) && c != '_') return false;
  return true;
}

// "name=…" with a valid name: it ends a value of several lines.
bool is_structure(std::string_view text) {
  if (text == "}" || text == "{") return true;
  auto equals = text.find('=');
  return equals != std::string_view::npos && is_identifier(text.substr(0, equals));
}

void add_key(Rows<Row>& out, const Locator& where, std::string_view kind, const AdbKey& key) {
  Row row{.kind = kind, .key = key.key, .is_readable = !key.fingerprint.empty()};
  if (!key.user.empty()) row.user = key.user;
  if (!key.fingerprint.empty()) row.fingerprint = key.fingerprint;
  if (key.last_connected_ms) row.last_connected = time_or_nothing(time_from_unix_ms(*key.last_connected_ms));
  if (key.no_later_than_ms)
    row.connected_no_later_than = time_or_nothing(time_from_unix_ms(*key.no_later_than_ms));
  out.add(where, row);
}

// No connection is later than the dump; a day more covers every zone. The dump's end stands in the last line
// of a whole section, or the evidence tells it.
std::optional<std::int64_t> latest_moment(const Input& in, std::string_view text) {
  std::optional<std::int64_t> made = in.entry().clock.made_at_local;
  if (auto at = text.rfind("ending at: "); at != std::string_view::npos)
    if (auto time = parse_local_time(text.substr(at + 11, 19))) made = time->nanoseconds;
  return made ? std::optional(*made / 1'000'000 + 86'400'000) : std::nullopt;
}

class State {
 public:
  State(const Input& in, std::string_view text, Rows<Row>& out)
      : text_(text), rest_(text), out_(out), latest_(latest_moment(in, text)), number_(in.first_line() - 1) {}

  void read() {
    while (auto line = next()) {
      auto text = trim(*line);
      if (text.starts_with("--------- ") && text.contains(" was the duration of ")) return;
      if (text == "}") {
        if (auto dot = block_.rfind('.'); dot != std::string::npos)
          block_.resize(dot);
        else
          block_.clear();
        continue;
      }
      auto equals = text.find('=');
      if (equals == std::string_view::npos || !is_identifier(text.substr(0, equals))) continue;
      auto name = text.substr(0, equals), value = text.substr(equals + 1);
      if (value == "{") {
        block_ += (block_.empty() ? "" : ".") + std::string(name);
      } else if (name == "keystore") {
        key_store(value);
      } else if (name == "user_keys" || name == "system_keys") {
        keys(name == "user_keys" ? "user_key" : "system_key", value);
      } else {
        std::string path = (block_.empty() ? "" : block_ + ".") + std::string(name);
        out_.add(at_line(number_), {.kind = "value", .name = path, .value = value});
      }
    }
  }

 private:
  // Not Lines: the key store holds bytes that must stay as they are.
  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    auto end = rest_.find('\n');
    auto line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    ++number_;
    return line;
  }
  void keys(std::string_view kind, std::string_view first) {
    std::optional<std::string_view> line = first;
    for (;;) {
      if (!trim(*line).empty()) {
        if (auto key = parse_adb_key(*line)) add_key(out_, at_line(number_), kind, *key);
      }
      auto ahead = rest_.substr(0, rest_.find('\n'));
      if (rest_.empty() || trim(ahead).empty() || is_structure(trim(ahead))) return;
      line = next();
    }
  }
  void key_store(std::string_view first) {
    std::int64_t begins = number_;
    auto from = static_cast<std::size_t>(first.data() - text_.data());
    std::size_t to = from + first.size();
    while (!rest_.empty()) {
      auto ahead = trim(rest_.substr(0, rest_.find('\n')));
      if (ahead.empty() || is_structure(ahead) || ahead.starts_with("--------- ")) break;
      auto line = next();
      to = static_cast<std::size_t>(line->data() - text_.data()) + line->size();
    }
    auto store = text_.substr(from, to - from);
    if (trim(store).empty() || store == "null") return;
    auto keys = read_adb_key_store(store, latest_);
    if (!keys) return out_.skip(at_line(begins), keys.error());
    for (const AdbKey& key : *keys) add_key(out_, at_line(begins), "keystore", key);
  }

  std::string_view text_, rest_;
  Rows<Row>& out_;
  std::optional<std::int64_t> latest_;
  std::int64_t number_;
  std::string block_;
};

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view text = TRY(in.text());
  if (text.contains("Can't find service: adb")) in.note("the phone has no such service");
  State(in, text, out).read();
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.adb_state",
    .title = "Computers that may use ADB",
    .source = "dumpsys adb of Android 10 to 16; android-artifacts.md 2.2, 5.10",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::adb_state
