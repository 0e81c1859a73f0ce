#include "formats/webkit_origin.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::uint32_t null_string = 0xFFFF'FFFF, longest = 4096;

Result<std::string> read_text(Cursor& in) {
  auto length = in.le<std::uint32_t>();
  if (length == null_string) return std::string();
  if (length > longest) return fail(Fault::malformed, "a text of an origin is longer than one can be");
  bool narrow = in.u8() != 0;
  Bytes characters = in.take(narrow ? length : std::uint64_t{length} * 2);
  TRY(in.check("origin"));
  return narrow ? to_utf8_lossy(as_text(characters)) : utf8_from_utf16_le(characters);
}

Result<WebOrigin> read_one(Cursor& in) {
  // Not in the braces: GCC 12 leaks what stands there already when a later TRY returns.
  std::string scheme = TRY(read_text(in)), host = TRY(read_text(in));
  WebOrigin origin{.scheme = std::move(scheme), .host = std::move(host), .port = {}};
  if (in.u8() != 0) origin.port = in.le<std::uint16_t>();
  TRY(in.check("origin"));
  if (origin.scheme.empty() || !std::ranges::all_of(origin.scheme, [](char c) {
        return is_alnum(c) || c == '-' || c == '+' || c == '.';
      }))
    return fail(Fault::unsupported, "an origin without a scheme");
  return origin;
}

}  // namespace

std::string WebOrigin::url() const {
  if (host.empty()) return {};
  return port ? fmt::format("{}://{}:{}", scheme, host, *port) : fmt::format("{}://{}", scheme, host);
}

Result<WebKitOrigin> read_webkit_origin(Bytes file) {
  Cursor in(file);
  WebOrigin top = TRY(read_one(in)), client = TRY(read_one(in));
  return WebKitOrigin{.top = std::move(top), .client = std::move(client)};
}

std::optional<WebOrigin> origin_of_name(std::string_view name) {
  auto point = name.find(".localstorage");
  if (point != std::string_view::npos) name = name.substr(0, point);
  auto first = name.find('_'), last = name.rfind('_');
  if (first == std::string_view::npos || last == first || first == 0) return std::nullopt;
  std::string_view scheme = name.substr(0, first), port = name.substr(last + 1);
  auto number = parse_integer(port);
  if (!std::ranges::all_of(scheme, [](char c) { return is_alnum(c) || c == '-'; }) || !number ||
      *number < 0 || *number > 65'535)
    return std::nullopt;
  WebOrigin origin{.scheme = std::string(scheme),
                   .host = std::string(name.substr(first + 1, last - first - 1)),
                   .port = {}};
  if (origin.host.empty()) return std::nullopt;
  if (*number != 0) origin.port = static_cast<std::uint16_t>(*number);
  return origin;
}

}  // namespace bridle
