#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace bridle {

/// What an X.509 certificate says of itself. Nothing is verified.
struct CertificateFacts {
  std::string subject, issuer;  ///< as RFC 2253 writes names
  std::string serial;           ///< hexadecimal digits
  std::string algorithm;        ///< of its signature
  std::optional<Time> not_before, not_after;
  std::string sha256, sha1, md5;  ///< of its DER form, hexadecimal digits
  bool is_self_signed = false;    ///< names itself as its issuer
};

/// Reads a certificate in DER with OpenSSL: for workers. Faults: malformed (the digests are then lost too,
/// for what was digested is not known to be a certificate).
Result<CertificateFacts> describe_certificate(Bytes der);

/// The certificates of a PKCS#7 signature (META-INF/*.RSA), each in DER, at most 100: the signer's first
/// where that can be told. Faults: malformed, absent (it holds none).
Result<std::vector<std::string>> certificates_of_pkcs7(Bytes der);

}  // namespace bridle
