#include "indicators/pack_reader.h"

#include <simdjson.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"

namespace bridle {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t list_limit = 100;

std::string_view text_at(const object& from, std::string_view key) {
  std::string_view text;
  return from.at_key(key).get(text) == simdjson::SUCCESS ? text : std::string_view{};
}
std::uint64_t number_at(const object& from, std::string_view key) {
  std::uint64_t number = 0;
  return from.at_key(key).get(number) == simdjson::SUCCESS ? number : 0;
}
bool flag_at(const object& from, std::string_view key) {
  bool truth = false;
  return from.at_key(key).get(truth) == simdjson::SUCCESS && truth;
}
template <class Visit>
void each(const object& from, std::string_view key, std::size_t most, Visit visit) {
  simdjson::dom::array list;
  if (from.at_key(key).get(list) != simdjson::SUCCESS) return;
  for (element item : list) {
    if (most-- == 0) return;
    visit(item);
  }
}
std::vector<std::string> texts_at(const object& from, std::string_view key) {
  std::vector<std::string> out;
  each(from, key, list_limit, [&](const element& item) {
    std::string_view text;
    if (item.get(text) == simdjson::SUCCESS) out.emplace_back(text);
  });
  return out;
}

template <class Enum>
std::optional<Enum> named(std::string_view text, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    if (name(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  return std::nullopt;
}

std::optional<Time> time_at(const object& from, std::string_view key) {
  auto time = time_from_iso8601(text_at(from, key));
  return time ? std::optional(*time) : std::nullopt;
}

/// Everything of a line but its value.
void describe(const object& line, const PackHeader& header, TextStore& content, StixIndicator& out) {
  out.tlp = named<Tlp>(text_at(line, "tlp"), 6).value_or(Tlp::none);
  out.platform = named<Platform>(text_at(line, "platform"), 3).value_or(Platform::any);
  out.threat =
      named<IndicatorClass>(text_at(line, "class"), indicator_class_count).value_or(IndicatorClass::generic);
  out.directory = flag_at(line, "directory");
  out.valid_from = time_at(line, "valid_from");
  out.valid_until = time_at(line, "valid_until");
  if (line.at_key("confidence").error() == simdjson::SUCCESS)
    out.confidence = static_cast<int>(std::min<std::uint64_t>(number_at(line, "confidence"), 100));
  StixDetails& details = out.add_details();
  details.references = texts_at(line, "references");
  details.notes = texts_at(line, "notes");
  details.collisions = texts_at(line, "collisions");
  out.valid_from_published = flag_at(line, "valid_from_published");
  out.revoked = flag_at(line, "revoked");
  if (auto date = text_at(line, "withdrawn"); !date.empty()) {
    out.revoked = true;
    out.withdrawn = content.keep(date);
  }
  each(line, "attributions", 32, [&](const element& item) {
    object one;
    if (item.get(one) != simdjson::SUCCESS) return;
    if (auto kind = named<AttributionKind>(text_at(one, "kind"), 8))
      details.attributions.push_back(
          {*kind, std::string(text_at(one, "name")), std::string(text_at(one, "id"))});
  });
  each(line, "origins", list_limit, [&](const element& item) {
    object one;
    if (item.get(one) != simdjson::SUCCESS) return;
    auto source = number_at(one, "source");
    if (source >= header.sources.size()) return;
    details.origins.push_back(
        {std::string(text_at(one, "id")), header.sources[source].name, header.sources[source].sha256});
  });
}

}  // namespace

Result<PackHeader> read_pack_header(std::string_view line) {
  simdjson::dom::parser parser;
  object root;
  if (auto error = parser.parse(line.data(), line.size(), true).get(root))
    return fail(Fault::malformed, simdjson::error_message(error));
  if (number_at(root, "bridle_pack") != 1)
    return fail(Fault::unsupported, "a pack of a version that is not known");
  PackHeader out;
  out.name = text_at(root, "name");
  out.date = text_at(root, "date");
  out.values = number_at(root, "values");
  out.patterns = number_at(root, "patterns");
  out.withdrawn = number_at(root, "withdrawn");
  each(root, "sources", 100'000, [&](const element& item) {
    object one;
    PackSource source;
    if (item.get(one) == simdjson::SUCCESS)
      source = {std::string(text_at(one, "name")), std::string(text_at(one, "sha256")),
                std::string(text_at(one, "url")),  std::string(text_at(one, "fetched")),
                number_at(one, "bytes"),           flag_at(one, "former")};
    out.sources.push_back(std::move(source));
  });
  return out;
}

Result<> read_pack(std::string_view text, PublishedValues& out) {
  Lines lines(text);
  auto first = lines.next();
  if (!first) return fail(Fault::truncated, "pack without a first line");
  auto header = TRY(read_pack_header(first->text));
  simdjson::dom::parser parser;
  std::uint64_t seen = 0;
  while (auto line = lines.next()) {
    if (line->text.empty()) continue;
    ++seen;
    out.item("line", static_cast<std::uint64_t>(line->number));
    object fields;
    if (parser.parse(line->text.data(), line->text.size(), true).get(fields) != simdjson::SUCCESS) {
      out.reject("", "line is no JSON object");
      continue;
    }
    auto pattern = text_at(fields, "pattern"), value = text_at(fields, "value");
    auto type = named<IndicatorType>(text_at(fields, "type"), indicator_type_count);
    if (pattern.empty() && !type)
      out.reject(value, "neither a value of a known type nor a pattern");
    else
      describe(fields, header, out.texts(),
               pattern.empty() ? out.add(*type, value, text_at(fields, "id"))
                               : out.add_pattern(pattern, text_at(fields, "id")));
  }
  if (seen != header.values + header.patterns)
    return fail(Fault::truncated, "pack has another number of lines than its first line says");
  return {};
}

}  // namespace bridle
