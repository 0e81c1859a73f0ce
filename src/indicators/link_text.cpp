#include "indicators/link_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "indicators/host.h"

namespace bridle {
namespace {

constexpr std::array<bool, 128> ends_run = [] {
  std::array<bool, 128> out{};
  for (std::size_t c = 0; c <= 0x20; ++c) out[c] = true;
  for (char c : std::string_view("\"<>`|^\x7F")) out[static_cast<std::size_t>(c)] = true;
  return out;
}();

/// Blanks, quotes and sentence marks of other scripts, and the invisible marks that steer text direction.
bool ends_run_beyond_ascii(char32_t c) {
  if (c == 0xA0 || c == 0xAB || c == 0xBB || c == 0x85 || c == 0xFEFF || c == 0xFFFD || c == 0xFFFC)
    return true;
  if (c >= 0x2000 && c <= 0x206F) return c != 0x2010 && c != 0x2011;  // spaces, dashes, quotes, bidi marks
  if (c >= 0x3000 && c <= 0x301F) return c != 0x3002 && c != 0x3005 && c != 0x3006 && c != 0x3007;
  return c == 0xFF08 || c == 0xFF09 || c == 0xFF0C || c == 0xFF01 || c == 0xFF1B || c == 0xFF1F ||
         c == 0x60C || c == 0x61B || c == 0x61F || c == 0x6D4;
}

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

/// Length of "hxxp" or "h**p" in any case, when it begins a scheme.
bool is_hxxp(std::string_view text) {
  if (text.size() < 5 || to_lower_ascii(text[0]) != 'h' || to_lower_ascii(text[3]) != 'p') return false;
  auto middle = to_lower_ascii(text.substr(1, 2));
  char after = to_lower_ascii(text[4]);
  return (middle == "xx" || middle == "**" || middle == "tx" || middle == "xt") &&
         (after == ':' || after == 's' || after == '[');
}

}  // namespace

std::optional<TextRun> TextRuns::next() {
  auto step = [&](std::size_t at, bool& ends) -> std::size_t {
    auto byte = static_cast<std::uint8_t>(text_[at]);
    if (byte < 0x80) {
      ends = ends_run[byte];
      return 1;
    }
    auto rest = text_.substr(at);
    auto before = rest.size();
    ends = ends_run_beyond_ascii(take_code_point(rest));
    return before - rest.size();
  };
  bool ends = false;
  while (at_ < text_.size()) {
    auto length = step(at_, ends);
    if (!ends) break;
    at_ += length;
  }
  if (at_ >= text_.size()) return std::nullopt;
  auto begin = at_;
  while (at_ < text_.size()) {
    auto length = step(at_, ends);
    if (ends) break;
    at_ += length;
  }
  return TextRun{text_.substr(begin, at_ - begin), begin};
}

bool looks_defanged(std::string_view run) {
  for (std::size_t i = 0; i < run.size(); ++i) {
    char c = run[i];
    if ((c == '[' || c == '(' || c == '{') && form_at(run.substr(i)) != nullptr) return true;
    if ((c == 'h' || c == 'H') && is_hxxp(run.substr(i))) return true;
  }
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
  constexpr std::string_view openers = "([{", closers = ")]}";
  std::array<std::ptrdiff_t, 3> open{};  // unclosed brackets of each kind, over the whole link
  for (char c : link) {
    if (auto kind = openers.find(c); kind != std::string_view::npos) ++open[kind];
    if (auto kind = closers.find(c); kind != std::string_view::npos) --open[kind];
  }
  while (!link.empty()) {
    char last = link.back();
    if (auto kind = closers.find(last); kind != std::string_view::npos) {
      if (open[kind] >= 0) break;
      ++open[kind];
    } else if (auto opener = openers.find(last); opener != std::string_view::npos) {
      --open[opener];
    } else if (std::string_view(".,;:!?'*~\\").find(last) == std::string_view::npos) {
      break;
    }
    link.remove_suffix(1);
  }
  // "https://example.comのページ": where the host's last label is a known domain with another script behind
  // it.
  auto scheme = link.find("://");
  auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  auto end = std::min(link.find_first_of("/?#:", begin), link.size());
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
