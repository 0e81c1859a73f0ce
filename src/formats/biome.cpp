#include "formats/biome.h"

namespace bridle {

std::optional<BiomePlace> biome_place(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= path.size();) {
    auto end = path.find('/', at);
    if (end == std::string_view::npos) end = path.size();
    if (end > at) parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  std::size_t root = parts.size();
  for (std::size_t i = 0; i < parts.size() && root == parts.size(); ++i)
    if (parts[i] == "Biome" || parts[i] == "biome" || parts[i] == "DuetExpertCenter") root = i;
  BiomePlace place;
  for (std::size_t i = root + 1; i + 1 < parts.size(); ++i) {
    if (parts[i] != "local" && parts[i] != "remote") continue;
    place.stream = parts[i - 1];
    place.origin = parts[i];
    if (i >= 2 && (parts[i - 2] == "public" || parts[i - 2] == "restricted")) place.area = parts[i - 2];
    for (std::size_t j = i + 1; j + 1 < parts.size(); ++j) {
      if (parts[j] == "tombstone")
        place.is_tombstone = true;
      else
        place.origin = parts[j];
    }
    place.segment = parts.back();
    if (i == root + 1) return std::nullopt;  // no folder of a stream between
    return place;
  }
  return std::nullopt;
}

std::string_view plain_stream(std::string_view stream) {
  constexpr std::string_view prefix = "_DKEvent.";
  return stream.starts_with(prefix) ? stream.substr(prefix.size()) : stream;
}

Result<> read_biome_events(Bytes file, std::string_view path, const BiomeVisitor& visit) {
  auto place = biome_place(path);
  if (!place) return fail(Fault::unsupported, "the path names no Biome stream");
  if (place->is_tombstone) return {};
  const ProtobufMessage none;
  auto entry = [&](const SegbEntry& e) {
    if (!e.is_written()) return visit.event({*place, e, none});
    auto fields = ProtobufMessage::parse(e.payload);
    if (!fields) return visit.skip(e.offset, fields.error());
    visit.event({*place, e, *fields});
  };
  (void)TRY(read_segb(file, {.entry = entry, .skip = visit.skip}));
  return {};
}

std::optional<Time> cocoa_field(const ProtobufMessage& fields, std::uint32_t number) {
  auto seconds = fields.real(number);
  return seconds && *seconds != 0 ? time_or_nothing(time_from_cocoa_seconds(*seconds)) : std::nullopt;
}

std::optional<MovedEvent> moved_event(const ProtobufMessage& fields) {
  ProtobufMessage stream = fields.message(1), value = fields.message(4);
  if (!stream.text(1) || !fields.real(2)) return std::nullopt;
  MovedEvent event{.start = cocoa_field(fields, 2),
                   .end = cocoa_field(fields, 3),
                   .value = value.text(3),
                   .uuid = fields.text(5),
                   .number = value.integer(4)};
  for (const ProtobufMessage& detail : fields.messages(7))
    if (auto text = detail.message(2).text(3)) event.details.push_back(*text);
  return event;
}

}  // namespace bridle
