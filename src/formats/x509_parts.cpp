#include "formats/x509_parts.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <ctime>

#include "base/text.h"

namespace bridle {

void X509Free::operator()(BIO* p) const {
  ::BIO_free_all(p);
}
void X509Free::operator()(BIGNUM* p) const {
  ::BN_free(p);
}

std::string printed_name(const X509_NAME* name, unsigned long separators, std::size_t most) {
  BioPtr memory(::BIO_new(::BIO_s_mem()));
  if (!memory || name == nullptr) return {};
  unsigned long flags = (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB & ~XN_FLAG_SEP_MASK) | separators;
  if (::X509_NAME_print_ex(memory.get(), name, 0, flags) < 0) return {};
  char* text = nullptr;
  long size = ::BIO_get_mem_data(memory.get(), &text);
  if (text == nullptr || size <= 0) return {};
  return to_utf8_lossy(std::string_view(text, std::min(static_cast<std::size_t>(size), most)));
}

std::string printed_serial(const ASN1_INTEGER* serial) {
  std::unique_ptr<BIGNUM, X509Free> number(::ASN1_INTEGER_to_BN(serial, nullptr));
  if (!number) return {};
  char* digits = ::BN_bn2hex(number.get());
  std::string text = digits != nullptr ? to_lower_ascii(digits) : std::string();
  ::OPENSSL_free(digits);
  return text;
}

std::optional<Time> moment_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ::ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return time_or_nothing(time_from_unix_seconds(static_cast<std::int64_t>(::timegm(&parts))));
}

}  // namespace bridle
