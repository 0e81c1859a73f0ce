#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bridle::testing {

/// Writes Android's binary XML (docs/formats/abx.md).
class AbxBuilder {
 public:
  AbxBuilder& start(std::string_view name);
  AbxBuilder& attribute(std::string_view name, std::string_view text);
  AbxBuilder& attribute(std::string_view name, std::int64_t number);
  AbxBuilder& truth(std::string_view name, bool value);
  AbxBuilder& end(std::string_view name);
  /// With the tokens of a document's begin and end, or without.
  std::string write(bool with_document = true) const;

 private:
  void intern(std::string_view name);
  std::string out_;
  std::vector<std::string> pool_;
};

}  // namespace bridle::testing
