#include "indicators/links.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "indicators/bare_hosts.h"
#include "indicators/host.h"
#include "indicators/link_runs.h"
#include "indicators/link_text.h"
#include "indicators/url.h"

namespace bridle {
namespace {

/// Longest link, in bytes. What is longer is cut, not lost: the host stands at its beginning.
constexpr std::size_t link_limit = 8192;

/// Top-level domains that are known better as ends of file names. Sorted.
constexpr std::array<std::string_view, 17> file_suffixes = {"ai",   "app", "bz",  "cc", "cab", "gz",
                                                            "java", "md",  "mov", "pl", "ps",  "pub",
                                                            "py",   "rs",  "sh",  "so", "zip"};

class Miner {
 public:
  std::vector<Link> mine(std::string_view text) {
    LinkRuns runs(text);
    while (auto run = runs.next()) {
      if (out_.size() >= links_per_text) break;
      if ((run->scheme || run->brackets) && looks_defanged(run->text)) {
        auto plain = refang(run->text);
        defanged_ = &plain;
        mine_run(plain.text, run->offset);
        defanged_ = nullptr;
      } else {
        mine_run(run->text, run->offset);
      }
    }
    return std::move(out_);
  }

 private:
  /// A run may hold several links glued together: "a(https://x)https://y".
  void mine_run(std::string_view run, std::size_t offset) {
    std::size_t at = 0;
    bool any = false;
    for (auto scheme = next_scheme(run, at); scheme && attempts_ > 0; scheme = next_scheme(run, at)) {
      --attempts_;
      any = true;
      auto end = run.size();
      if (auto following = next_scheme(run, scheme->after);
          following && begins_new_link(run, following->begin))
        end = following->begin;
      auto link = trim_link(cut(run.substr(scheme->begin, end - scheme->begin)));
      std::optional<ParsedHost> host;
      if (scheme->begin + link.size() > scheme->after) host = host_of_url(link);
      if (host) add(link, *host, offset, scheme->begin, false);
      bool good = host.has_value();
      at = good ? end : scheme->after;  // "itms-services://?url=https://…" has no host, but holds a link
    }
    if (!any) mine_scheme_less(run, offset);
  }

  /// At most link_limit bytes, and no character by half.
  static std::string_view cut(std::string_view link) {
    if (link.size() <= link_limit) return link;
    auto end = link_limit;
    while (end > link_limit - 4 && (static_cast<std::uint8_t>(link[end]) & 0xC0) == 0x80) --end;
    return link.substr(0, end);
  }

  struct Scheme {
    std::size_t begin, after;  // of "https://": its first character, and the one behind it
  };
  static std::optional<Scheme> next_scheme(std::string_view run, std::size_t from) {
    for (auto at = run.find(':', from); at != std::string_view::npos; at = run.find(':', at + 1)) {
      auto rest = run.substr(at + 1);
      // JSON in text may have its slashes escaped.
      std::size_t slashes = rest.starts_with("//") ? 2 : rest.starts_with("\\/\\/") ? 4 : 0;
      if (slashes == 0) continue;
      auto begin = at;
      while (begin > from && at - begin < 32 && is_scheme_character(run[begin - 1])) --begin;
      while (begin < at && !is_alpha(run[begin])) ++begin;
      // "see.https://…": a dot may stand in a scheme, but a sentence is likelier.
      if (auto dot = run.substr(begin, at - begin).find_last_of(".+-"); dot != std::string_view::npos) {
        auto last = to_lower_ascii(run.substr(begin + dot + 1, at - begin - dot - 1));
        if (last == "http" || last == "https") begin += dot + 1;
      }
      if (begin < at) return Scheme{begin, at + 1 + slashes};
    }
    return std::nullopt;
  }
  static bool is_scheme_character(char c) { return is_alnum(c) || c == '+' || c == '-' || c == '.'; }

  /// A second scheme inside a run begins a new link unless it stands in the path or query of the first.
  static bool begins_new_link(std::string_view run, std::size_t at) {
    return at > 0 && std::string_view("/=?&%:#").find(run[at - 1]) == std::string_view::npos;
  }

  void mine_scheme_less(std::string_view run, std::size_t offset) {
    std::size_t begin = 0;
    while (begin < run.size() && !is_alnum(run[begin]) && static_cast<std::uint8_t>(run[begin]) < 0x80) {
      if (std::string_view("/\\@.~$-_").find(run[begin]) != std::string_view::npos)
        return;  // a path, an address, an option
      ++begin;
    }
    // "see:www.example.com", "href=www.example.com": the part behind the last such mark, unless it is a port.
    auto slash = std::min(run.find_first_of("/?#", begin), run.size());
    if (auto mark = run.substr(0, slash).find_last_of(":=([,;");
        mark != std::string_view::npos && mark >= begin && mark + 1 < slash &&
        !(run[mark] == ':' && is_digit(run[mark + 1])))
      begin = mark + 1;
    auto link = trim_link(cut(run.substr(begin)));
    auto end = link.find_first_of("/?#");
    auto authority = link.substr(0, end);
    if (authority.find('@') != std::string_view::npos ||
        !plausible_host(authority, end != std::string_view::npos, defanged_ != nullptr))
      return;
    if (auto host = host_of_url(link)) add(link, *host, offset, begin, true);
  }

  /// `certain`: somebody took the trouble to defang it, so it is a host and not a word with a dot.
  static bool plausible_host(std::string_view authority, bool has_path, bool certain) {
    if (authority.size() < 4 || authority.size() > 300 || authority.find("..") != std::string_view::npos)
      return false;
    auto name = authority.substr(0, authority.find(':'));
    auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    auto host = parse_host(authority);
    if (!host) return false;
    if (host->kind != HostKind::name) return (has_path || certain) && !host->decoded;
    auto text = host->text();
    if (host->idna_failed || text.find('_') != std::string_view::npos) return false;
    auto last = text.substr(text.rfind('.') + 1);
    if (!text.starts_with("www.") && !certain) {
      // "com.example.info" is a bundle id, which reads like a host from the wrong end.
      bool reversed = text.starts_with("com.") || text.starts_with("org.") || text.starts_with("net.");
      if (std::ranges::binary_search(file_suffixes, last)) return false;
      if (!has_path && (reversed || (!is_bare_suffix(last) && !last.starts_with("xn--")))) return false;
    }
    return !registrable_domain(text).empty();  // last, because the list is slow
  }

  void add(std::string_view link, const ParsedHost& host, std::size_t offset, std::size_t begin,
           bool scheme_less) {
    if (out_.size() >= links_per_text) return;
    auto place = offset + (defanged_ != nullptr ? defanged_->places[begin] : begin);
    Link found{std::string(link), place, false, scheme_less, defanged_ != nullptr};
    auto targets = unwrap_redirects(found.url, host);
    out_.push_back(std::move(found));
    for (auto& target : targets) {
      if (out_.size() >= links_per_text) return;
      out_.push_back({std::move(target), place, true, false, defanged_ != nullptr});
    }
  }

  std::vector<Link> out_;
  std::size_t attempts_ = 4 * links_per_text;  // each costs at most link_limit bytes
  const Refanged* defanged_ = nullptr;
};

}  // namespace

std::vector<Link> find_links(std::string_view text) {
  return Miner().mine(text);
}

}  // namespace bridle
