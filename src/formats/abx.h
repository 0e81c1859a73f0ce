#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One element of Android's binary XML, with its attributes as texts.
struct AbxElement {
  std::uint64_t offset = 0;  ///< of its start token
  int depth = 0;             ///< 1 for a root
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;  ///< text directly inside, up to its first child
  std::optional<std::string> attribute(std::string_view name) const;
};

/// Reads ABX (Android 12), element by element. Several roots may follow each other, and a missing start of
/// the document is accepted. Source: AOSP BinaryXmlSerializer; android-artifacts.md 3.3; docs/formats/abx.md.
class AbxReader {
 public:
  /// Faults: malformed (no magic).
  static Result<AbxReader> open(Bytes bytes);
  /// The next element in the order of their starts, nothing at the end. After a fault there is nothing more.
  /// Faults: truncated, malformed (unknown token, a name outside the pool), limit (depth).
  Result<std::optional<AbxElement>> next();

 private:
  explicit AbxReader(Bytes bytes) : in_(bytes) {}
  Result<std::string> interned();
  Result<std::string> value(int type);
  std::string text();
  Cursor in_;
  std::vector<std::string> pool_;
  std::optional<AbxElement> open_;  // its attributes are still being read
  int depth_ = 0;
  bool ended_ = false;
};

/// Whether bytes begin with ABX's magic.
bool is_abx(Bytes bytes);

}  // namespace bridle
