#include "indicators/published_values.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "indicators/host.h"

namespace bridle {
namespace {

struct TypeWord {
  std::string_view word;
  IndicatorType type;
};
/// Without blanks, hyphens and underscores, lower-case.
constexpr TypeWord type_words[] = {
    {"domain", IndicatorType::domain},
    {"domainname", IndicatorType::domain},
    {"host", IndicatorType::domain},
    {"hostname", IndicatorType::domain},
    {"fqdn", IndicatorType::domain},
    {"c2", IndicatorType::domain},
    {"ip", IndicatorType::ipv4},
    {"ipaddress", IndicatorType::ipv4},
    {"ipv4", IndicatorType::ipv4},
    {"ipv4addr", IndicatorType::ipv4},
    {"ipv6", IndicatorType::ipv6},
    {"ipv6addr", IndicatorType::ipv6},
    {"url", IndicatorType::url},
    {"uri", IndicatorType::url},
    {"process", IndicatorType::process_name},
    {"processname", IndicatorType::process_name},
    {"email", IndicatorType::email},
    {"emailaddr", IndicatorType::email},
    {"emailaddress", IndicatorType::email},
    {"filename", IndicatorType::file_name},
    {"filepath", IndicatorType::file_path},
    {"path", IndicatorType::file_path},
    {"md5", IndicatorType::md5},
    {"sha1", IndicatorType::sha1},
    {"sha256", IndicatorType::sha256},
    {"hash", IndicatorType::sha256},  // the number of digits decides
    {"certificatemd5", IndicatorType::certificate_md5},
    {"certificatesha1", IndicatorType::certificate_sha1},
    {"certificatesha256", IndicatorType::certificate_sha256},
    {"certificate", IndicatorType::certificate_sha1},
    {"appid", IndicatorType::app_id},
    {"package", IndicatorType::app_id},
    {"packagename", IndicatorType::app_id},
    {"bundleid", IndicatorType::app_id},
    {"profileid", IndicatorType::profile_id},
    {"configurationprofile", IndicatorType::profile_id},
    {"androidproperty", IndicatorType::android_property},
};

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    char lower = to_lower_ascii(c);
    return is_digit(c) || (lower >= 'a' && lower <= 'f');
  });
}

/// "com.example.app": names of apps begin where names of hosts end.
bool is_reverse_name(std::string_view value) {
  for (std::string_view start : {"com.", "org.", "net.", "io."})
    if (value.starts_with(start) && value.size() > start.size()) return true;
  return false;
}

std::optional<IndicatorType> hash_by_length(std::size_t digits) {
  if (digits == 32) return IndicatorType::md5;
  if (digits == 40) return IndicatorType::sha1;
  if (digits == 64) return IndicatorType::sha256;
  return std::nullopt;
}

}  // namespace

void add_remark(FileReport& report, std::vector<LoadRemark>& list, LoadRemark remark) {
  if (list.size() >= remark_limit)
    ++report.unlisted;
  else
    list.push_back(std::move(remark));
}

std::string shown_pattern(std::string_view text) {
  constexpr std::size_t most = 300;
  auto cut = std::string(text.substr(0, most));
  return text.size() > most ? to_utf8_lossy(cut) : cut;
}

void PublishedValues::item(std::string_view what, std::uint64_t number) {
  what_ = what;
  number_ = number;
  ++report_->objects;
}

StixIndicator& PublishedValues::next(std::string_view value, std::string_view id) {
  StixIndicator out;
  out.id = id.empty() ? 0 : content_->ids.number(id.substr(0, 1000));
  out.what = what_;
  out.pattern = content_->texts.keep(value);
  out.has_pattern = true;
  out.file = file_;
  out.place = number_;
  ++report_->indicators;
  content_->indicators.push_back(std::move(out));
  return content_->indicators.back();
}

StixIndicator& PublishedValues::add(IndicatorType type, std::string_view value, std::string_view id) {
  StixIndicator& out = next(value, id);
  out.plain = type;
  return out;
}

StixIndicator& PublishedValues::add_pattern(std::string_view pattern, std::string_view id) {
  StixIndicator& out = next(pattern, id);
  out.pattern_type = "stix";
  return out;
}

void PublishedValues::reject(std::string_view value, std::string reason) {
  ++report_->indicators;
  add_remark(*report_, report_->rejected,
             {fmt::format("{} {}", what_, number_), shown_pattern(value), std::move(reason)});
}

void PublishedValues::not_evaluated(std::string_view value, std::string reason) {
  ++report_->indicators;
  add_remark(*report_, report_->not_evaluated,
             {fmt::format("{} {}", what_, number_), shown_pattern(value), std::move(reason)});
}

std::optional<IndicatorType> type_of_word(std::string_view word) {
  auto plain = to_lower_ascii(trim(word));
  std::erase_if(plain, [](char c) { return c == ' ' || c == '-' || c == '_' || c == ':'; });
  for (const TypeWord& known : type_words)
    if (known.word == plain) return known.type;
  return std::nullopt;
}

IndicatorType address_type(std::string_view value) {
  return std::ranges::count(value, ':') > 1 ? IndicatorType::ipv6 : IndicatorType::ipv4;
}

IndicatorType path_type(std::string_view value) {
  return value.find('/') == std::string_view::npos ? IndicatorType::file_name : IndicatorType::file_path;
}

std::optional<IndicatorType> type_by_look(std::string_view value) {
  if (value.empty() || value.size() > 2048 || std::ranges::any_of(value, [](char c) { return is_space(c); }))
    return std::nullopt;
  if (value.find("://") != std::string_view::npos) return IndicatorType::url;
  if (is_hex(value))
    if (auto hash = hash_by_length(value.size())) return hash;
  if (value.starts_with('/') || value.starts_with("~/")) return IndicatorType::file_path;
  auto at = value.rfind('@');
  if (at != std::string_view::npos)
    return at > 0 && value.find('.', at) != std::string_view::npos ? std::optional(IndicatorType::email)
                                                                   : std::nullopt;
  std::string plain(value);
  for (std::string_view dot : {"[.]", "(.)"})
    for (auto where = plain.find(dot); where != std::string::npos; where = plain.find(dot, where))
      plain.replace(where, dot.size(), ".");
  auto slash = plain.find('/');
  auto host = parse_host(std::string_view(plain).substr(0, slash));
  if (!host) return std::nullopt;
  if (host->kind != HostKind::name) return address_type(plain);
  if (is_reverse_name(plain) && slash == std::string::npos) return IndicatorType::app_id;
  if (plain.find('.') == std::string::npos) return std::nullopt;
  if (!has_known_suffix(host->text()))
    return slash != std::string::npos ? std::optional(IndicatorType::file_path) : std::nullopt;
  return slash == std::string::npos || slash + 1 == plain.size() ? IndicatorType::domain : IndicatorType::url;
}

}  // namespace bridle
