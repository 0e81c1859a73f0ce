#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bridle {

/// Appends text as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD; controls, U+2028,
/// U+2029 and "<" are escaped, so that the result can stand inside a script element too.
void append_json(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

/// Writes one JSON document straight down: `object()`, `key()`, `value()`, `end()`. Commas and indentation
/// are its own business; a value where a key must stand is our mistake and asserted.
class JsonWriter {
 public:
  /// Two spaces of indentation, or none and no line breaks.
  explicit JsonWriter(bool pretty = true) : pretty_(pretty) {}
  JsonWriter& object();
  JsonWriter& array();
  JsonWriter& end();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(double number);
  JsonWriter& value(bool truth);
  JsonWriter& null();
  /// Text that is JSON already.
  JsonWriter& raw(std::string_view json);
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void before_value();
  void line_break();
  std::string out_;
  std::string stack_;  // '{' or '[' for each open level
  bool pretty_;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace bridle
