#include "indicators/unicode_host.h"

#include <unicode/uidna.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>

namespace bridle {
namespace {

/// What makes a name unreadable. Wrong hyphens, lengths, directions and joiners do not: some registries and
/// many resolvers let them through, and a name that is merely odd must still meet its indicator.
constexpr std::uint32_t fatal =
    UIDNA_ERROR_DISALLOWED | UIDNA_ERROR_PUNYCODE | UIDNA_ERROR_INVALID_ACE_LABEL | UIDNA_ERROR_LABEL_HAS_DOT;
constexpr std::size_t output_limit = 4096;

/// Never closed: they live as long as the program, and ICU's readers are safe to share between threads.
const UIDNA* idna() {
  static const UIDNA* const shared = [] {
    UErrorCode status = U_ZERO_ERROR;
    return uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &status);
  }();
  return shared;
}
const USpoofChecker* spoof() {
  static const USpoofChecker* const shared = [] {
    UErrorCode status = U_ZERO_ERROR;
    return uspoof_open(&status);
  }();
  return shared;
}

using Convert = int32_t (*)(const UIDNA*, const char*, int32_t, char*, int32_t, UIDNAInfo*, UErrorCode*);

std::optional<std::string> converted(Convert convert, std::string_view text) {
  if (idna() == nullptr || text.size() > output_limit) return std::nullopt;
  std::array<char, output_limit> out;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  auto size = convert(idna(), text.data(), static_cast<int32_t>(text.size()), out.data(), output_limit, &info,
                      &status);
  if (U_FAILURE(status) || (info.errors & fatal) != 0 || size < 0 ||
      static_cast<std::size_t>(size) > output_limit)
    return std::nullopt;
  return std::string(out.data(), static_cast<std::size_t>(size));
}

std::string label_skeleton(std::string_view label) {
  std::array<char, output_limit> out;
  UErrorCode status = U_ZERO_ERROR;
  auto size = uspoof_getSkeletonUTF8(spoof(), 0, label.data(), static_cast<int32_t>(label.size()), out.data(),
                                     output_limit, &status);
  if (U_FAILURE(status) || size < 0 || static_cast<std::size_t>(size) > output_limit) return {};
  return {out.data(), static_cast<std::size_t>(size)};
}

}  // namespace

std::optional<std::string> unicode_to_ascii(std::string_view host) {
  return converted(uidna_nameToASCII_UTF8, host);
}

bool is_international(std::string_view host) {
  return host.find("xn--") != std::string_view::npos ||
         std::ranges::any_of(host, [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
}

std::string host_skeleton(std::string_view host) {
  if (spoof() == nullptr) return {};
  auto shown = is_international(host) ? converted(uidna_nameToUnicodeUTF8, host) : std::nullopt;
  std::string_view rest = shown ? std::string_view(*shown) : host;
  std::string out;
  for (;;) {
    auto dot = rest.find('.');
    out += label_skeleton(rest.substr(0, dot));
    if (dot == std::string_view::npos) return out;
    out += '.';
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace bridle
