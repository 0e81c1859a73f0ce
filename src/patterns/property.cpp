#include "patterns/property.h"

#include <algorithm>

namespace bridle {
namespace {

/// A place on the way: inside an object's properties (`object` set), or a value.
struct Place {
  const ObservedObject* object = nullptr;
  FoundValue found{nullptr};
  bool reference = false;  // the value names other objects
  const void* key() const { return object ? static_cast<const void*>(object) : found.value; }
};

using Places = std::vector<Place>;

const ObservedObject* object_named(std::string_view id, const Observation& observation) {
  auto found = std::ranges::find(observation.objects, id, &ObservedObject::id);
  return found == observation.objects.end() ? nullptr : &*found;
}

/// A text that names an object becomes that object; everything else stays.
Place resolved(const Place& place, const Observation& observation) {
  if (!place.reference || place.object) return place;
  const auto* id = std::get_if<std::string>(&place.found.value->data);
  const ObservedObject* object = id ? object_named(*id, observation) : nullptr;
  return object ? Place{.object = object} : place;
}

void enter_property(const Place& place, std::string_view name, Places& out) {
  const ObservedValue::Dictionary* properties =
      place.object ? &place.object->properties
                   : std::get_if<ObservedValue::Dictionary>(&place.found.value->data);
  if (!properties) return;
  for (const auto& [key, value] : *properties) {
    if (key != name) continue;
    using enum FoundValue::Coding;
    auto coding = name.ends_with("_hex") ? hex : name.ends_with("_bin") ? base64 : plain;
    out.push_back({nullptr, {&value, coding}, name.ends_with("_ref") || name.ends_with("_refs")});
  }
}

void enter_list(const Place& place, const PatternStep& step, Places& out) {
  if (place.object) return;
  const auto* list = std::get_if<ObservedValue::List>(&place.found.value->data);
  if (!list) return;
  for (std::size_t i = 0; i < list->size(); ++i)
    if (step.kind == PatternStep::Kind::any || step.index == i)
      out.push_back({nullptr, {&(*list)[i], place.found.coding}, place.reference});
}

void drop_doubles(Places& places) {
  std::ranges::sort(places, std::less<>(), &Place::key);
  auto doubles = std::ranges::unique(places, {}, &Place::key);
  places.erase(doubles.begin(), doubles.end());
}

}  // namespace

std::vector<FoundValue> values_at(const PatternPath& path, const ObservedObject& object,
                                  const Observation& observation) {
  Places places{{.object = &object}};
  for (const PatternStep& step : path.steps) {
    Places next;
    for (const Place& place : places) {
      if (step.kind == PatternStep::Kind::property)
        enter_property(resolved(place, observation), step.name, next);
      else
        enter_list(place, step, next);
    }
    drop_doubles(next);
    places = std::move(next);
  }
  std::vector<FoundValue> out;
  for (const Place& place : places) out.push_back(place.found);
  return out;
}

}  // namespace bridle
