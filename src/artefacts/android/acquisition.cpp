#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/adb_keys.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::acquisition {
namespace {

struct Row {
  std::optional<Time> started;
  std::optional<Time> completed;
  std::optional<std::string_view> uuid;
  std::optional<std::string_view> version;
  std::optional<std::string_view> adb_serial;
  std::optional<std::string_view> host_user;
  std::optional<std::string_view> host_fingerprint;
  std::string_view stored;
};

constexpr std::array columns{
    column<&Row::started>("When the collection began, UTC by the collecting computer's clock.")
        .event("collection_begun"),
    column<&Row::completed>("When it ended, the same.").event("collection_ended"),
    column<&Row::uuid>("Number of the collection."),
    column<&Row::version>("Version of AndroidQF."),
    column<&Row::adb_serial>("What ADB calls the phone."),
    column<&Row::host_user>(
        "How the collecting computer calls itself, user@host, where its key is recorded."),
    column<&Row::host_fingerprint>("MD5 of that key's bytes, as the phone shows it: in android_adb_state the "
                                   "same key is that of the examination."),
    column<&Row::stored>("The whole as stored."),
};
constexpr TableSchema schema =
    table<Row>("android_acquisition", "One row: what the collector says of the collection itself.", columns);

constexpr std::string_view paths[] = {"androidqf/acquisition.json", "androidqf/adb_host_key.pub"};

using Element = simdjson::dom::element;

std::optional<Time> moment(Element of, std::string_view key) {
  auto text = json_text(of, key);
  return text ? time_or_nothing(time_from_iso8601(*text)) : std::nullopt;
}

struct Host {
  std::string user, fingerprint;
  void show(Row& row) const {
    if (!user.empty()) row.host_user = user;
    if (!fingerprint.empty()) row.host_fingerprint = fingerprint;
  }
};

Host host_of(std::string_view line) {
  auto key = parse_adb_key(trim(line));
  return key ? Host{key->user, key->fingerprint} : Host{};
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view text = TRY(in.text());
  if (in.entry().path.ends_with(".pub")) {
    Host host = host_of(text.substr(0, text.find('\n')));
    if (host.fingerprint.empty()) return fail(Fault::malformed, "the collecting computer's key is no base64");
    Row row{.stored = trim(text)};
    host.show(row);
    out.add(at_line(1), row);
    return {};
  }
  simdjson::dom::parser parser;
  Element root;
  simdjson::dom::object members;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS ||
      root.get(members) != simdjson::SUCCESS)
    return fail(Fault::malformed, "the collection's description is no JSON object");
  std::string stored = simdjson::minify(root);
  Row row{.started = moment(root, "started"),
          .completed = moment(root, "completed"),
          .uuid = json_text(root, "uuid"),
          .version = json_text(root, "androidqf_version"),
          .stored = stored};
  std::string_view serial;
  if (root.at_pointer("/collector/Adb/Serial").get(serial) == simdjson::SUCCESS && !serial.empty())
    row.adb_serial = serial;
  Host host = host_of(json_text(root, "adb_host_public_key").value_or(""));
  host.show(row);
  out.add(whole_file(), row);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.acquisition",
    .title = "The collection itself",
    .source = "acquisition.json and adb_host_key.pub of AndroidQF; android-artifacts.md 1.3",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::acquisition
