#include "formats/axml.h"

#include "base/limits.h"
#include "base/text.h"

namespace bridle {
namespace {

enum Chunk : std::uint16_t {
  string_pool = 0x0001,
  document = 0x0003,
  namespace_start = 0x0100,
  namespace_end = 0x0101,
  element_start = 0x0102,
  element_end = 0x0103,
  cdata = 0x0104,
  resource_map = 0x0180
};

constexpr std::uint64_t chunk_header = 8, node_header = 16, attribute_size = 20;
constexpr std::uint64_t decoded_limit = 64ULL << 20;
constexpr std::uint16_t most_attributes = 4096;
constexpr std::uint32_t none = 0xFFFFFFFF, utf8_flag = 1 << 8;
constexpr std::uint8_t text_type = 3;

// A length in one unit, or in two when the highest bit of the first is set.
std::uint64_t length(Cursor& in, bool is_utf8) {
  if (is_utf8) {
    std::uint64_t first = in.u8();
    return (first & 0x80) == 0 ? first : (first & 0x7F) << 8 | in.u8();
  }
  std::uint64_t first = in.le<std::uint16_t>();
  return (first & 0x8000) == 0 ? first : (first & 0x7FFF) << 16 | in.le<std::uint16_t>();
}

}  // namespace

const AxmlAttribute* AxmlEvent::attribute(std::uint32_t resource, std::string_view wanted) const {
  for (const AxmlAttribute& each : attributes)
    if (each.resource == resource && resource != 0) return &each;
  for (const AxmlAttribute& each : attributes)
    if (each.resource == 0 && each.name == wanted) return &each;
  return nullptr;
}

Result<AxmlReader> AxmlReader::open(Bytes bytes) {
  AxmlReader reader(bytes);
  Cursor in(bytes);
  auto type = in.le<std::uint16_t>();
  std::uint64_t header = in.le<std::uint16_t>(), size = in.le<std::uint32_t>();
  TRY(in.check("binary XML"));
  // Android looks at the size of the header only.
  if (type != document) reader.oddities_.insert("its first chunk claims to be something else");
  if (header < chunk_header || header > bytes.size())
    return fail(Fault::malformed, "binary XML without a document");
  if (size > bytes.size()) reader.oddities_.insert("it claims to be longer than it is");
  reader.at_ = header;
  return reader;
}

Result<std::optional<AxmlEvent>> AxmlReader::next() {
  while (!ended_) {
    if (bytes_.size() - at_ < chunk_header) {
      ended_ = true;
      return std::nullopt;
    }
    Cursor in(bytes_.subspan(at_));
    auto type = in.le<std::uint16_t>(), header = in.le<std::uint16_t>();
    std::uint64_t size = in.le<std::uint32_t>(), offset = at_;
    ended_ = true;  // unless this chunk is good
    if (size < chunk_header || header < chunk_header || header > size)
      return fail(Fault::malformed, "binary XML has a chunk whose sizes make no sense");
    if (size > bytes_.size() - at_) return fail(Fault::truncated, "binary XML ends inside a chunk");
    Bytes chunk = bytes_.subspan(at_, size);
    at_ += size;
    if (type == element_start) {
      if (++depth_ > depth_limit) return fail(Fault::limit, "binary XML is nested too deep");
      AxmlEvent event = TRY(start(chunk, header, offset));
      ended_ = false;
      return event;
    }
    if (type == element_end) {
      AxmlEvent event{.is_start = false, .offset = offset, .depth = depth_, .name = {}, .attributes = {}};
      if (chunk.size() >= header + 8U)
        event.name = text(static_cast<std::uint32_t>(load_little(chunk.subspan(header + 4), 4)));
      if (--depth_ < 0) return fail(Fault::malformed, "binary XML ends an element that it did not begin");
      ended_ = false;
      return event;
    }
    if (type == string_pool && pool_.empty())
      take_pool(chunk);
    else if (type == resource_map)
      resources_ = chunk.subspan(header);
    else if (type != namespace_start && type != namespace_end && type != cdata)
      oddities_.insert("it has a chunk of an unknown kind");
    ended_ = false;
  }
  return std::nullopt;
}

void AxmlReader::take_pool(Bytes chunk) {
  Cursor in(chunk);
  in.skip(2);
  std::uint64_t header = in.le<std::uint16_t>();
  in.skip(4);
  std::uint64_t count = in.le<std::uint32_t>();
  in.skip(4);  // styles
  is_utf8_ = (in.le<std::uint32_t>() & utf8_flag) != 0;
  std::uint64_t texts = in.le<std::uint32_t>();
  if (!in.ok() || texts > chunk.size() || texts < header) {
    oddities_.insert("its pool of texts is damaged");
    return;
  }
  if (count > (texts - header) / 4) {
    oddities_.insert("its pool counts more texts than it has");
    count = (texts - header) / 4;
  }
  offsets_ = chunk.subspan(header, count * 4);
  pool_ = chunk.subspan(texts);
}

std::string AxmlReader::text(std::uint32_t index) {
  if (index == none || index >= offsets_.size() / 4 || decoded_ > decoded_limit) return {};
  std::uint64_t offset = load_little(offsets_.subspan(std::size_t{index} * 4), 4);
  if (offset >= pool_.size()) return {};
  Cursor in(pool_.subspan(offset));
  std::uint64_t characters = length(in, is_utf8_);
  std::uint64_t size = is_utf8_ ? length(in, true) : characters * 2;
  if (size > in.left()) {
    oddities_.insert("a text ends outside the pool");
    size = in.left() / 2 * 2;
  }
  decoded_ += size;
  Bytes bytes = in.take(size);
  return is_utf8_ ? to_utf8_lossy(as_text(bytes)) : utf8_from_utf16_le(bytes);
}

Result<AxmlEvent> AxmlReader::start(Bytes chunk, std::uint16_t header, std::uint64_t offset) {
  if (header < node_header) oddities_.insert("an element has an unusual header");
  Cursor in(chunk.subspan(header));
  in.skip(4);
  auto name = in.le<std::uint32_t>();
  std::uint64_t begin = in.le<std::uint16_t>(), size = in.le<std::uint16_t>();
  auto count = in.le<std::uint16_t>();
  TRY(in.check("an element of binary XML"));
  AxmlEvent event{.is_start = true, .offset = offset, .depth = depth_, .name = text(name), .attributes = {}};
  if (count > most_attributes) return fail(Fault::limit, "an element of binary XML has too many attributes");
  if (count > 0 && size < attribute_size)
    return fail(Fault::malformed, "the attributes of an element of binary XML are too small");
  if (count > 0 && size != attribute_size) oddities_.insert("attributes have an unusual size");
  for (std::uint64_t i = 0; i < count; ++i) {
    Bytes bytes = slice(chunk, header + begin + i * size, attribute_size);
    if (bytes.empty()) return fail(Fault::truncated, "binary XML ends inside an attribute");
    Cursor one(bytes);
    one.skip(4);
    auto key = one.le<std::uint32_t>(), raw = one.le<std::uint32_t>();
    one.skip(3);
    AxmlAttribute attribute;
    attribute.type = one.u8();
    attribute.data = one.le<std::uint32_t>();
    attribute.name = text(key);
    if (std::uint64_t{key} * 4 + 4 <= resources_.size())
      attribute.resource =
          static_cast<std::uint32_t>(load_little(resources_.subspan(std::size_t{key} * 4), 4));
    if (attribute.type == text_type)
      attribute.text = text(attribute.data);
    else if (raw != none)
      attribute.text = text(raw);
    event.attributes.push_back(std::move(attribute));
  }
  if (decoded_ > decoded_limit) return fail(Fault::limit, "binary XML has more text than is read");
  return event;
}

}  // namespace bridle
