#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One attribute of an element of an app's binary XML.
struct AxmlAttribute {
  std::uint32_t resource =
      0;  ///< Android's number of its name, which counts: the name itself may lie; 0 = none
  std::string name;
  std::uint8_t type = 0;  ///< of the value: 1 a reference, 3 text, 16 and 17 numbers, 18 truth
  std::uint32_t data = 0;
  std::string text;  ///< the value, where it is text
};

/// A start or an end of an element.
struct AxmlEvent {
  bool is_start = true;
  std::uint64_t offset = 0;
  int depth = 0;  ///< 1 for the root
  std::string name;
  std::vector<AxmlAttribute> attributes;
  const AxmlAttribute* attribute(std::uint32_t resource, std::string_view name) const;
};

/// Reads the binary XML of apps (AndroidManifest.xml), event by event, as leniently as Android does: apps are
/// built to be read by it and by nothing else. Not the ABX of the system's own files (abx.h). Borrows: the
/// bytes. Source: AOSP ResourceTypes.h; docs/formats/axml.md.
class AxmlReader {
 public:
  /// Faults: truncated, malformed (no chunks).
  static Result<AxmlReader> open(Bytes bytes);
  /// The next event, nothing at the end. After a fault there is nothing more. Faults: truncated, malformed,
  /// limit (depth, attributes, texts of more than 64 MiB in all).
  Result<std::optional<AxmlEvent>> next();
  /// What no compiler writes and Android does not mind: made to break other readers.
  const std::set<std::string_view>& oddities() const { return oddities_; }

 private:
  explicit AxmlReader(Bytes bytes) : bytes_(bytes) {}
  void take_pool(Bytes chunk);
  Result<AxmlEvent> start(Bytes chunk, std::uint16_t header, std::uint64_t offset);
  std::string text(std::uint32_t index);

  Bytes bytes_;
  std::uint64_t at_ = 0, decoded_ = 0;
  int depth_ = 0;
  bool ended_ = false;
  // The pool: where its texts are, by index.
  Bytes pool_, offsets_, resources_;
  bool is_utf8_ = false;
  std::set<std::string_view> oddities_;
};

}  // namespace bridle
