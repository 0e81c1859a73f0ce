#include "report/html_writer.h"

#include <fmt/format.h>

#include <limits>

#include "base/sha256.h"
#include "base/text.h"

namespace bridle {
namespace {

constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

// From here on a value takes a line of its own where entries stand side by side.
constexpr std::size_t long_value = 38;

struct Range {
  char32_t first, last;
};
// Controls, format characters and fillers that are not seen, or that turn what stands around them. Tab and
// line break are seen as what they are; U+FE0F is left alone, for half of all emoji bear it.
constexpr Range unseen[] = {{0x00, 0x08},       {0x0B, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},
                            {0x34F, 0x34F},     {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},
                            {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
                            {0x3164, 0x3164},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFC},
                            {0xFFFE, 0xFFFF},   {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}, {0xE000, 0xF8FF},
                            {0xF0000, 0x10FFFF}};

bool is_unseen(char32_t c) {
  for (const Range& range : unseen)
    if (c >= range.first && c <= range.last) return true;
  return false;
}

void append_token(std::string& out, std::string_view token) {
  out += fmt::format("<span class=token>[{}]</span>", token);
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) take_code_point(text);
  return count;
}

// Takes one character off `text` and appends it as HTML.
void append_character(std::string& out, std::string_view& text) {
  std::string_view before = text;
  char32_t c = take_code_point(text);
  switch (c) {
    case U'&':
      out += "&amp;";
      return;
    case U'<':
      out += "&lt;";
      return;
    case U'>':
      out += "&gt;";
      return;
    case U'"':
      out += "&quot;";
      return;
    case U'\'':
      out += "&#39;";
      return;
    default:
      break;
  }
  std::string_view taken = before.substr(0, before.size() - text.size());
  if (c == 0xFFFD && taken != "\xEF\xBF\xBD") {
    for (char byte : taken) append_token(out, fmt::format("byte {:02X}", static_cast<unsigned char>(byte)));
  } else if (is_unseen(c)) {
    append_token(out, fmt::format("U+{:04X}", static_cast<unsigned>(c)));
  } else {
    out += taken;
  }
}

// What a CSS string may hold without any thought of escaping.
std::string page_header(std::string_view running) {
  std::string kept;
  for (char c : running)
    if (is_alnum(c) || std::string_view(" ,.-").find(c) != std::string_view::npos) kept += c;
  return fmt::format("@page {{ @top-left {{ content: \"{}\"; font: 8pt sans-serif; color: #555; }} }}", kept);
}

}  // namespace

std::string style_source(std::string_view style) {
  return fmt::format("'sha256-{}'", to_base64(sha256(as_bytes(style))));
}

Html::Html(Markup title, Markup style, std::string_view running) {
  std::string page = page_header(running);
  out_ = fmt::format(
      "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {} {}; base-uri "
      "'none'; form-action 'none'\">\n"
      "<meta name=referrer content=no-referrer>\n<meta name=viewport content=\"width=device-width, "
      "initial-scale=1\">\n"
      "<meta name=color-scheme content=\"light "
      "dark\">\n<title>{}</title>\n<style>{}</style>\n<style>{}</style>\n</head>\n<body>\n",
      style_source(style.view()), style_source(page), title.view(), style.view(), page);
}

Html& Html::open(Markup tag) {
  std::string_view whole = tag.view();
  open_.push_back(whole.substr(0, whole.find(' ')));
  out_ += fmt::format("<{}>", whole);
  return *this;
}

Html& Html::close() {
  if (open_.empty()) return *this;
  out_ += fmt::format("</{}>", open_.back());
  if (open_.back() != "bdi" && open_.back() != "span" && open_.back() != "b" && open_.back() != "code")
    out_ += '\n';
  open_.pop_back();
  return *this;
}

void Html::append(std::string_view text, std::size_t most) {
  std::string_view rest = text;
  for (std::size_t i = 0; i < most && !rest.empty(); ++i) append_character(out_, rest);
  if (!rest.empty()) {
    out_ += fmt::format("<span class=cut>… ({} characters)</span>", most + characters(rest));
  }
}

Html& Html::text(std::string_view text) {
  append(text, all);
  return *this;
}

Html& Html::evidence(std::string_view value, std::size_t most) {
  open("bdi class=evidence");
  append(value, most);
  return close();
}

Html& Html::element(Markup tag, std::string_view text) {
  open(tag);
  append(text, all);
  return close();
}

Html& Html::headings(std::initializer_list<Markup> titles) {
  open("thead").open("tr");
  for (Markup title : titles) element("th scope=col", title.view());
  return close().close();
}

Html& Html::entry(std::string_view name, std::string_view text) {
  return open("div").element("dt", name).element("dd", text).close();
}

Html& Html::evidence_entry(std::string_view name, std::string_view value, std::size_t most) {
  value.size() > long_value ? open("div class=long") : open("div");
  return element("dt", name).open("dd").evidence(value, most).close().close();
}

std::string Html::take() {
  while (!open_.empty()) close();
  out_ += "</body>\n</html>\n";
  return std::move(out_);
}

}  // namespace bridle
