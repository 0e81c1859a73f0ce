#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bridle {

enum class HostKind : std::uint8_t { name, ipv4, ipv6 };

/// A host as it is compared: lower-case ASCII without user-info, port, brackets or trailing dot.
/// Holds its text in place, so that parsing one allocates nothing unless it needs IDNA.
class ParsedHost {
 public:
  HostKind kind = HostKind::name;
  /// The address in network order: 4 bytes of an IPv4, 16 of an IPv6. An IPv4 that is mapped or translated
  /// into IPv6 counts as IPv4.
  std::array<std::uint8_t, 16> address{};
  bool decoded = false;      ///< an IPv4 that was written otherwise than as four plain decimal numbers
  bool idna_failed = false;  ///< the name is no valid IDNA: kept lower-cased as it stands

  /// Borrows: this.
  std::string_view text() const { return {text_.data(), size_}; }
  /// At most 255 bytes; false, and unchanged, when longer.
  bool assign(std::string_view text);
  /// Lower-cases a host that needs no more than that; false, and in no useful state, for any other: with
  /// user-info, port, brackets, escapes, letters beyond ASCII, a last label that begins with a digit.
  bool assign_plain(std::string_view text);

 private:
  std::array<char, 255> text_;
  std::uint8_t size_ = 0;
};

/// Reads a host as it stands in a URL, a log line or an indicator, "user@[host]:port" at most.
/// Nothing when it cannot be a host: empty, longer than 253 bytes, or with characters that no host has.
/// Source: WHATWG URL Standard, host parsing, which is what browsers follow; RFC 5891 for names.
std::optional<ParsedHost> parse_host(std::string_view text);

/// The host of a URL, with or without a scheme ("//host/…", "host/…", and "http:/host" as browsers read it).
std::optional<ParsedHost> host_of_url(std::string_view url);

/// The part of a normalised host name that somebody registered: the public suffix and one label, with the
/// private section of the list, so that "a.duckdns.org" is its own. Empty for a public suffix and for a host
/// whose last label is no known top-level domain. Borrows: `host`.
std::string_view registrable_domain(std::string_view host);
/// Is this normalised name itself a public suffix, or a provider under whose name strangers share hosts?
bool is_shared_suffix(std::string_view host);
/// Does the last label stand in the public suffix list?
bool has_known_suffix(std::string_view host);

/// `host` without a leading "www." when a name with a dot remains. Borrows: `host`.
std::string_view without_www(std::string_view host);

}  // namespace bridle
