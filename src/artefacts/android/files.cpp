#include <fmt/format.h>
#include <simdjson.h>
#include <cmath>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::files {
namespace {

struct Row {
  FilePath path;
  std::optional<std::int64_t> size;
  std::optional<std::string_view> mode;
  std::optional<std::int64_t> user_id;
  std::optional<std::string_view> user_name;
  std::optional<std::int64_t> group_id;
  std::optional<std::string_view> group_name;
  std::optional<Time> modified;
  std::optional<Time> accessed;
  std::optional<Time> changed;
  std::optional<std::string_view> error;
  std::optional<std::string_view> context;
  std::optional<Sha256Text> sha256;
  std::optional<Sha1Text> sha1;
  std::optional<Md5Text> md5;
  std::optional<std::string_view> sha512;
};

constexpr std::array columns{
    column<&Row::path>("Path on the phone.").relation(Relation::on_disk),
    column<&Row::size>("Size in bytes."),
    column<&Row::mode>("Rights as written: -rw-rw----, or octal."),
    column<&Row::user_id>("Owner's number."),
    column<&Row::user_name>("Owner's name."),
    column<&Row::group_id>("Group's number."),
    column<&Row::group_name>("Group's name."),
    column<&Row::modified>("Last change of its content, UTC by the phone's clock, 1 s steps.")
        .event("file_modified"),
    column<&Row::accessed>("Last access, the same.").event("file_accessed"),
    column<&Row::changed>("Last change of its status, the same.").event("file_changed"),
    column<&Row::error>("What the collector could not do."),
    column<&Row::context>("SELinux label."),
    column<&Row::sha256>("SHA-256, where the collector hashed.").relation(Relation::on_disk),
    column<&Row::sha1>("SHA-1, the same.").relation(Relation::on_disk),
    column<&Row::md5>("MD5, the same.").relation(Relation::on_disk),
    column<&Row::sha512>("SHA-512, the same."),
};
constexpr TableSchema schema =
    table<Row>("android_files", "One row per file that the collector listed.", columns);

constexpr std::string_view paths[] = {"androidqf/files.json"};

using Element = simdjson::dom::element;

std::optional<std::int64_t> number_of(Element element, const char* key) {
  std::int64_t value = 0;
  double real = 0;
  std::string_view text;
  if (element[key].get(value) == simdjson::SUCCESS) return value;
  if (element[key].get(real) == simdjson::SUCCESS && std::fabs(real) < 9e15)
    return static_cast<std::int64_t>(real);
  if (element[key].get(text) == simdjson::SUCCESS)
    if (auto number = parse_integer(text)) return *number;
  return std::nullopt;
}

// 0 is what find leaves where it knows nothing.
std::optional<Time> time_of(Element element, const char* key) {
  auto seconds = number_of(element, key);
  if (!seconds || *seconds == 0) return std::nullopt;
  return time_or_nothing(time_from_unix_seconds(*seconds));
}

template <class Text>
std::optional<Text> hash_of(Element element, const char* key) {
  auto text = json_text(element, key);
  return text ? std::optional(Text{*text}) : std::nullopt;
}

void add(Rows<Row>& out, const Locator& where, Element element) {
  auto path = json_text(element, "path");
  std::string_view bare;
  if (!path && element.get(bare) == simdjson::SUCCESS && !bare.empty()) path = bare;  // names only
  if (!path) return out.skip(where, {Fault::malformed, "a file without its path"});
  out.add(where, {.path = {*path},
                  .size = number_of(element, "size"),
                  .mode = json_text(element, "mode"),
                  .user_id = number_of(element, "user_id"),
                  .user_name = json_text(element, "user_name"),
                  .group_id = number_of(element, "group_id"),
                  .group_name = json_text(element, "group_name"),
                  .modified = time_of(element, "modified_time"),
                  .accessed = time_of(element, "access_time"),
                  .changed = time_of(element, "changed_time"),
                  .error = json_text(element, "error"),
                  .context = json_text(element, "context"),
                  .sha256 = hash_of<Sha256Text>(element, "sha256"),
                  .sha1 = hash_of<Sha1Text>(element, "sha1"),
                  .md5 = hash_of<Md5Text>(element, "md5"),
                  .sha512 = json_text(element, "sha512")});
}

Result<> extract(Input& in, Rows<Row>& out) {
  return each_json_element(
      TRY(in.text()), {"the list of files", "list", "an entry"},
      {.element = [&](std::size_t index,
                      Element value) { add(out, at_key(fmt::format("[{}]", index)), value); },
       .skip = [&](std::size_t index,
                   const Error& why) { out.skip(at_key(fmt::format("[{}]", index)), why); }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.files",
    .title = "Files of the phone",
    .source = "files.json of AndroidQF, its collector's or find's; android-artifacts.md 2.17.5",
    .platform = Platform::android,
    .question = Question::files,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::files
