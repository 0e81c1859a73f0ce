#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bridle::testing {

/// Writes the binary XML of apps (docs/formats/axml.md).
class AxmlBuilder {
 public:
  AxmlBuilder& start(std::string_view name);
  /// Attributes of the element that was started last. `resource` is Android's number of the name, 0 = none.
  AxmlBuilder& text(std::uint32_t resource, std::string_view name, std::string_view value);
  AxmlBuilder& number(std::uint32_t resource, std::string_view name, std::int32_t value);
  AxmlBuilder& truth(std::uint32_t resource, std::string_view name, bool value);
  AxmlBuilder& end(std::string_view name);
  std::string write(bool utf8 = true) const;

 private:
  struct Attribute {
    std::uint32_t resource;
    std::string name, text;
    std::uint8_t type;
    std::uint32_t data;
  };
  struct Node {
    bool is_start;
    std::string name;
    std::vector<Attribute> attributes;
  };
  AxmlBuilder& add(Attribute attribute);
  std::vector<Node> nodes_;
};

/// The manifest of an app without an icon whose service reads the screen: com.example.hidden.
std::string hidden_app_manifest();

}  // namespace bridle::testing
