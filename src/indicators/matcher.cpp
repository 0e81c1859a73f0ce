#include "indicators/matcher.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "indicators/host.h"
#include "indicators/host_index.h"
#include "indicators/links.h"
#include "indicators/mentions.h"
#include "indicators/name_table.h"
#include "indicators/normalise.h"
#include "indicators/path_index.h"
#include "indicators/url_index.h"

namespace bridle {
namespace {

/// Longest value that is looked at, in bytes; nothing that can match is longer.
constexpr std::size_t value_limit = 1U << 20;
/// Digits of the longest hash that is compared.
constexpr std::size_t value_limit_of_hashes = 64;

std::string_view last_component(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

/// In any case.
bool begins_with(std::string_view value, std::string_view lower) {
  return value.size() >= lower.size() && std::ranges::equal(value.substr(0, lower.size()), lower, {},
                                                            [](char c) { return to_lower_ascii(c); });
}

/// No hit from `first` on is better than `grade`.
void weaken(std::vector<Hit>& hits, std::size_t first, Grade grade) {
  for (auto i = first; i < hits.size(); ++i) hits[i].grade = std::max(hits[i].grade, grade);
}

/// ASCII lower case, in place for values of usual length.
class Folded {
 public:
  explicit Folded(std::string_view text) {
    if (text.size() > small_.size()) {
      large_ = to_lower_ascii(text);
      text_ = large_;
      return;
    }
    std::ranges::transform(text, small_.begin(), [](char c) { return to_lower_ascii(c); });
    text_ = {small_.data(), text.size()};
  }
  Folded(const Folded&) = delete;
  Folded& operator=(const Folded&) = delete;
  std::string_view text() const { return text_; }

 private:
  std::array<char, 256> small_;
  std::string large_;
  std::string_view text_;
};

}  // namespace

struct Matcher::Index {
  std::array<NameTable, indicator_type_count> names;  // for types that are compared as a whole
  NameTable names_cut_at_15, names_cut_at_16;         // longer process names, by their beginning
  NameTable name_ends, app_ends;                      // longer names with a dot, by their last 15 bytes
  HostIndex hosts;
  UrlIndex urls;
  PathIndex paths;
  std::vector<Platform> platforms;  // by indicator
  bool has_processes = false;

  void add(const Indicator& indicator, std::uint32_t number);
  void find(IndicatorType type, std::string_view value, Grade grade, std::vector<Hit>& out) const;
  void match_url(std::string_view value, const MatchContext& context, std::vector<Hit>& out) const;
  void match_link(std::string_view link, Grade grade, std::vector<Hit>& out) const;
  void match_host(std::string_view value, std::vector<Hit>& out) const;
  void match_email(std::string_view value, std::vector<Hit>& out) const;
  void match_certificate(IndicatorType type, std::string_view value, std::vector<Hit>& out) const;
  void match_process(std::string_view value, const MatchContext& context, std::vector<Hit>& out) const;
  void match_path(std::string_view value, bool executable, const MatchContext& context,
                  std::vector<Hit>& out) const;
  void dispatch(ObservableType type, std::string_view value, const MatchContext& context,
                std::vector<Hit>& out) const;
};

void Matcher::Index::add(const Indicator& indicator, std::uint32_t number) {
  switch (indicator.type) {
    case IndicatorType::domain:
    case IndicatorType::ipv4:
    case IndicatorType::ipv6:
      return hosts.add(indicator, number);
    case IndicatorType::url:
      return urls.add(indicator, number);
    case IndicatorType::file_name:
    case IndicatorType::file_path:
      return paths.add(indicator, number);
    default:
      break;
  }
  std::string_view value = indicator.normalised;
  names[static_cast<std::size_t>(indicator.type)].add(RunningHash::of(value), value, number);
  if (value.size() > 15 && value.find('.') != std::string_view::npos) {
    auto end = value.substr(value.size() - 15);
    if (indicator.type == IndicatorType::process_name) name_ends.add(RunningHash::of(end), end, number);
    if (indicator.type == IndicatorType::app_id) app_ends.add(RunningHash::of(end), end, number);
  }
  if (indicator.type != IndicatorType::process_name) return;
  has_processes = true;
  if (value.size() > 15)
    names_cut_at_15.add(RunningHash::of(value.substr(0, 15)), value.substr(0, 15), number);
  if (value.size() > 16)
    names_cut_at_16.add(RunningHash::of(value.substr(0, 16)), value.substr(0, 16), number);
}

void Matcher::Index::find(IndicatorType type, std::string_view value, Grade grade,
                          std::vector<Hit>& out) const {
  const NameTable& table = names[static_cast<std::size_t>(type)];
  if (table.empty()) return;
  for (std::uint32_t number : table.find(RunningHash::of(value), value)) out.push_back({number, grade});
}

void Matcher::Index::match_url(std::string_view value, const MatchContext& context,
                               std::vector<Hit>& out) const {
  if (begins_with(value, "file://")) return match_path(value, false, context, out);
  if (begins_with(value, "mailto:")) {
    auto first = out.size();
    match_email(value, out);
    return weaken(out, first, Grade::contained);
  }
  if (auto host = host_of_url(value)) {
    hosts.match(*host, out);
    urls.match(*host, value, out);
    if (is_redirect_service(host->text()))
      for (const auto& target : unwrap_redirects(value)) match_link(target, Grade::redirect, out);
  }
  // Also for schemes without a host: "itms-services://?url=https://…".
  for (const auto& link : nested_links(value)) match_link(link, Grade::contained, out);
}

void Matcher::Index::match_link(std::string_view link, Grade grade, std::vector<Hit>& out) const {
  auto host = host_of_url(link);
  if (!host) return;
  auto first = out.size();
  hosts.match(*host, out);
  urls.match(*host, link, out);
  weaken(out, first, grade);
}

void Matcher::Index::match_host(std::string_view value, std::vector<Hit>& out) const {
  auto host = value.find('/') == std::string_view::npos ? parse_host(value) : host_of_url(value);
  if (!host) return;
  hosts.match(*host, out);
  urls.match(*host, {}, out);
}

void Matcher::Index::match_email(std::string_view value, std::vector<Hit>& out) const {
  if (value.ends_with('>')) {  // "Name <address>"
    value.remove_suffix(1);
    value.remove_prefix(value.rfind('<') + 1);  // npos + 1 is 0
  }
  if (begins_with(value, "mailto:")) value = value.substr(7, value.find('?') - 7);
  find(IndicatorType::email, Folded(value).text(), Grade::exact, out);
  if (auto at = value.rfind('@'); at != std::string_view::npos)
    match_link(value.substr(at + 1), Grade::contained, out);
}

void Matcher::Index::match_certificate(IndicatorType type, std::string_view value,
                                       std::vector<Hit>& out) const {
  std::string digits = to_lower_ascii(value.substr(0, 2 * value_limit_of_hashes));
  std::erase(digits, ':');
  find(type, digits, Grade::exact, out);
}

void Matcher::Index::match_process(std::string_view value, const MatchContext& context,
                                   std::vector<Hit>& out) const {
  auto process = last_component(value);
  find(IndicatorType::process_name, process, Grade::exact, out);
  const NameTable* cut = context.name_limit == 15   ? &names_cut_at_15
                         : context.name_limit == 16 ? &names_cut_at_16
                                                    : nullptr;
  if (cut != nullptr && process.size() == context.name_limit)
    for (std::uint32_t number : cut->find(RunningHash::of(process), process))
      out.push_back({number, Grade::truncated_name});
  if (context.platform != Platform::android) return;
  // Android names processes after their package, with ":service" behind it; the kernel keeps the last 15
  // bytes of a name with a dot. Source: android_os_Process / SetThreadName in libcutils and ART.
  Folded folded(value.substr(0, value.find(':')));
  find(IndicatorType::app_id, folded.text(), Grade::exact, out);
  if (context.name_limit != 15 || process.size() != 15) return;
  Folded end(process);
  for (std::uint32_t number : app_ends.find(RunningHash::of(end.text()), end.text()))
    out.push_back({number, Grade::truncated_name});
  for (std::uint32_t number : name_ends.find(RunningHash::of(process), process))
    out.push_back({number, Grade::truncated_name});
}

void Matcher::Index::match_path(std::string_view value, bool executable, const MatchContext& context,
                                std::vector<Hit>& out) const {
  std::string normalised;
  std::string_view path = value;
  if (!is_normal_path(value)) path = normalised = normalise_path(value);
  paths.match(path, context.platform, out);
  for (auto at = path.find("http"); at != std::string::npos; at = path.find("http", at + 4)) {
    if (at > 0 && path[at - 1] != '/') continue;
    auto name = path.substr(at, path.find('/', at) - at);
    if (auto host = host_of_storage_name(name); !host.empty()) match_link(host, Grade::contained, out);
  }
  if (!has_processes || (!executable && !context.executables)) return;
  // A file or directory called like a process is less than a process that ran, but for the program itself.
  for (std::size_t at = 0; at < path.size();) {
    auto end = std::min(path.find('/', at), path.size());
    bool program = executable && end == path.size();
    find(IndicatorType::process_name, path.substr(at, end - at),
         program ? Grade::exact : Grade::path_component, out);
    at = end + 1;
  }
}

void Matcher::Index::dispatch(ObservableType type, std::string_view value, const MatchContext& context,
                              std::vector<Hit>& out) const {
  switch (type) {
    case ObservableType::url:
      return match_url(value, context, out);
    case ObservableType::host:
    case ObservableType::ipv4:
    case ObservableType::ipv6:
      return match_host(value, out);
    case ObservableType::process_name:
      return match_process(value, context, out);
    case ObservableType::process_path:
      return match_path(value, true, context, out);
    case ObservableType::file_path:
      return match_path(value, false, context, out);
    case ObservableType::email:
      return match_email(value, out);
    case ObservableType::phone:
      return;  // no indicator type holds numbers
    case ObservableType::app_id:
      return find(IndicatorType::app_id, Folded(value).text(), Grade::exact, out);
    case ObservableType::profile_id:
      return find(IndicatorType::profile_id, Folded(value).text(), Grade::exact, out);
    case ObservableType::sha256:
      return find(IndicatorType::sha256, Folded(value).text(), Grade::exact, out);
    case ObservableType::sha1:
      return find(IndicatorType::sha1, Folded(value).text(), Grade::exact, out);
    case ObservableType::md5:
      return find(IndicatorType::md5, Folded(value).text(), Grade::exact, out);
    case ObservableType::certificate_sha256:
      return match_certificate(IndicatorType::certificate_sha256, value, out);
    case ObservableType::certificate_sha1:
      return match_certificate(IndicatorType::certificate_sha1, value, out);
    case ObservableType::certificate_md5:
      return match_certificate(IndicatorType::certificate_md5, value, out);
    case ObservableType::android_property:
      return find(IndicatorType::android_property, Folded(value).text(), Grade::exact, out);
  }
}

Matcher::Matcher(const IndicatorSet& set) {
  auto index = std::make_unique<Index>();
  index->platforms.reserve(set.indicators.size());
  for (std::uint32_t i = 0; i < set.indicators.size(); ++i) {
    index->platforms.push_back(set.indicators[i].platform);
    if (!set.indicators[i].revoked) index->add(set.indicators[i], i);
  }
  index_ = std::move(index);
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

void Matcher::match(ObservableType type, std::string_view value, const MatchContext& context,
                    std::vector<Hit>& out) const {
  value = trim(value);
  if (value.empty() || value.size() > value_limit) return;
  auto first = static_cast<std::ptrdiff_t>(out.size());
  index_->dispatch(type, value, context, out);
  auto begin = out.begin() + first;
  if (begin == out.end()) return;
  auto elsewhere = [&](const Hit& hit) {
    auto scope = index_->platforms[hit.indicator];
    return scope != Platform::any && context.platform != Platform::any && scope != context.platform;
  };
  out.erase(std::remove_if(begin, out.end(), elsewhere), out.end());
  begin = out.begin() + first;
  std::sort(begin, out.end());  // by indicator, then strongest grade
  out.erase(
      std::unique(begin, out.end(), [](const Hit& a, const Hit& b) { return a.indicator == b.indicator; }),
      out.end());
}

}  // namespace bridle
