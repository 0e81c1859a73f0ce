#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "evidence/byte_source.h"

namespace bridle {

/// What came of opening a container that is encrypted or compressed as a whole.
enum class UnwrapOutcome : std::uint8_t {
  opened,
  no_password,  ///< it needs one, and none was given
  wrong_password,
  no_identity,  ///< it is for age identities, and none was given
  wrong_identity,
};
constexpr std::string_view unwrap_outcome_names[] = {"opened", "no_password", "wrong_password", "no_identity",
                                                     "wrong_identity"};
constexpr std::string_view name(UnwrapOutcome outcome) {
  return unwrap_outcome_names[static_cast<std::size_t>(outcome)];
}

struct Unwrapped {
  UnwrapOutcome outcome = UnwrapOutcome::opened;
  std::string problem;  ///< why not all of the content came out; what came before stands
  std::vector<std::string> notes;
};

/// Takes content piece by piece.
using UnwrapWriter = std::function<Result<>(Bytes)>;

/// Opens an `.ab` file of Android, versions 1 to 5, and gives its tar. What comes out before a fault is kept.
/// `most` bounds the content; it is a bomb above `inflation_limit` (evidence/archive_reader.h) too. Holds 2
/// MiB. Faults: those of the header, malformed (the wrapped key), io, what `write` gives.
/// Source: AOSP; android-artifacts.md 1.4.
Result<Unwrapped> open_android_backup(ByteSource& file, Bytes password, std::uint64_t most,
                                      const UnwrapWriter& write);

/// Opens an age file with the identities of a text (a line each, `#` comments) or a passphrase. Every piece
/// of 64 KiB is authenticated before it is given. A file that ends early keeps what came before. Faults:
/// those of the header, malformed (its seal, an identity), limit (an scrypt work factor above
/// `age_work_limit`), io. Source: age-encryption.org/v1 (C2SP/age.md).
Result<Unwrapped> open_age_file(ByteSource& file, Bytes passphrase, Bytes identities, std::uint64_t most,
                                const UnwrapWriter& write);

/// Inflates a gzip file, or several behind each other. What comes out before damage is kept; it is a bomb
/// above `inflation_limit`. Faults: malformed (no gzip stream), io, what `write` gives. Source: RFC 1952.
Result<Unwrapped> open_gzip_file(ByteSource& file, std::uint64_t most, const UnwrapWriter& write);

/// 2^20 rounds take 1 GiB of memory and some seconds; `age` itself uses 2^18.
constexpr std::int64_t age_work_limit = 20;

}  // namespace bridle
