#include "base/json.h"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <cmath>

#include "base/text.h"

namespace bridle {

namespace {
// What stands in a JSON string as it is, byte by byte.
constexpr auto stands_alone = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) table[c] = c != '"' && c != '\\' && c != '<';
  return table;
}();
}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t run = 0;
    while (run < text.size() && stands_alone[static_cast<unsigned char>(text[run])]) ++run;
    out.append(text.substr(0, run));
    text.remove_prefix(run);
    if (text.empty()) break;
    char32_t c = take_code_point(text);
    switch (c) {
      case U'"':
        out += "\\\"";
        break;
      case U'\\':
        out += "\\\\";
        break;
      case U'\n':
        out += "\\n";
        break;
      case U'\r':
        out += "\\r";
        break;
      case U'\t':
        out += "\\t";
        break;
      default:
        if (c < 0x20 || c == 0x7f || c == U'<' || c == 0x2028 || c == 0x2029)
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
          append_utf8(out, c);
    }
  }
  out += '"';
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json(out, text);
  return out;
}

void JsonWriter::line_break() {
  if (!pretty_) return;
  out_ += '\n';
  out_.append(stack_.size() * 2, ' ');
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  assert(stack_.empty() || stack_.back() == '[');
  if (!stack_.empty()) {
    if (!first_) out_ += ',';
    line_break();
  }
  first_ = false;
}

JsonWriter& JsonWriter::object() {
  before_value();
  out_ += '{';
  stack_ += '{';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::array() {
  before_value();
  out_ += '[';
  stack_ += '[';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end() {
  assert(!stack_.empty());
  char closing = stack_.back() == '{' ? '}' : ']';
  stack_.pop_back();
  if (!first_) line_break();
  out_ += closing;
  first_ = false;
  if (stack_.empty() && pretty_) out_ += '\n';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  assert(!stack_.empty() && stack_.back() == '{' && !after_key_);
  if (!first_) out_ += ',';
  line_break();
  append_json(out_, name);
  out_ += pretty_ ? ": " : ":";
  first_ = false;
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_json(out_, text);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  return raw(fmt::format("{}", number));
}
JsonWriter& JsonWriter::value(std::uint64_t number) {
  return raw(fmt::format("{}", number));
}
// JSON has no infinities; null says that there was no number.
JsonWriter& JsonWriter::value(double number) {
  return std::isfinite(number) ? raw(fmt::format("{}", number)) : null();
}
JsonWriter& JsonWriter::value(bool truth) {
  return raw(truth ? "true" : "false");
}
JsonWriter& JsonWriter::null() {
  return raw("null");
}

}  // namespace bridle
