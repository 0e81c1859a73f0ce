#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/protobuf_message.h"
#include "formats/segb.h"

namespace bridle {

/// What the path of a segment says. Borrows: the path.
struct BiomePlace {
  std::string_view area;      ///< "public", "restricted"; empty where the store has no such level
  std::string_view stream;    ///< "OSAnalytics.Stability.Crash"
  std::string_view origin;    ///< "local", or the device that it came from
  std::string_view segment;   ///< the file's name: COCOA-US of its begin
  bool is_tombstone = false;  ///< tells of pruned segments instead of events
};

/// Takes a path below a Biome store apart: .../Biome/streams/AREA/STREAM/local/NAME,
/// .../biome/streams/AREA/STREAM/remote/DEVICE/NAME, .../Biome/STREAM/local/NAME. Nothing for other paths.
/// Source: ios-artifacts.md 4.5.
std::optional<BiomePlace> biome_place(std::string_view path);

/// The name of a stream without the prefix that moved events of knowledgeC have: "App.InFocus" for
/// "_DKEvent.App.InFocus".
std::string_view plain_stream(std::string_view stream);

/// One entry of a segment with its fields; those of a deleted one are empty. Borrows: the file.
struct BiomeEvent {
  const BiomePlace& place;
  const SegbEntry& entry;
  const ProtobufMessage& fields;
};
struct BiomeVisitor {
  std::function<void(const BiomeEvent&)> event;
  std::function<void(std::uint64_t offset, const Error&)> skip;
};
/// Reads the events of a segment; a segment of tombstones has none. Faults: unsupported (a path outside the
/// stores), and those of read_segb.
Result<> read_biome_events(Bytes file, std::string_view path, const BiomeVisitor& visit);

/// An event in the form that moved ones have: 1.1 stream, 2 start, 3 end, 4.3 value or 4.4 number, 5 UUID,
/// 7[].2.3 details, 8 created.
struct MovedEvent {
  std::optional<Time> start, end;
  std::optional<std::string_view> value, uuid;
  std::optional<std::int64_t> number;
  std::vector<std::string_view> details;
};
/// Nothing when the message has not that form. Source: iLEAPP's readers of _DKEvent streams.
std::optional<MovedEvent> moved_event(const ProtobufMessage& fields);
/// A field that holds COCOA-S as a fixed number.
std::optional<Time> cocoa_field(const ProtobufMessage& fields, std::uint32_t number);

}  // namespace bridle
