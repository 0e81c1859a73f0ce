#include "formats/segb.h"

#include <zlib.h>

#include <algorithm>
#include <vector>

#include "formats/cocoa_bits.h"

namespace bridle {
namespace {

constexpr std::uint64_t head_1 = 56, head_2 = 32, entry_head_1 = 32, entry_head_2 = 8, trailer_entry = 16;

bool fits(Bytes payload, std::uint32_t checksum) {
  return ::crc32_z(0, payload.data(), payload.size()) == checksum;
}

// A bad length ends the reading: where the next entry begins is not known.
Result<SegbHead> read_first(Bytes file, const SegbVisitor& visit) {
  Cursor head(file);
  std::uint64_t end = head.le<std::uint32_t>();
  head.skip(4);
  SegbHead segment{.version = 1, .created = time_from_cocoa_bits(head.le<std::uint64_t>())};
  if (end > file.size()) {
    visit.skip(0, {Fault::truncated, "the segment ends before its data does"});
    end = file.size();
  }
  std::size_t count = 0;
  for (std::uint64_t at = head_1; at + entry_head_1 <= end; ++count) {
    if (count == most_segb_entries) {
      visit.skip(at, {Fault::limit, "more entries than are read"});
      break;
    }
    Cursor in(slice(file, at, entry_head_1));
    auto length = static_cast<std::int32_t>(in.le<std::uint32_t>());
    SegbEntry entry{.offset = at, .state = static_cast<std::int32_t>(in.le<std::uint32_t>())};
    entry.time = time_from_cocoa_bits(in.le<std::uint64_t>());
    in.skip(8);  // a second time, the same in all samples
    auto checksum = in.le<std::uint32_t>();
    if (length < 0 || static_cast<std::uint64_t>(length) > end - at - entry_head_1) {
      visit.skip(at, {Fault::malformed, "the length of an entry leads out of the segment"});
      break;
    }
    entry.payload = slice(file, at + entry_head_1, static_cast<std::uint64_t>(length));
    entry.has_checksum = fits(entry.payload, checksum);
    bool unused = length == 0 && (entry.state == 0 || entry.state == 4);
    if (!unused) visit.entry(entry);
    at += entry_head_1 + static_cast<std::uint64_t>(length);
    at = (at + 7) / 8 * 8;
  }
  return segment;
}

struct Place {
  std::int32_t end;
  std::int32_t state;
  std::uint64_t time;
  std::uint64_t offset;  // of this entry of the trailer
};

// The last bytes of the file say where each entry ends, newest first.
Result<std::vector<Place>> read_places(Bytes file, std::int32_t count, const SegbVisitor& visit) {
  std::uint64_t room = (file.size() - head_2) / trailer_entry;
  auto wanted = static_cast<std::uint64_t>(std::max(count, 0));
  if (count < 0 || wanted > room)
    return fail(Fault::malformed, "the number of entries does not fit the segment");
  if (wanted > most_segb_entries) {
    visit.skip(0, {Fault::limit, "more entries than are read"});
    wanted = most_segb_entries;
  }
  std::vector<Place> places;
  places.reserve(static_cast<std::size_t>(wanted));
  std::uint64_t begin = file.size() - wanted * trailer_entry;
  Cursor in(slice(file, begin, wanted * trailer_entry));
  for (std::uint64_t i = 0; i < wanted; ++i) {
    Place place{.end = static_cast<std::int32_t>(in.le<std::uint32_t>()),
                .state = static_cast<std::int32_t>(in.le<std::uint32_t>()),
                .time = in.le<std::uint64_t>(),
                .offset = begin + i * trailer_entry};
    places.push_back(place);
  }
  std::ranges::sort(places, {}, [](const Place& place) { return std::pair(place.end, place.offset); });
  return places;
}

Result<SegbHead> read_second(Bytes file, const SegbVisitor& visit) {
  Cursor head(file);
  head.skip(4);
  auto count = static_cast<std::int32_t>(head.le<std::uint32_t>());
  SegbHead segment{.version = 2, .created = time_from_cocoa_bits(head.le<std::uint64_t>())};
  std::uint64_t begin = head_2;
  for (const Place& place : TRY(read_places(file, count, visit))) {
    std::uint64_t end = head_2 + static_cast<std::uint64_t>(std::max(place.end, 0));
    bool unused = place.end <= 0 && (place.state == 0 || place.state == 4);
    if (unused) continue;
    if (place.end < 0 || end > file.size() || end < begin + entry_head_2) {
      visit.skip(place.offset, {Fault::malformed, "an entry ends where it cannot"});
      continue;
    }
    SegbEntry entry{.offset = begin, .state = place.state, .time = time_from_cocoa_bits(place.time)};
    entry.payload = slice(file, begin + entry_head_2, end - begin - entry_head_2);
    auto checksum = static_cast<std::uint32_t>(load_little(slice(file, begin, 4), 4));
    entry.has_checksum = fits(entry.payload, checksum);
    visit.entry(entry);
    begin = (end + 3) / 4 * 4;
  }
  return segment;
}

}  // namespace

std::string_view SegbEntry::state_name() const {
  if (state == 1) return "written";
  if (state == 3) return "deleted";
  return state == 0 || state == 4 ? "empty" : "unknown";
}

Result<SegbHead> read_segb(Bytes file, const SegbVisitor& visit) {
  if (file.size() < head_2) return fail(Fault::truncated, "the segment is shorter than its header");
  if (as_text(file.first(4)) == "SEGB") return read_second(file, visit);
  if (as_text(slice(file, head_1 - 4, 4)) == "SEGB") return read_first(file, visit);
  return fail(Fault::unsupported, "no segment of a Biome stream");
}

}  // namespace bridle
