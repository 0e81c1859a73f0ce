#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One file of YARA rules as its publisher wrote it. Its base name becomes the namespace of its rules.
struct YaraSource {
  std::string name, text;
};

/// What became of rule files.
struct CompiledYara {
  std::string bytes;  ///< libyara's own form: to be loaded by a worker only, for libyara does not check it
  struct File {
    std::string name;
    std::uint64_t rules = 0;
    std::string error;  ///< why it was left out, with the line; empty when it was taken
  };
  std::vector<File> files;
  std::uint64_t rules() const;
};

/// Compiles rules with libyara, which parses hostile text: for workers. Includes are refused, and so are the
/// modules that read other files or reports (cuckoo, magic) or write text (console). A file that does not
/// compile is left out and said so. Faults: limit (libyara is out of memory).
Result<CompiledYara> compile_yara(const std::vector<YaraSource>& sources);

/// One place where a rule fits. Borrows: the content and the rules.
struct YaraMatch {
  std::string_view rule, file;
  std::string_view description;         ///< the rule's own "description", or empty
  std::string_view string;              ///< "$a"; empty of a rule that names no strings
  std::optional<std::uint64_t> offset;  ///< in the content, in bytes
  std::optional<std::uint64_t> length;  ///< of what fits there
  std::uint64_t more = 0;               ///< further places of this string that are not told one by one
};

/// Holds content against compiled rules, in a worker.
class YaraScanner {
 public:
  /// Faults: malformed.
  static Result<YaraScanner> load(Bytes compiled);
  YaraScanner(YaraScanner&&) noexcept;
  YaraScanner& operator=(YaraScanner&&) noexcept;
  ~YaraScanner();
  /// Visits every place, rule by rule, at most 100 of one string. Faults: limit (slower than `seconds`, or
  /// more places than libyara counts), malformed.
  Result<> scan(Bytes content, int seconds, const std::function<void(const YaraMatch&)>& visit);

 private:
  struct State;
  explicit YaraScanner(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Rule files on their way to a worker, and back.
std::string pack_yara_sources(const std::vector<YaraSource>& sources);
Result<std::vector<YaraSource>> unpack_yara_sources(Bytes bytes);

}  // namespace bridle
