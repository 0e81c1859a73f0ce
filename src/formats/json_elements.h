#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bridle {

/// One element of a list. Borrows: the text.
struct JsonElement {
  std::size_t index;      ///< from 0
  std::string_view text;  ///< one JSON value, perhaps broken inside
  bool cut_off;           ///< the text ends inside it
};

/// Cuts a JSON array, or values that follow each other (JSON Lines), into elements without parsing them: a
/// list of half a million needs no tree, and a broken element loses itself only.
class JsonElements {
 public:
  explicit JsonElements(std::string_view text);
  /// Whether the text begins as such a list does.
  bool is_list() const { return is_list_; }
  std::optional<JsonElement> next();

 private:
  std::string_view rest_;
  std::size_t index_ = 0;
  bool is_list_ = false;
};

/// The same JSON with whole numbers that do not fit 64 bits in quotes: serial numbers of certificates do not,
/// and simdjson refuses a document for one of them.
std::string with_plain_numbers(std::string_view json);

}  // namespace bridle
