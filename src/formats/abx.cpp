#include "formats/abx.h"

#include <fmt/format.h>

#include <bit>

#include "base/limits.h"

namespace bridle {
namespace {

constexpr std::string_view magic{"ABX\0", 4};
constexpr std::size_t pool_limit = 0xFFFF;

enum Event {
  start_document,
  end_document,
  start_tag,
  end_tag,
  text_event,
  cdata,
  entity,
  blank,
  instruction,
  comment,
  doctype,
  attribute = 15
};

}  // namespace

bool is_abx(Bytes bytes) {
  return as_text(bytes).starts_with(magic);
}

std::optional<std::string> AbxElement::attribute(std::string_view wanted) const {
  for (const auto& [name_, value] : attributes)
    if (name_ == wanted) return value;
  return std::nullopt;
}

Result<AbxReader> AbxReader::open(Bytes bytes) {
  if (!is_abx(bytes)) return fail(Fault::malformed, "no binary XML: its magic is missing");
  AbxReader reader(bytes);
  reader.in_.skip(magic.size());
  return reader;
}

std::string AbxReader::text() {
  return std::string(as_text(in_.take(in_.be<std::uint16_t>())));
}

Result<std::string> AbxReader::interned() {
  auto index = in_.be<std::uint16_t>();
  if (!in_.ok()) return fail(Fault::truncated, "binary XML ends inside a name");
  if (index != 0xFFFF) {
    if (index >= pool_.size()) return fail(Fault::malformed, "binary XML points outside its pool of names");
    return pool_[index];
  }
  if (pool_.size() >= pool_limit) return fail(Fault::limit, "binary XML has too many names");
  pool_.push_back(text());
  return pool_.back();
}

// Types of a value: 1 null, 2 text, 3 interned text, 4 and 5 bytes, 6 to 9 whole numbers, 10 and 11 real
// ones, 12 true, 13 false.
Result<std::string> AbxReader::value(int type) {
  switch (type) {
    case 1:
      return std::string();
    case 2:
      return text();
    case 3:
      return interned();
    case 4:
      return to_hex(in_.take(in_.be<std::uint16_t>()));
    case 5:
      return to_base64(in_.take(in_.be<std::uint16_t>()));
    case 6:
      return fmt::format("{}", static_cast<std::int32_t>(in_.be<std::uint32_t>()));
    case 7:
      return fmt::format("{:x}", in_.be<std::uint32_t>());
    case 8:
      return fmt::format("{}", static_cast<std::int64_t>(in_.be<std::uint64_t>()));
    case 9:
      return fmt::format("{:x}", in_.be<std::uint64_t>());
    case 10:
      return fmt::format("{}", std::bit_cast<float>(in_.be<std::uint32_t>()));
    case 11:
      return fmt::format("{}", std::bit_cast<double>(in_.be<std::uint64_t>()));
    case 12:
      return std::string("true");
    case 13:
      return std::string("false");
    default:
      return fail(Fault::malformed, fmt::format("binary XML has a value of unknown type {}", type));
  }
}

Result<std::optional<AbxElement>> AbxReader::next() {
  while (!ended_) {
    if (in_.at_end()) {
      ended_ = true;
      break;
    }
    std::uint64_t offset = in_.offset();
    std::uint8_t token = in_.u8();
    int event = token & 0x0F, type = token >> 4;
    std::optional<AbxElement> finished;
    ended_ = true;  // unless this token turns out to be whole
    switch (event) {
      case start_document:
      case end_document:
        break;
      case start_tag:
        if (++depth_ > depth_limit) return fail(Fault::limit, "binary XML is nested too deeply");
        finished =
            std::exchange(open_, AbxElement{.offset = offset, .depth = depth_, .name = TRY(interned())});
        break;
      case end_tag:
        (void)TRY(interned());
        depth_ = depth_ > 0 ? depth_ - 1 : 0;
        finished = std::exchange(open_, std::nullopt);
        break;
      case attribute: {
        std::string name = TRY(interned()), content = TRY(value(type));
        if (open_) open_->attributes.emplace_back(std::move(name), std::move(content));
        break;
      }
      case text_event:
      case cdata:
      case entity:
      case blank:
      case instruction:
      case comment:
      case doctype: {
        std::string content = TRY(value(type));
        if (open_ && (event == text_event || event == cdata)) open_->text += content;
        break;
      }
      default:
        return fail(Fault::malformed, fmt::format("binary XML has an unknown token at byte {}", offset));
    }
    TRY(in_.check("binary XML"));
    ended_ = false;
    if (finished) return finished;
  }
  return std::exchange(open_, std::nullopt);
}

}  // namespace bridle
