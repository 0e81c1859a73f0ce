#pragma once

#include <string>
#include <vector>

#include "indicators/host.h"
#include "indicators/indicator.h"
#include "indicators/matcher.h"
#include "indicators/name_table.h"

namespace bridle {

/// URL indicators. Compared by host (without www.), port, path (without a slash at its end) and query; the
/// scheme and a query that the indicator does not have only lower the grade.
class UrlIndex {
 public:
  void add(const Indicator& indicator, std::uint32_t number);
  /// `host` is that of `url`: URLs of hosts without any URL indicator are not looked at further. Without a
  /// URL, only the host is known.
  void match(const ParsedHost& host, std::string_view url, std::vector<Hit>& out) const;

 private:
  struct Entry {
    std::uint32_t number;
    bool prefix, host_too;
    std::string scheme, query;  // empty: not indicated
  };

  NameTable hosts_, places_;  // to indices of entries_
  std::vector<Entry> entries_;
};

}  // namespace bridle
