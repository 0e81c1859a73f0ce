#include "formats/binary_cookies.h"

#include "formats/cocoa_bits.h"

namespace bridle {
namespace {

constexpr std::uint64_t cookie_head = 56;

// From `offset` to the zero behind it; nothing when there is none.
std::optional<std::string_view> text_at(Bytes cookie, std::uint32_t offset) {
  if (offset < cookie_head || offset >= cookie.size()) return std::nullopt;
  std::string_view rest = as_text(cookie.subspan(offset));
  auto end = rest.find('\0');
  return end == std::string_view::npos ? std::nullopt : std::optional(rest.substr(0, end));
}

Result<BinaryCookie> read_cookie(Bytes page, std::uint32_t offset) {
  Cursor size(slice(page, offset, 4));
  Bytes bytes = slice(page, offset, size.le<std::uint32_t>());
  if (bytes.size() < cookie_head) return fail(Fault::truncated, "a cookie is shorter than its head");
  Cursor in(bytes);
  in.skip(8);
  BinaryCookie cookie{.flags = in.le<std::uint32_t>()};
  in.skip(4);
  auto domain = text_at(bytes, in.le<std::uint32_t>()), name = text_at(bytes, in.le<std::uint32_t>());
  auto path = text_at(bytes, in.le<std::uint32_t>()), value = text_at(bytes, in.le<std::uint32_t>());
  in.skip(8);
  cookie.expires = time_from_cocoa_bits(in.le<std::uint64_t>());
  cookie.created = time_from_cocoa_bits(in.le<std::uint64_t>());
  if (!domain || !name) return fail(Fault::malformed, "a cookie without domain or name");
  cookie.domain = *domain;
  cookie.name = *name;
  cookie.path = path.value_or("");
  cookie.value_size = value ? value->size() : 0;
  return cookie;
}

void read_page(Bytes page, std::uint64_t at, const BinaryCookieVisitor& visit) {
  Cursor in(page);
  auto mark = in.be<std::uint32_t>();
  std::uint64_t count = in.le<std::uint32_t>();
  if (mark != 0x100 || !in.ok()) return visit.skip(at, {Fault::malformed, "a page does not begin as one"});
  if (count > in.left() / 4)
    return visit.skip(at, {Fault::truncated, "a page ends inside its list of cookies"});
  for (std::uint64_t i = 0; i < count; ++i) {
    auto offset = in.le<std::uint32_t>();
    auto cookie = read_cookie(page, offset);
    if (cookie) {
      cookie->offset = at + offset;
      visit.cookie(*cookie);
    } else {
      visit.skip(at + offset, cookie.error());
    }
  }
}

}  // namespace

Result<> read_binary_cookies(Bytes file, const BinaryCookieVisitor& visit) {
  Cursor in(file);
  if (as_text(in.take(4)) != "cook") return fail(Fault::unsupported, "no store of cookies");
  std::uint64_t pages = in.be<std::uint32_t>();
  if (!in.ok() || pages > in.left() / 4) return fail(Fault::truncated, "the list of pages ends early");
  Cursor sizes(in.take(pages * 4));
  std::uint64_t at = in.offset();
  for (std::uint64_t i = 0; i < pages; ++i) {
    std::uint64_t size = sizes.be<std::uint32_t>();
    Bytes page = slice(file, at, size);
    if (page.size() < size) {
      visit.skip(at, {Fault::truncated, "the file ends inside a page"});
      return {};
    }
    read_page(page, at, visit);
    at += size;
  }
  return {};
}

}  // namespace bridle
