#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bridle::testing {

/// Writes an attributed string as NSArchiver does on iOS, byte for byte: `attributedBody` of a message.
struct AttributedTemplate {
  struct Link {
    std::string url;
  };
  struct Data {
    std::string bytes;
  };
  struct Attribute {
    std::string name;
    std::variant<std::string, std::int64_t, Link, Data> value;
  };
  struct Run {
    std::uint32_t length;  ///< in UTF-16 units
    std::vector<Attribute> attributes;
  };
  std::string text;
  std::vector<Run> runs;
  bool is_mutable = true;  ///< what iOS writes for messages; parts of an edit history are not
};

std::string write_typedstream(const AttributedTemplate& text);
/// One run over ASCII text with message part 0, as the simplest message has it.
AttributedTemplate plain_text(std::string text);

}  // namespace bridle::testing
