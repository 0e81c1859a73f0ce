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

/// Says that the object needs more bytes than there are.
void latch(Cursor& in) {
  in.skip(in.left() + 1);
}

class Reader {
 public:
  Reader(Bytes file, const Trailer& trailer, PlistDocument& out)
      : objects_(file.first(static_cast<std::size_t>(trailer.table))),
        table_(file.subspan(static_cast<std::size_t>(trailer.table))),
        trailer_(trailer),
        out_(out) {}

  /// Reads object `index`, and below it what was not read yet. `depth` bounds the recursion.
  Result<> read(std::uint32_t index, int depth);

 private:
  Result<> read_leaf(PlistNode& node, std::uint8_t marker, Cursor& in);
  static void read_integer(PlistNode& node, std::size_t width, Cursor& in);
  void read_utf16(PlistNode& node, std::uint64_t units, Cursor& in);
  Result<> read_container(std::uint32_t index, std::uint8_t marker, Cursor& in, int depth);
  Result<std::uint64_t> read_size(std::uint8_t marker, Cursor& in);

  Bytes objects_;
  Bytes table_;
  const Trailer& trailer_;
  PlistDocument& out_;
};

Result<> Reader::read(std::uint32_t index, int depth) {
  PlistNode& node = out_.nodes[index];
  if (node.state == PlistNode::State::reading)
    return fail(Fault::malformed, fmt::format("bplist object {} holds itself", index));
  if (node.state == PlistNode::State::read) {
    if (depth + node.height > depth_limit) return fail(Fault::limit, "bplist is nested too deeply");
    return {};
  }
  if (depth > depth_limit) return fail(Fault::limit, "bplist is nested too deeply");
  std::uint64_t offset =
      load_big(table_.subspan(index * trailer_.offset_width, trailer_.offset_width), trailer_.offset_width);
  if (offset < header_size || offset >= objects_.size())
    return fail(Fault::malformed, fmt::format("bplist object {} lies outside", index));
  Cursor in{objects_.subspan(static_cast<std::size_t>(offset))};
  std::uint8_t marker = in.u8();
  node.state = PlistNode::State::reading;
  bool container = (marker & 0xF0) >= 0xA0 && (marker & 0xF0) <= 0xD0;
  Result<> result = container ? read_container(index, marker, in, depth) : read_leaf(node, marker, in);
  if (!result) return result;
  if (!in.ok()) return fail(Fault::truncated, fmt::format("bplist object at byte {} is cut off", offset));
  node.state = PlistNode::State::read;
  return {};
}

Result<std::uint64_t> Reader::read_size(std::uint8_t marker, Cursor& in) {
  if ((marker & 0x0F) != 0x0F) return static_cast<std::uint64_t>(marker & 0x0F);
  std::uint8_t width_marker = in.u8();
  if ((width_marker & 0xF0) != 0x10 || (width_marker & 0x0F) > 3)
    return fail(Fault::malformed, "bplist size is no integer");
  std::size_t width = std::size_t{1} << (width_marker & 0x0F);
  Bytes digits = in.take(width);
  return digits.empty() ? 0 : load_big(digits, width);
}

void Reader::read_integer(PlistNode& node, std::size_t width, Cursor& in) {
  node.kind = PlistKind::integer;
  std::uint64_t high = width == 16 ? in.be<std::uint64_t>() : 0;
  std::size_t low_width = std::min<std::size_t>(width, 8);
  Bytes digits = in.take(low_width);
  if (digits.empty()) return;  // the caller asks the cursor
  std::uint64_t low = load_big(digits, low_width);
  node.integer = static_cast<std::int64_t>(low);
  bool low_is_negative = node.integer < 0;
  // One to four bytes are unsigned, eight are signed, and Apple writes sixteen only for 2^63 to 2^64 - 1.
  if (width == 16) {
    node.has_value = high == 0 || (high == ~std::uint64_t{0} && low_is_negative);
    node.is_unsigned = high == 0 && low_is_negative;
  } else {
    node.has_value = true;
  }
}

void Reader::read_utf16(PlistNode& node, std::uint64_t units, Cursor& in) {
  node.kind = PlistKind::string;
  if (units > in.left() / 2) return latch(in);
  std::size_t offset = out_.text.size();
  out_.text += utf8_from_utf16_be(in.take(units * 2));
  out_.set_appended(node, offset);
}

Result<> Reader::read_leaf(PlistNode& node, std::uint8_t marker, Cursor& in) {
  std::uint8_t low = marker & 0x0F;
  node.weight = 1;
  switch (marker >> 4) {
    case 0x0:
      if (low == 0x8 || low == 0x9) {
        node.kind = PlistKind::boolean;
        node.integer = low == 0x9;
        node.has_value = true;
        return {};
      }
      if (low == 0x0 || low == 0xF) return {};  // null, fill
      break;
    case 0x1:
      if (low > 4) return fail(Fault::malformed, "bplist integer is over 16 bytes");
      read_integer(node, std::size_t{1} << low, in);
      return {};
    case 0x2:
      node.kind = PlistKind::real;
      node.has_value = true;
      if (low != 2 && low != 3) return fail(Fault::malformed, "bplist real is neither 4 nor 8 bytes");
      node.real = low == 2 ? std::bit_cast<float>(in.be<std::uint32_t>())
                           : std::bit_cast<double>(in.be<std::uint64_t>());
      return {};
    case 0x3:
      if (low != 3) return fail(Fault::malformed, "bplist date is not 8 bytes");
      node.kind = PlistKind::date;
      if (auto time = time_from_cocoa_seconds(std::bit_cast<double>(in.be<std::uint64_t>()))) {
        node.integer = time->nanoseconds;
        node.has_value = true;
      }
      return {};
    case 0x4: {
      std::uint64_t size = TRY(read_size(marker, in));
      Bytes data = in.take(size);
      node.kind = PlistKind::data;
      node.has_value = true;
      node.size = static_cast<std::uint32_t>(data.size());
      node.data = data.data();
      break;
    }
    case 0x5: {
      std::uint64_t size = TRY(read_size(marker, in));
      out_.set_text(node, in.take(size));
      break;
    }
    case 0x6: {
      std::uint64_t units = TRY(read_size(marker, in));
      read_utf16(node, units, in);
      break;
    }
    case 0x8: {
      node.kind = PlistKind::uid;
      Bytes digits = in.take(low + 1u);
      if (digits.empty()) return {};
      std::size_t width = std::min<std::size_t>(digits.size(), 8);
      node.integer = static_cast<std::int64_t>(load_big(digits.last(width), width));
      node.has_value = true;
      for (std::uint8_t byte : digits.first(digits.size() - width))
        node.has_value = node.has_value && byte == 0;
      return {};
    }
    default:
      break;
  }
  if (node.kind == PlistKind::null)
    return fail(Fault::unsupported, fmt::format("bplist object type 0x{:02x}", marker));
  // Strings that lie side by side cannot grow to more than three times the file: these lie on top of each
  // other.
  if (out_.text.size() > 4 * objects_.size()) return fail(Fault::malformed, "bplist strings overlap");
  node.weight += node.size / 256;
  return {};
}

Result<> Reader::read_container(std::uint32_t index, std::uint8_t marker, Cursor& in, int depth) {
  bool dictionary = marker >> 4 == 0xD;
  std::uint64_t size = TRY(read_size(marker, in));
  std::uint64_t refs = size;
  if (size > in.left() / trailer_.ref_width) {
    latch(in);
    return {};
  }
  if (dictionary) refs *= 2;
  Bytes numbers = in.take(refs * trailer_.ref_width);
  if (!in.ok()) return {};
  std::size_t first = out_.children.size();
  // Every reference takes a byte at least, so containers that hold more of them than that lie on top of each
  // other.
  if (first + refs > objects_.size()) return fail(Fault::malformed, "bplist containers overlap");
  out_.children.resize(first + static_cast<std::size_t>(refs));
  std::uint64_t weight = 1;
  int height = 0;
  for (std::size_t i = 0; i < refs; ++i) {
    std::uint64_t child =
        trailer_.ref_width == 1
            ? numbers[i]
            : load_big(numbers.subspan(i * trailer_.ref_width, trailer_.ref_width), trailer_.ref_width);
    if (child >= trailer_.count)
      return fail(Fault::malformed, fmt::format("bplist object {} refers outside", index));
    out_.children[first + i] = static_cast<std::uint32_t>(child);
    TRY(read(static_cast<std::uint32_t>(child), depth + 1));
    const PlistNode& held = out_.nodes[child];
    if (dictionary && i < size && (held.kind != PlistKind::string || !held.has_value))
      return fail(Fault::malformed, "bplist dictionary key is no string");
    weight += held.weight;
    height = std::max(height, held.height + 1);
  }
  if (weight > plist_expansion_limit) return fail(Fault::limit, "bplist is too large written out as a tree");
  PlistNode& node = out_.nodes[index];
  node.kind = dictionary ? PlistKind::dictionary : PlistKind::array;
  node.has_value = true;
  node.size = static_cast<std::uint32_t>(size);
  node.offset = first;
  node.weight = static_cast<std::uint32_t>(weight);
  node.height = static_cast<std::uint8_t>(height);
  return {};
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
  return Reader(bytes, trailer, document).read(document.root, 0);
}

}  // namespace bridle
