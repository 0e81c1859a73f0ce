#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bridle {

/// One token of a STIX pattern.
struct PatternToken {
  enum class Kind { end, word, symbol, string, integer, real, hex, binary, timestamp };
  Kind kind = Kind::end;
  std::size_t offset = 0;  ///< byte in the pattern, from 0
  std::string_view text;   ///< as written. Borrows: the pattern
  std::string value;       ///< of a string: its content, escapes decoded
};

/// Cuts a STIX pattern into tokens. White space, `// …` and `/* … */` separate.
class PatternTokens {
 public:
  explicit PatternTokens(std::string_view pattern) : pattern_(pattern) {}
  /// Kind::end for ever once the pattern is used up. Faults: malformed (with the byte).
  Result<PatternToken> next();

 private:
  Result<> skip_space();
  Result<PatternToken> quoted(PatternToken token, std::size_t open);
  Result<PatternToken> prefixed(PatternToken token);
  PatternToken word(PatternToken token);
  Result<PatternToken> number(PatternToken token);

  std::string_view pattern_;
  std::size_t at_ = 0;
};

}  // namespace bridle
