#include "formats/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "formats/x509_parts.h"

namespace bridle {
namespace {

constexpr std::size_t most_bytes = 1 << 20;

X509Ptr parse(Bytes bytes) {
  auto size = static_cast<long>(std::min(bytes.size(), most_bytes));
  if (as_text(bytes).starts_with("-----BEGIN")) {
    BioPtr memory(::BIO_new_mem_buf(bytes.data(), static_cast<int>(size)));
    if (!memory) return nullptr;
    // Never ask for a password: the callback gives none.
    auto none = [](char*, int, int, void*) { return 0; };
    return X509Ptr(::PEM_read_bio_X509(memory.get(), nullptr, none, nullptr));
  }
  const unsigned char* at = bytes.data();
  return X509Ptr(::d2i_X509(nullptr, &at, size));
}

std::string digest_of(const X509* certificate, const EVP_MD* kind) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (::X509_digest(certificate, kind, digest.data(), &size) != 1) return {};
  return to_hex(Bytes(digest).first(size));
}

}  // namespace

Result<Certificate> read_certificate(Bytes bytes) {
  auto certificate = parse(bytes);
  ::ERR_clear_error();
  if (!certificate) return fail(Fault::malformed, "no X.509 certificate");
  return Certificate{
      .subject = printed_name(::X509_get_subject_name(certificate.get()), XN_FLAG_SEP_SPLUS_SPC),
      .issuer = printed_name(::X509_get_issuer_name(certificate.get()), XN_FLAG_SEP_SPLUS_SPC),
      .serial = printed_serial(::X509_get0_serialNumber(certificate.get())),
      .not_before = moment_of(::X509_get0_notBefore(certificate.get())),
      .not_after = moment_of(::X509_get0_notAfter(certificate.get())),
      .sha256 = digest_of(certificate.get(), ::EVP_sha256()),
      .sha1 = digest_of(certificate.get(), ::EVP_sha1())};
}

}  // namespace bridle
