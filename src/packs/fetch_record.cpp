#include "packs/fetch_record.h"

#include <simdjson.h>

#include "base/json.h"

namespace bridle {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr int version = 1;

void member(JsonWriter& json, std::string_view key, const std::string& text) {
  if (!text.empty()) json.member(key, text);
}

void write(JsonWriter& json, const FetchedFile& file) {
  json.object().member("name", file.name);
  member(json, "url", file.url);
  json.member("fetched", file.fetched).member("sha256", file.sha256).member("bytes", file.bytes);
  member(json, "etag", file.etag);
  member(json, "last_modified", file.last_modified);
  member(json, "version", file.version);
  member(json, "removed", file.removed);
  json.end();
}

std::string text_at(const object& from, std::string_view key) {
  std::string_view text;
  return from.at_key(key).get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}
std::uint64_t number_at(const object& from, std::string_view key) {
  std::uint64_t number = 0;
  return from.at_key(key).get(number) == simdjson::SUCCESS ? number : 0;
}

FetchedFile read(const object& from) {
  return {.name = text_at(from, "name"),
          .url = text_at(from, "url"),
          .fetched = text_at(from, "fetched"),
          .sha256 = text_at(from, "sha256"),
          .bytes = number_at(from, "bytes"),
          .etag = text_at(from, "etag"),
          .last_modified = text_at(from, "last_modified"),
          .version = text_at(from, "version"),
          .removed = text_at(from, "removed")};
}

template <class Visit>
void each(const object& from, std::string_view key, Visit visit) {
  simdjson::dom::array list;
  if (from.at_key(key).get(list) != simdjson::SUCCESS) return;
  for (element item : list) {
    object one;
    if (item.get(one) == simdjson::SUCCESS) visit(read(one));
  }
}

}  // namespace

std::string write_fetch_record(const FetchRecord& record) {
  JsonWriter json;
  json.object().member("bridle_fetch", version).member("source", record.source);
  json.member("type", record.type);
  member(json, "url", record.url);
  member(json, "completed", record.completed);
  member(json, "added_after", record.added_after);
  if (record.pull > 0) json.member("pull", record.pull).member("pages", record.pages);
  if (record.pulling) json.member("pulling", true);
  member(json, "newest", record.newest);
  json.key("files").array();
  for (const auto& [name, file] : record.files) write(json, file);
  json.end().key("removed").array();
  for (const FetchedFile& file : record.removed) write(json, file);
  return json.end().end().take() + "\n";
}

Result<FetchRecord> read_fetch_record(std::string_view text) {
  simdjson::dom::parser parser;
  object root;
  if (auto error = parser.parse(text.data(), text.size(), true).get(root))
    return fail(Fault::malformed, simdjson::error_message(error));
  if (number_at(root, "bridle_fetch") != version)
    return fail(Fault::unsupported, "no record of bridle-fetch, or of a version that is not known");
  FetchRecord out;
  out.source = text_at(root, "source");
  out.type = text_at(root, "type");
  out.url = text_at(root, "url");
  out.completed = text_at(root, "completed");
  out.added_after = text_at(root, "added_after");
  out.newest = text_at(root, "newest");
  out.pull = number_at(root, "pull");
  out.pages = number_at(root, "pages");
  bool pulling = false;
  out.pulling = root.at_key("pulling").get(pulling) == simdjson::SUCCESS && pulling;
  each(root, "files", [&](FetchedFile file) { out.files[file.name] = std::move(file); });
  each(root, "removed", [&](FetchedFile file) { out.removed.push_back(std::move(file)); });
  return out;
}

void add_provenance(ProvenanceBySha256& all, const FetchRecord& record) {
  auto add = [&](const FetchedFile& file) {
    auto [at, fresh] = all.try_emplace(file.sha256, Provenance{file.url, file.fetched});
    if (!fresh && file.fetched < at->second.fetched) at->second = {file.url, file.fetched};
  };
  for (const auto& [name, file] : record.files) add(file);
  for (const FetchedFile& file : record.removed) add(file);
}

}  // namespace bridle
