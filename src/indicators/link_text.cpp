#include "indicators/link_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "indicators/host.h"

namespace bridle {
namespace {

struct Defanged {
  std::string_view written, meant;
};
constexpr Defanged forms[] = {
    {"[.]", "."},     {"(.)", "."}, {"{.}", "."}, {"[dot]", "."},   {"(dot)", "."}, {"{dot}", "."},
    {"[://]", "://"}, {"[:]", ":"}, {"[/]", "/"}, {"[:/]/", "://"}, {"[.", "."},
};

const Defanged* form_at(std::string_view text) {
  if (text[0] != '[' && text[0] != '(' && text[0] != '{') return nullptr;
  for (const Defanged& form : forms)
    if (text.size() >= form.written.size() &&
        to_lower_ascii(text.substr(0, form.written.size())) == form.written)
      return &form;
  return nullptr;
}

/// Does "hxxp" or "h**p" in any case stand here, and begin a scheme?
bool is_hxxp(std::string_view text) {
  if (text.size() < 5 || to_lower_ascii(text[0]) != 'h' || to_lower_ascii(text[3]) != 'p') return false;
  char first = to_lower_ascii(text[1]), second = to_lower_ascii(text[2]), after = to_lower_ascii(text[4]);
  bool middle = (first == 'x' && (second == 'x' || second == 't')) || (first == '*' && second == '*') ||
                (first == 't' && second == 'x');
  return middle && (after == ':' || after == 's' || after == '[');
}

constexpr std::array<bool, 256> begins_defanged = [] {
  std::array<bool, 256> out{};
  for (char c : std::string_view("hH[({")) out[static_cast<std::uint8_t>(c)] = true;
  return out;
}();

/// 1 to 3 for what opens, the same below zero for what closes.
constexpr std::array<std::int8_t, 256> brackets = [] {
  std::array<std::int8_t, 256> out{};
  constexpr std::string_view openers = "([{", closers = ")]}";
  for (std::size_t i = 0; i < openers.size(); ++i) {
    out[static_cast<std::uint8_t>(openers[i])] = static_cast<std::int8_t>(i + 1);
    out[static_cast<std::uint8_t>(closers[i])] = static_cast<std::int8_t>(-1 - static_cast<int>(i));
  }
  return out;
}();

}  // namespace

bool looks_defanged(std::string_view run) {
  for (std::size_t i = 0; i < run.size(); ++i)
    if (begins_defanged[static_cast<std::uint8_t>(run[i])] &&
        (form_at(run.substr(i)) != nullptr || is_hxxp(run.substr(i))))
      return true;
  return false;
}

Refanged refang(std::string_view run) {
  Refanged out;
  auto put = [&](std::string_view text, std::size_t place) {
    out.text += text;
    out.places.resize(out.text.size(), place);
  };
  for (std::size_t i = 0; i < run.size();) {
    if (const Defanged* form = form_at(run.substr(i))) {
      put(form->meant, i);
      i += form->written.size();
    } else if (is_hxxp(run.substr(i))) {
      put("http", i);
      i += 4;
    } else {
      put(run.substr(i, 1), i);
      ++i;
    }
  }
  return out;
}

std::string_view trim_link(std::string_view link) {
  std::array<std::ptrdiff_t, 3> open{};  // unclosed brackets of each kind, over the whole link
  auto count = [&](char c, std::ptrdiff_t sign) {
    if (auto bracket = brackets[static_cast<std::uint8_t>(c)]; bracket != 0)
      open[static_cast<std::size_t>(std::abs(bracket)) - 1] += bracket > 0 ? sign : -sign;
  };
  bool counted = false;
  while (!link.empty()) {
    char last = link.back();
    auto bracket = brackets[static_cast<std::uint8_t>(last)];
    if (bracket != 0) {
      if (!counted)  // nothing but punctuation was taken off before
        for (char c : link) count(c, 1);
      counted = true;
      if (bracket < 0 && open[static_cast<std::size_t>(-bracket) - 1] >= 0) break;
      count(last, -1);
    } else if (std::string_view(".,;:!?'*~\\").find(last) == std::string_view::npos) {
      break;
    }
    link.remove_suffix(1);
  }
  // "https://example.comのページ": where the host's last label is a known domain with another script behind
  // it.
  auto scheme = link.find("://");
  auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  auto end = begin;
  while (end < link.size() && link[end] != '/' && link[end] != '?' && link[end] != '#' && link[end] != ':')
    ++end;
  auto host = link.substr(begin, end - begin);
  auto label = host.rfind('.');
  if (label == std::string_view::npos || label == 0) return link;
  auto foreign =
      std::ranges::find_if(host.substr(label), [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
  auto length = static_cast<std::size_t>(foreign - host.substr(label).begin());
  if (length < 3 || label + length >= host.size()) return link;
  auto suffix = to_lower_ascii(host.substr(label + 1, length - 1));
  return has_known_suffix(suffix) ? link.substr(0, begin + label + length) : link;
}

}  // namespace bridle
