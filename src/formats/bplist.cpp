#include "formats/bplist.h"

#include <fmt/format.h>

#include <bit>
#include <limits>

#include "base/text.h"
#include "formats/plist_document.h"

namespace bridle {
namespace {

constexpr std::size_t header_size = 8;
constexpr std::size_t trailer_size = 32;

/// The last 32 bytes: 5 unused, 1 sort version, then these.
struct Trailer {
  std::size_t offset_width;  ///< bytes of an entry of the offset table, 1 to 8
  std::size_t ref_width;     ///< bytes of an object number, 1 to 8
  std::uint64_t count;
  std::uint64_t top;
  std::uint64_t table;  ///< offset of the offset table, from the start of the file
};

Result<Trailer> read_trailer(Bytes file) {
  if (file.size() < header_size + trailer_size) return fail(Fault::truncated, "bplist trailer is short");
  if (file.size() > std::numeric_limits<std::uint32_t>::max())
    return fail(Fault::limit, "bplist is over 4 GiB");
  Cursor in{file.last(trailer_size)};
  in.skip(6);
  Trailer trailer{.offset_width = in.u8(),
                  .ref_width = in.u8(),
                  .count = in.be<std::uint64_t>(),
                  .top = in.be<std::uint64_t>(),
                  .table = in.be<std::uint64_t>()};
  if (trailer.offset_width < 1 || trailer.offset_width > 8)
    return fail(Fault::malformed, "bplist offset size");
  if (trailer.ref_width < 1 || trailer.ref_width > 8) return fail(Fault::malformed, "bplist reference size");
  std::uint64_t end = file.size() - trailer_size;
  if (trailer.table < header_size || trailer.table > end)
    return fail(Fault::malformed, "bplist offset table lies outside");
  if (trailer.count > (end - trailer.table) / trailer.offset_width)
    return fail(Fault::malformed, "bplist offset table is longer than the file");
  if (trailer.count > plist_object_limit) return fail(Fault::limit, "bplist has over a million objects");
  if (trailer.top >= trailer.count) return fail(Fault::malformed, "bplist top object lies outside");
  return trailer;
}

/// Reads the objects. This runs for every file of a backup, so an object's reader says with a plain bool
/// whether it succeeded, and the one error is kept aside: a Result for each of fifty objects would double the
/// time.
class Reader {
 public:
  Reader(Bytes file, const Trailer& trailer, PlistDocument& out)
      : objects_(file.first(static_cast<std::size_t>(trailer.table))),
        table_(file.subspan(static_cast<std::size_t>(trailer.table))),
        trailer_(trailer),
        out_(out) {}

  Result<> read_top(std::uint32_t top) {
    if (read(top, 0)) return {};
    return std::unexpected(std::move(error_));
  }

 private:
  /// Reads object `index`, and below it what was not read yet. `depth` bounds the recursion.
  bool read(std::uint32_t index, int depth);
  bool read_object(std::uint32_t index, std::size_t offset, int depth);
  bool read_simple(PlistNode& node, std::uint8_t low, std::size_t at);
  bool read_integer(PlistNode& node, std::uint8_t low, Bytes rest);
  bool read_real(PlistNode& node, std::uint8_t low, Bytes rest);
  bool read_date(PlistNode& node, std::uint8_t low, Bytes rest);
  bool read_uid(PlistNode& node, std::uint8_t low, Bytes rest);
  bool read_blob(PlistNode& node, int type, std::uint8_t low, Bytes rest);
  bool read_container(std::uint32_t index, bool dictionary, std::uint8_t low, Bytes rest, int depth);
  /// The count in a marker, or behind it, and takes it off `rest`. Then: is there room for that many of
  /// `width` bytes?
  bool read_count(std::uint8_t low, std::size_t width, Bytes& rest, std::uint64_t& count);

  bool stop(Fault fault, std::string message) {
    error_ = {fault, std::move(message)};
    return false;
  }
  bool cut_off() { return stop(Fault::truncated, "bplist object is cut off"); }

  Bytes objects_;
  Bytes table_;
  const Trailer& trailer_;
  PlistDocument& out_;
  Error error_{};
};

bool Reader::read(std::uint32_t index, int depth) {
  PlistNode& node = out_.nodes[index];
  if (node.state == PlistNode::State::reading)
    return stop(Fault::malformed, fmt::format("bplist object {} holds itself", index));
  // A shared object may stand deeper here than where it was met first.
  if (depth + node.height > depth_limit) return stop(Fault::limit, "bplist is nested too deeply");
  if (node.state == PlistNode::State::read) return true;
  std::size_t width = trailer_.offset_width;
  std::uint64_t offset = load_big(table_.subspan(index * width, width), width);
  if (offset < header_size || offset >= objects_.size())
    return stop(Fault::malformed, fmt::format("bplist object {} lies outside", index));
  node.state = PlistNode::State::reading;
  if (!read_object(index, static_cast<std::size_t>(offset), depth)) return false;
  node.state = PlistNode::State::read;
  return true;
}

bool Reader::read_object(std::uint32_t index, std::size_t offset, int depth) {
  PlistNode& node = out_.nodes[index];
  node.weight = 1;
  std::uint8_t marker = objects_[offset];
  std::uint8_t low = marker & 0x0F;
  Bytes rest = objects_.subspan(offset + 1);
  switch (int type = marker >> 4; type) {
    case 0x0:
      return read_simple(node, low, offset);
    case 0x1:
      return read_integer(node, low, rest);
    case 0x2:
      return read_real(node, low, rest);
    case 0x3:
      return read_date(node, low, rest);
    case 0x4:
    case 0x5:
    case 0x6:
      return read_blob(node, type, low, rest);
    case 0x8:
      return read_uid(node, low, rest);
    case 0xA:  // array
    case 0xB:  // ordered set
    case 0xC:
      return read_container(index, /*dictionary=*/false, low, rest, depth);  // set
    case 0xD:
      return read_container(index, /*dictionary=*/true, low, rest, depth);
    default:
      return stop(Fault::unsupported, fmt::format("bplist object type 0x{:02x} at byte {}", marker, offset));
  }
}

bool Reader::read_simple(PlistNode& node, std::uint8_t low, std::size_t at) {
  if (low == 0x0 || low == 0xF) return true;  // null, fill
  if (low != 0x8 && low != 0x9)
    return stop(Fault::unsupported, fmt::format("bplist object type 0x{:02x} at byte {}", low, at));
  node.kind = PlistKind::boolean;
  node.integer = low == 0x9;
  node.has_value = true;
  return true;
}

bool Reader::read_integer(PlistNode& node, std::uint8_t low, Bytes rest) {
  if (low > 4) return stop(Fault::malformed, "bplist integer is over 16 bytes");
  std::size_t width = std::size_t{1} << low;
  if (rest.size() < width) return cut_off();
  node.kind = PlistKind::integer;
  node.has_value = true;
  // One to four bytes are unsigned, eight are signed, and Apple writes sixteen only for 2^63 to 2^64 - 1.
  if (width < 16) {
    node.integer = static_cast<std::int64_t>(load_big(rest, width));
    return true;
  }
  std::uint64_t high = load_big(rest, 8);
  node.integer = static_cast<std::int64_t>(load_big(rest.subspan(8), 8));
  node.is_unsigned = high == 0 && node.integer < 0;
  node.has_value = high == 0 || (high == ~std::uint64_t{0} && node.integer < 0);
  return true;
}

bool Reader::read_real(PlistNode& node, std::uint8_t low, Bytes rest) {
  if (low != 2 && low != 3) return stop(Fault::malformed, "bplist real is neither 4 nor 8 bytes");
  std::size_t width = std::size_t{1} << low;
  if (rest.size() < width) return cut_off();
  node.kind = PlistKind::real;
  node.has_value = true;
  std::uint64_t bits = load_big(rest, width);
  node.real = low == 2 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits)) : std::bit_cast<double>(bits);
  return true;
}

bool Reader::read_date(PlistNode& node, std::uint8_t low, Bytes rest) {
  if (low != 3) return stop(Fault::malformed, "bplist date is not 8 bytes");
  if (rest.size() < 8) return cut_off();
  node.kind = PlistKind::date;
  if (auto time = time_from_cocoa_seconds(std::bit_cast<double>(load_big(rest, 8)))) {
    node.integer = time->nanoseconds;
    node.has_value = true;
  }
  return true;
}

bool Reader::read_uid(PlistNode& node, std::uint8_t low, Bytes rest) {
  std::size_t width = low + 1u;
  if (rest.size() < width) return cut_off();
  node.kind = PlistKind::uid;
  node.has_value = true;
  for (; width > 8; --width, rest = rest.subspan(1)) node.has_value = node.has_value && rest[0] == 0;
  node.integer = static_cast<std::int64_t>(load_big(rest, width));
  return true;
}

bool Reader::read_count(std::uint8_t low, std::size_t width, Bytes& rest, std::uint64_t& count) {
  count = low;
  if (low == 0x0F) {
    if (rest.empty()) return cut_off();
    std::uint8_t marker = rest[0];
    if (marker < 0x10 || marker > 0x13) return stop(Fault::malformed, "bplist count is no integer");
    std::size_t size = std::size_t{1} << (marker & 0x0F);
    if (rest.size() < 1 + size) return cut_off();
    count = load_big(rest.subspan(1), size);
    rest = rest.subspan(1 + size);
  }
  if (count > rest.size() / width) return cut_off();
  return true;
}

bool Reader::read_blob(PlistNode& node, int type, std::uint8_t low, Bytes rest) {
  bool wide = type == 0x6;
  std::uint64_t count = 0;
  if (!read_count(low, wide ? 2 : 1, rest, count)) return false;
  Bytes content = rest.first(static_cast<std::size_t>(wide ? count * 2 : count));
  if (wide) {
    node.kind = PlistKind::string;
    std::size_t offset = out_.text.size();
    out_.text += utf8_from_utf16_be(content);
    out_.set_appended(node, offset);
  } else if (type == 0x5) {
    out_.set_text(node, content);
  } else {
    node.kind = PlistKind::data;
    node.has_value = true;
    node.size = static_cast<std::uint32_t>(content.size());
    node.data = content.data();
  }
  // Strings that lie side by side cannot grow to more than three times the file: these lie on top of each
  // other.
  if (out_.text.size() > 4 * objects_.size()) return stop(Fault::malformed, "bplist strings overlap");
  node.weight += node.size / 256;
  return true;
}

bool Reader::read_container(std::uint32_t index, bool dictionary, std::uint8_t low, Bytes rest, int depth) {
  std::size_t width = trailer_.ref_width;
  std::uint64_t size = 0;
  if (!read_count(low, dictionary ? 2 * width : width, rest, size)) return false;
  auto refs = static_cast<std::size_t>(dictionary ? 2 * size : size);
  std::size_t first = out_.children.size();
  // Every reference takes a byte at least, so containers that hold more of them than that lie on top of each
  // other.
  if (first + refs > objects_.size()) return stop(Fault::malformed, "bplist containers overlap");
  out_.children.resize(first + refs);
  std::uint64_t weight = 1;
  int height = 0;
  for (std::size_t i = 0; i < refs; ++i) {
    std::uint64_t child = width == 1 ? rest[i] : load_big(rest.subspan(i * width, width), width);
    if (child >= trailer_.count)
      return stop(Fault::malformed, fmt::format("bplist object {} refers outside", index));
    out_.children[first + i] = static_cast<std::uint32_t>(child);
    if (!read(static_cast<std::uint32_t>(child), depth + 1)) return false;
    const PlistNode& held = out_.nodes[child];
    if (dictionary && i < size && held.kind != PlistKind::string)
      return stop(Fault::malformed, "bplist dictionary key is no string");
    weight += held.weight;
    height = std::max(height, held.height + 1);
  }
  if (weight > plist_expansion_limit) return stop(Fault::limit, "bplist is too large written out as a tree");
  PlistNode& node = out_.nodes[index];
  node.kind = dictionary ? PlistKind::dictionary : PlistKind::array;
  node.has_value = true;
  node.size = static_cast<std::uint32_t>(size);
  node.offset = first;
  node.weight = static_cast<std::uint32_t>(weight);
  node.height = static_cast<std::uint8_t>(height);
  return true;
}

}  // namespace

bool is_bplist(Bytes bytes) {
  return as_text(bytes).starts_with("bplist");
}

Result<> read_bplist(Bytes bytes, PlistDocument& document) {
  if (!as_text(bytes).starts_with("bplist0")) return fail(Fault::unsupported, "bplist version is not 00");
  Trailer trailer = TRY(read_trailer(bytes));
  document.nodes.resize(static_cast<std::size_t>(trailer.count));
  document.root = static_cast<std::uint32_t>(trailer.top);
  return Reader(bytes, trailer, document).read_top(document.root);
}

}  // namespace bridle
