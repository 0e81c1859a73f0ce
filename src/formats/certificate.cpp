#include "formats/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

#include "base/text.h"

namespace bridle {
namespace {

struct Free {
  void operator()(X509* p) const { ::X509_free(p); }
  void operator()(BIO* p) const { ::BIO_free(p); }
  void operator()(BIGNUM* p) const { ::BN_free(p); }
};
constexpr std::size_t most_bytes = 1 << 20;

std::unique_ptr<X509, Free> parse(Bytes bytes) {
  auto size = static_cast<long>(std::min(bytes.size(), most_bytes));
  if (as_text(bytes).starts_with("-----BEGIN")) {
    std::unique_ptr<BIO, Free> memory(::BIO_new_mem_buf(bytes.data(), static_cast<int>(size)));
    if (!memory) return nullptr;
    // Never ask for a password: the callback gives none.
    auto none = [](char*, int, int, void*) { return 0; };
    return std::unique_ptr<X509, Free>(::PEM_read_bio_X509(memory.get(), nullptr, none, nullptr));
  }
  const unsigned char* at = bytes.data();
  return std::unique_ptr<X509, Free>(::d2i_X509(nullptr, &at, size));
}

std::string name_of(const X509_NAME* name) {
  std::unique_ptr<BIO, Free> memory(::BIO_new(::BIO_s_mem()));
  if (!memory || name == nullptr) return {};
  constexpr unsigned long flags = (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) | XN_FLAG_SEP_CPLUS_SPC;
  if (::X509_NAME_print_ex(memory.get(), name, 0, flags) < 0) return {};
  char* text = nullptr;
  long size = ::BIO_get_mem_data(memory.get(), &text);
  return size > 0 ? to_utf8_lossy(std::string_view(text, static_cast<std::size_t>(size))) : std::string();
}

std::optional<Time> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ::ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return time_or_nothing(time_from_unix_seconds(static_cast<std::int64_t>(::timegm(&parts))));
}

std::string serial_of(const ASN1_INTEGER* serial) {
  std::unique_ptr<BIGNUM, Free> number(::ASN1_INTEGER_to_BN(serial, nullptr));
  if (!number) return {};
  char* digits = ::BN_bn2hex(number.get());
  std::string text = digits != nullptr ? to_lower_ascii(digits) : std::string();
  ::OPENSSL_free(digits);
  return text;
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
  return Certificate{.subject = name_of(::X509_get_subject_name(certificate.get())),
                     .issuer = name_of(::X509_get_issuer_name(certificate.get())),
                     .serial = serial_of(::X509_get0_serialNumber(certificate.get())),
                     .not_before = time_of(::X509_get0_notBefore(certificate.get())),
                     .not_after = time_of(::X509_get0_notAfter(certificate.get())),
                     .sha256 = digest_of(certificate.get(), ::EVP_sha256()),
                     .sha1 = digest_of(certificate.get(), ::EVP_sha1())};
}

}  // namespace bridle
