#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "indicators/indicator.h"
#include "records/observable.h"

namespace bridle {

/// How a value met an indicator, from strongest to weakest.
enum class Grade : std::uint8_t {
  exact,              ///< equal after normalisation; `www.` in front of a host does not count
  registered_domain,  ///< below an indicated registrable domain
  subdomain,          ///< below an indicated host that is itself a sub-domain
  network,            ///< an address inside an indicated network
  directory,          ///< below an indicated directory, or below an indicated URL path
  suffix,             ///< ends in an indicated relative path
  query_differs,      ///< an indicated URL with a query that the indicator lacks
  scheme_differs,     ///< an indicated URL but for its scheme
  redirect,           ///< a link through a known redirect service that leads to what is indicated
  path_component,     ///< a component of a path equals an indicated process name
  decoded_ip,         ///< an indicated address, written as a number, in octal, or translated into IPv6
  truncated_name,     ///< the source cuts names at this length, and an indicated name is one that it may be
  host_only,          ///< the host of an indicator that was published as a domain with a path
  contained,          ///< what is indicated stands inside the value, as a part that the value only mentions
  look_alike,         ///< another host, which readers may take for an indicated one: it is not that host
};

constexpr std::string_view name(Grade grade) {
  constexpr std::string_view names[] = {
      "exact",      "registered_domain", "subdomain",      "network",   "directory",
      "suffix",     "query_differs",     "scheme_differs", "redirect",  "path_component",
      "decoded_ip", "truncated_name",    "host_only",      "contained", "look_alike"};
  return names[static_cast<std::size_t>(grade)];
}

/// What is known about the place a value was found in.
struct MatchContext {
  Platform platform = Platform::any;
  /// Where this source cuts process names: 0 (nowhere), 15 (Linux comm) or 16 bytes (Darwin p_comm).
  std::uint8_t name_limit = 0;
  /// A file_path comes from a place where process names matter (a listing of executables): its components may
  /// then meet process names. Always so for process_path.
  bool executables = false;
};

/// One indicator that a value met.
struct Hit {
  std::uint32_t indicator;  ///< index into IndicatorSet::indicators
  Grade grade;
  auto operator<=>(const Hit&) const = default;
};

/// A set of indicators made ready for look-ups. Immutable and safe to share between threads.
/// Revoked indicators are left out. docs/adr/0004-indicator-matching.md gives the reasons.
class Matcher {
 public:
  /// Copies what it needs: the set may go.
  explicit Matcher(const IndicatorSet& set);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  /// Appends one hit per indicator that the value meets, by its strongest grade, in the order of the set.
  /// Values may be of any size and encoding. A miss allocates nothing, but for paths and unusual hosts.
  void match(ObservableType type, std::string_view value, const MatchContext& context,
             std::vector<Hit>& out) const;

 private:
  struct Index;
  std::unique_ptr<const Index> index_;
};

}  // namespace bridle
