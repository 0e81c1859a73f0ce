#pragma once

#include <string>

namespace bridle::testing {

struct CertificateTemplate {
  std::string common_name = "Root Certification Authority", organisation = "Example";
  long serial = 0x1234abcd;
  std::string not_before = "20230101000000Z", not_after = "20330101000000Z";
};

/// A certificate that vouches for itself, as DER: the same bytes every time.
std::string write_certificate(const CertificateTemplate& certificate);
/// The same as PEM.
std::string write_certificate_pem(const CertificateTemplate& certificate);

}  // namespace bridle::testing
