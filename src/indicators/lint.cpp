#include "indicators/lint.h"

#include <algorithm>

#include "base/text.h"
#include "indicators/host.h"
#include "indicators/stock_names.h"

namespace bridle {
namespace {

constexpr Lint ip_in_domain{"ip-in-domain", "An address is published as a domain: taken as an address."};
constexpr Lint path_in_domain{
    "path-in-domain", "A path stands behind a domain: taken as a URL, and the host alone as a weak match."};
constexpr Lint retyped{"retyped",
                       "The value is of another type than it is published as: taken as what it is."};
constexpr Lint bare_label{"bare-label",
                          "A name without a dot is no domain; the ending was probably lost: not taken."};
constexpr Lint broken_value{"broken-value", "No such value can exist, or it could match nothing: not taken."};
constexpr Lint unknown_tld{"unknown-tld",
                           "The last label is no known top-level domain: perhaps a typing mistake."};
constexpr Lint upper_case_hash{"upper-case-hash",
                               "The hash has upper-case digits, which some tools do not match."};
constexpr Lint shared_provider{
    "shared-provider", "Strangers share this name: only this very host is matched, nothing below it."};
constexpr Lint one_letter_path{"one-letter-path",
                               "A component of the path has one letter: harmless paths may end so too."};
constexpr Lint short_name{"short-name",
                          "The name has three letters or fewer: other programs may have it too."};
constexpr Lint stock_name{"stock-name", "The platform itself has something of this name."};

/// Beside those of stock_names.h: a program of old iOS versions, which an indicator names on purpose.
constexpr std::string_view old_process = "BackupAgent";
constexpr std::string_view stock_ids[] = {"com.apple.", "com.android.", "com.google.android."};

bool is_stock(const Indicator& indicator) {
  std::string_view value = indicator.normalised;
  auto last = value.substr(value.rfind('/') + 1);
  if (indicator.type == IndicatorType::process_name)
    return stock_name_of(indicator.value) != nullptr || android_stock_name_of(indicator.value) != nullptr ||
           indicator.value == old_process;
  // Only plain names: a path elsewhere is telling just because it borrows a stock name.
  if (indicator.type != IndicatorType::app_id && indicator.type != IndicatorType::file_name) return false;
  return std::ranges::any_of(stock_ids, [&](std::string_view start) { return last.starts_with(start); });
}

bool has_one_letter(std::string_view path) {
  for (std::size_t from = 0; from <= path.size();) {
    auto to = std::min(path.find('/', from), path.size());
    if (to - from == 1) return true;
    from = to + 1;
  }
  return false;
}

bool is_name_type(IndicatorType type) {
  return type == IndicatorType::domain;
}

}  // namespace

std::vector<Lint> lint(IndicatorType published, const Indicator& indicator) {
  std::vector<Lint> out;
  bool address = indicator.type == IndicatorType::ipv4 || indicator.type == IndicatorType::ipv6;
  bool path = indicator.type == IndicatorType::file_path;
  if (indicator.type != published)
    out.push_back(is_name_type(published) && address              ? ip_in_domain
                  : is_name_type(published) && indicator.host_too ? path_in_domain
                                                                  : retyped);
  if (indicator.type == IndicatorType::domain) {
    if (!has_known_suffix(indicator.normalised)) out.push_back(unknown_tld);
    if (indicator.shared_suffix) out.push_back(shared_provider);
  }
  if (indicator.type >= IndicatorType::md5 && indicator.type <= IndicatorType::certificate_sha256 &&
      std::ranges::any_of(indicator.value, [](char c) { return c >= 'A' && c <= 'F'; }))
    out.push_back(upper_case_hash);
  if (path && has_one_letter(indicator.normalised)) out.push_back(one_letter_path);
  bool name = indicator.type == IndicatorType::process_name || indicator.type == IndicatorType::file_name;
  if (name && indicator.normalised.size() <= 3) out.push_back(short_name);
  if (is_stock(indicator)) out.push_back(stock_name);
  return out;
}

Lint lint_of_rejected(IndicatorType published, std::string_view value) {
  auto name = trim(value);
  bool label = is_name_type(published) && !name.empty() && name.find('.') == std::string_view::npos &&
               std::ranges::all_of(name, [](char c) { return is_alnum(c) || c == '-'; });
  return label ? bare_label : broken_value;
}

}  // namespace bridle
