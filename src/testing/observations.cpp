#include "testing/observations.h"

#include <simdjson.h>

#include <algorithm>

namespace bridle::testing {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

ObservedValue value_of(element from) {
  using simdjson::dom::element_type;
  switch (from.type()) {
    case element_type::BOOL:
      return {bool(from)};
    case element_type::INT64:
      return {std::int64_t(from)};
    case element_type::UINT64:
    case element_type::DOUBLE:
      return {double(from)};
    case element_type::STRING:
      return {std::string(std::string_view(from))};
    case element_type::ARRAY: {
      ObservedValue::List list;
      for (element item : array(from)) list.push_back(value_of(item));
      return {std::move(list)};
    }
    case element_type::OBJECT: {
      ObservedValue::Dictionary dictionary;
      for (auto [key, value] : object(from)) dictionary.push_back({std::string(key), value_of(value)});
      return {std::move(dictionary)};
    }
    case element_type::NULL_VALUE:
      break;
  }
  return {};
}

std::string text_at(object from, std::string_view key) {
  std::string_view text;
  return from.at_key(key).get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

ObservedObject object_of(object from, std::string id, bool root) {
  ObservedObject out{.id = std::move(id), .type = text_at(from, "type"), .root = root};
  for (auto [key, value] : from)
    if (key != "type") out.properties.push_back({std::string(key), value_of(value)});
  return out;
}

/// The observed-data object itself, without its objects.
Observation frame_of(object from) {
  Observation out;
  auto first = moment_from_text(text_at(from, "first_observed"));
  auto last = moment_from_text(text_at(from, "last_observed"));
  if (first && last) out.when = Interval{*first, *last};
  std::uint64_t times = 1;
  if (from.at_key("number_observed").get(times) == simdjson::SUCCESS) out.times = times;
  return out;
}

void add_bundle(array objects, NamedObservations& out) {
  for (element item : objects) {
    object data;
    array references;
    if (item.get(data) || text_at(data, "type") != "observed-data") continue;
    Observation observation = frame_of(data);
    std::vector<std::string_view> roots;
    if (!data.at_key("object_refs").get(references))
      for (element reference : references)
        if (std::string_view id; !reference.get(id)) roots.push_back(id);
    for (element other : objects) {
      object each;
      if (other.get(each) || text_at(each, "type") == "observed-data") continue;
      auto id = text_at(each, "id");
      bool root = std::ranges::find(roots, id) != roots.end();
      observation.objects.push_back(object_of(each, id, root));
    }
    out.observations.push_back(std::move(observation));
    out.ids.push_back(text_at(data, "id"));
  }
}

}  // namespace

Result<NamedObservations> observations_from_json(std::string_view json) {
  simdjson::dom::parser parser;
  array list;
  if (auto error = parser.parse(json.data(), json.size()).get(list))
    return fail(Fault::malformed, simdjson::error_message(error));
  NamedObservations out;
  for (element item : list) {
    object each, inner;
    array objects;
    if (item.get(each)) return fail(Fault::malformed, "observation is no object");
    if (!each.at_key("objects").get(objects)) {
      add_bundle(objects, out);
      continue;
    }
    Observation observation = frame_of(each);
    if (!each.at_key("objects").get(inner))
      for (auto [key, value] : inner)
        if (object one; !value.get(one))
          observation.objects.push_back(object_of(one, std::string(key), true));
    out.observations.push_back(std::move(observation));
    out.ids.push_back(text_at(each, "id"));
  }
  return out;
}

}  // namespace bridle::testing
