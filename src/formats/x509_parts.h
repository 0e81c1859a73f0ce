#pragma once

#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>

#include "base/time.h"

namespace bridle {

/// Releases what OpenSSL gave.
struct X509Free {
  void operator()(X509* p) const { ::X509_free(p); }
  void operator()(BIO* p) const;
  void operator()(BIGNUM* p) const;
};
using X509Ptr = std::unique_ptr<X509, X509Free>;
using BioPtr = std::unique_ptr<BIO, X509Free>;

/// A name as RFC 2253 writes it, the largest part first, in UTF-8; at most `most` bytes of what OpenSSL
/// prints. `separators`: XN_FLAG_SEP_COMMA_PLUS for "O=a,CN=b", XN_FLAG_SEP_SPLUS_SPC for "O=a; CN=b". ""
/// when it cannot be printed.
std::string printed_name(const X509_NAME* name, unsigned long separators,
                         std::size_t most = std::string::npos);
/// Hexadecimal digits in lower case; "" when there are none.
std::string printed_serial(const ASN1_INTEGER* serial);
/// A moment of a certificate; nothing when it is none, or outside 1677 to 2262.
std::optional<Time> moment_of(const ASN1_TIME* time);

}  // namespace bridle
