#pragma once

#include <string>
#include <string_view>

namespace bridle::testing {

/// For whom a forged age file is encrypted.
struct AgeTemplate {
  std::string passphrase = {};  ///< empty = for `age_test_identity`
  int work_factor = 10;         ///< scrypt's, as a power of two
};

/// The key of age's public test vectors (C2SP/CCTV).
constexpr std::string_view age_test_identity =
    "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6";

/// The bytes of an age file. File key, share and nonce are fixed: the same input, the same file.
std::string write_age(std::string_view content, const AgeTemplate& as);

}  // namespace bridle::testing
