#include "formats/mbdb.h"

#include <fmt/format.h>

namespace bridle {
namespace {

constexpr std::string_view header{"mbdb\x05\x00", 6};

/// Two bytes of length, then that many; FF FF is "absent".
std::optional<Bytes> read_string(Cursor& in) {
  auto size = in.be<std::uint16_t>();
  if (size == 0xFFFF) return std::nullopt;
  return in.take(size);
}

std::string_view text(const std::optional<Bytes>& bytes) {
  return as_text(bytes.value_or(Bytes{}));
}

/// Seconds of 32 bits always fit.
Time read_time(Cursor& in) {
  return time_from_unix_seconds(std::int64_t{in.be<std::uint32_t>()}).value_or(Time{});
}

}  // namespace

Result<MbdbReader> MbdbReader::open(Bytes bytes) {
  Cursor in{bytes};
  std::string_view magic = as_text(in.take(header.size()));
  TRY(in.check("mbdb header"));
  if (magic != header) return fail(Fault::unsupported, "not an mbdb of version 5.0");
  return MbdbReader(in);
}

Result<std::optional<MbdbRecord>> MbdbReader::next() {
  if (in_.at_end() || !in_.ok()) return std::nullopt;
  MbdbRecord record;
  record.offset = in_.offset();
  record.domain = text(read_string(in_));
  record.path = text(read_string(in_));
  if (auto target = read_string(in_); target && !target->empty()) record.target = as_text(*target);
  record.digest = read_string(in_).value_or(Bytes{});
  // Unencrypted backups have an empty key here as well as an absent one.
  if (auto key = read_string(in_); key && !key->empty()) record.encryption_key = read_wrapped_key(*key);
  record.mode = in_.be<std::uint16_t>();
  record.inode = in_.be<std::uint64_t>();
  record.uid = in_.be<std::uint32_t>();
  record.gid = in_.be<std::uint32_t>();
  record.modified = read_time(in_);
  record.status_changed = read_time(in_);
  record.birth = read_time(in_);
  record.size = in_.be<std::uint64_t>();
  record.protection_class = in_.u8();
  int properties = in_.u8();
  for (int i = 0; i < properties && in_.ok(); ++i) {
    std::string_view name = text(read_string(in_));
    record.properties.push_back({.name = name, .value = read_string(in_).value_or(Bytes{})});
  }
  if (!in_.ok())
    return fail(Fault::truncated, fmt::format("mbdb record at byte {} is cut off", record.offset));
  return record;
}

}  // namespace bridle
