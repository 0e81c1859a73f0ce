#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace bridle {

/// What an X.509 certificate says of itself. Borrows: nothing.
struct Certificate {
  std::string subject, issuer;  ///< "O=…; CN=…", the largest part first, UTF-8
  std::string serial;           ///< hexadecimal digits, lower case
  std::optional<Time> not_before, not_after;
  std::string sha256, sha1;  ///< over the DER form, hexadecimal
};

/// Reads a certificate as DER or PEM. Nothing is verified. Faults: malformed.
Result<Certificate> read_certificate(Bytes bytes);

}  // namespace bridle
