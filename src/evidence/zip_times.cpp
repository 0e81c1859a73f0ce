#include "evidence/zip_times.h"

#include <algorithm>
#include <functional>

#include "formats/zip_index.h"

namespace bridle {
namespace {

constexpr std::uint64_t largest_directory = 64 << 20, most_members = 1'000'000;

Result<std::vector<std::uint8_t>> piece(ByteSource& content, std::uint64_t at, std::uint64_t size) {
  std::vector<std::uint8_t> bytes(size);
  TRY(content.read(at, bytes));
  return bytes;
}

Result<std::vector<std::uint8_t>> directory_of(ByteSource& content) {
  std::uint64_t size = content.size(), tail_size = std::min(size, zip_tail_size);
  ZipEnd end = TRY(find_zip_end(TRY(piece(content, size - tail_size, tail_size)), size));
  if (end.directory_size > largest_directory)
    return fail(Fault::limit, "the zip's directory is longer than is read");
  return piece(content, end.directory_at, end.directory_size);
}

}  // namespace

ZipTimes ZipTimes::read(ByteSource& content) {
  ZipTimes times;
  auto mark = piece(content, 0, 2);
  if (!mark || as_text(*mark) != "PK") return times;
  auto directory = directory_of(content);
  if (!directory) return times;
  ZipMembers found = read_zip_directory(*directory, most_members);
  times.is_known_ = !found.rest;
  for (const ZipMember& member : found.members)
    if (member.has_utc_time()) times.in_utc_.insert(std::hash<std::string_view>{}(member.name));
  return times;
}

bool ZipTimes::are_local(std::string_view name) const {
  return is_known_ && !in_utc_.contains(std::hash<std::string_view>{}(name));
}

}  // namespace bridle
