#include "formats/zip_index.h"

namespace bridle {
namespace {

constexpr std::uint32_t end_mark = 0x06054B50, member_mark = 0x02014B50, header_mark = 0x04034B50;
constexpr std::size_t end_size = 22;
// Bit 3: sizes stand behind the content. It differs in honest files.
constexpr std::uint16_t compared_flags = 0x0001;
constexpr std::uint16_t extended_time = 0x5455, unix_time = 0x5855;

}  // namespace

Result<ZipEnd> find_zip_end(Bytes tail, std::uint64_t file_size) {
  for (std::size_t back = end_size; back <= tail.size() && back <= zip_tail_size; ++back) {
    Bytes record = tail.subspan(tail.size() - back);
    if (load_little(record, 4) != end_mark) continue;
    Cursor in(record);
    in.skip(4 + 2 + 2 + 2);
    ZipEnd end;
    end.members = in.le<std::uint16_t>();
    end.directory_size = in.le<std::uint32_t>();
    end.directory_at = in.le<std::uint32_t>();
    std::uint64_t comment = in.le<std::uint16_t>();
    if (comment > back - end_size) continue;  // the mark stands in something else
    end.trailing = back - end_size - comment;
    if (end.directory_at == 0xFFFFFFFF || end.directory_size == 0xFFFFFFFF)
      return fail(Fault::unsupported, "a zip64 archive, which no Android takes for an app");
    std::uint64_t end_at = file_size - back;
    if (end.directory_at > end_at || end.directory_size > end_at - end.directory_at)
      return fail(Fault::malformed, "the zip's directory lies outside its file");
    return end;
  }
  return fail(Fault::malformed, "the zip has no end record");
}

ZipMembers read_zip_directory(Bytes directory, std::uint64_t most) {
  ZipMembers out;
  Cursor in(directory);
  while (!in.at_end()) {
    if (in.left() < 4 || load_little(directory.subspan(in.offset()), 4) != member_mark) {
      out.rest = Error{Fault::malformed, "the zip's directory holds something that is no member"};
      return out;
    }
    if (out.members.size() >= most) {
      out.rest = Error{Fault::limit, "the zip has more members than are read"};
      return out;
    }
    in.skip(4 + 2 + 2);
    ZipMember member;
    member.flags = in.le<std::uint16_t>();
    member.method = in.le<std::uint16_t>();
    in.skip(4);
    member.crc = in.le<std::uint32_t>();
    member.compressed = in.le<std::uint32_t>();
    member.size = in.le<std::uint32_t>();
    std::uint64_t name = in.le<std::uint16_t>(), extra = in.le<std::uint16_t>(),
                  comment = in.le<std::uint16_t>();
    in.skip(2 + 2 + 4);
    member.header_at = in.le<std::uint32_t>();
    member.name = as_text(in.take(name));
    member.extra = in.take(extra);
    in.skip(comment);
    if (!in.ok()) {
      out.rest = Error{Fault::truncated, "the zip's directory is cut off"};
      return out;
    }
    out.members.push_back(member);
  }
  return out;
}

bool ZipMember::has_utc_time() const {
  Cursor in(extra);
  while (in.ok() && !in.at_end()) {
    auto id = in.le<std::uint16_t>();
    in.skip(in.le<std::uint16_t>());
    if (in.ok() && (id == extended_time || id == unix_time)) return true;
  }
  return false;
}

Result<ZipHeader> read_zip_header(Bytes header, const ZipMember& member) {
  Cursor in(header);
  auto mark = in.le<std::uint32_t>();
  in.skip(2);
  auto flags = in.le<std::uint16_t>(), method = in.le<std::uint16_t>();
  in.skip(4 + 4 + 4 + 4);
  std::uint64_t name = in.le<std::uint16_t>(), extra = in.le<std::uint16_t>();
  TRY(in.check("a member's header"));
  if (mark != header_mark) return fail(Fault::malformed, "a member's header is not where the directory says");
  return ZipHeader{.size = zip_header_size + name + extra,
                   .differs = method != member.method || name != member.name.size() ||
                              (flags & compared_flags) != (member.flags & compared_flags)};
}

}  // namespace bridle
