#include "testing/segb_builder.h"

#include <zlib.h>

#include <bit>

namespace bridle::testing {
namespace {

void put(std::string& out, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
}

void pad(std::string& out, std::size_t to) {
  while (out.size() % to != 0) out += '\0';
}

struct Stored {
  std::string payload;
  std::uint32_t checksum;
};

Stored stored(const SegbTemplate::Entry& entry) {
  if (entry.state == 3) return {std::string(entry.payload.size(), '\0'), 0};
  auto checksum = ::crc32(0, nullptr, 0);
  for (char c : entry.payload) {
    auto byte = static_cast<Bytef>(c);
    checksum = ::crc32(checksum, &byte, 1);
  }
  return {entry.payload, static_cast<std::uint32_t>(checksum)};
}

std::string write_first(const SegbTemplate& segment) {
  std::string data;
  for (const SegbTemplate::Entry& entry : segment.entries) {
    auto [payload, checksum] = stored(entry);
    put(data, payload.size(), 4);
    put(data, static_cast<std::uint32_t>(entry.state), 4);
    for (int twice = 0; twice < 2; ++twice) put(data, std::bit_cast<std::uint64_t>(entry.time), 8);
    put(data, checksum, 4);
    put(data, 0, 4);
    data += payload;
    pad(data, 8);
  }
  std::string out;
  put(out, 56 + data.size(), 4);
  put(out, 0, 4);
  put(out, std::bit_cast<std::uint64_t>(segment.created), 8);
  out.resize(52);
  return out + "SEGB" + data + std::string(64, '\0');
}

std::string write_second(const SegbTemplate& segment) {
  std::string data, trailer;
  for (const SegbTemplate::Entry& entry : segment.entries) {
    auto [payload, checksum] = stored(entry);
    pad(data, 4);
    put(data, checksum, 4);
    put(data, 0, 4);
    data += payload;
    std::string place;
    put(place, data.size(), 4);
    put(place, static_cast<std::uint32_t>(entry.state), 4);
    put(place, std::bit_cast<std::uint64_t>(entry.time), 8);
    trailer = place + trailer;
  }
  std::string out = "SEGB";
  put(out, segment.entries.size(), 4);
  put(out, std::bit_cast<std::uint64_t>(segment.created), 8);
  out.resize(32);
  return out + data + std::string(64, '\0') + trailer;
}

}  // namespace

std::string write_segb(const SegbTemplate& segment, int version) {
  return version == 1 ? write_first(segment) : write_second(segment);
}

}  // namespace bridle::testing
