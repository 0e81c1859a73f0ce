#include "testing/certificate_builder.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>
#include <memory>

#include "base/bytes.h"

namespace bridle::testing {
namespace {

struct Free {
  void operator()(X509* p) const { ::X509_free(p); }
  void operator()(EVP_PKEY* p) const { ::EVP_PKEY_free(p); }
};

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  Bytes bytes = as_bytes(value);
  ::X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes.data(), static_cast<int>(bytes.size()), -1,
                               0);
}

}  // namespace

std::string write_certificate(const CertificateTemplate& t) {
  std::array<unsigned char, 32> seed{};
  seed.fill(7);
  std::unique_ptr<EVP_PKEY, Free> key(
      ::EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  std::unique_ptr<X509, Free> certificate(::X509_new());
  ::X509_set_version(certificate.get(), 2);
  ::ASN1_INTEGER_set(::X509_get_serialNumber(certificate.get()), t.serial);
  ::ASN1_TIME_set_string_X509(::X509_getm_notBefore(certificate.get()), t.not_before.c_str());
  ::ASN1_TIME_set_string_X509(::X509_getm_notAfter(certificate.get()), t.not_after.c_str());
  X509_NAME* name = ::X509_get_subject_name(certificate.get());
  add_name(name, "CN", t.common_name);
  add_name(name, "O", t.organisation);
  ::X509_set_issuer_name(certificate.get(), name);
  ::X509_set_pubkey(certificate.get(), key.get());
  ::X509_sign(certificate.get(), key.get(), nullptr);
  unsigned char* der = nullptr;
  int size = ::i2d_X509(certificate.get(), &der);
  std::string out(as_text(Bytes(der, static_cast<std::size_t>(size))));
  ::OPENSSL_free(der);
  return out;
}

std::string write_certificate_pem(const CertificateTemplate& t) {
  std::string base64 = to_base64(as_bytes(write_certificate(t))), out = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t at = 0; at < base64.size(); at += 64) out += base64.substr(at, 64) + "\n";
  return out + "-----END CERTIFICATE-----\n";
}

}  // namespace bridle::testing
