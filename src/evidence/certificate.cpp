#include "evidence/certificate.h"

#include <openssl/objects.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

#include "base/sha256.h"
#include "formats/x509_parts.h"

namespace bridle {
namespace {

constexpr int most_certificates = 100;
constexpr std::size_t longest_name = 4096;

struct Free {
  void operator()(PKCS7* p) const { ::PKCS7_free(p); }
};
using Signature = std::unique_ptr<PKCS7, Free>;

std::string printed(const X509_NAME* name) {
  return printed_name(name, XN_FLAG_SEP_COMMA_PLUS, longest_name);
}

std::string der_of(X509* certificate) {
  int size = ::i2d_X509(certificate, nullptr);
  if (size <= 0) return {};
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  unsigned char* at = bytes.data();
  ::i2d_X509(certificate, &at);
  return std::string(as_text(bytes));
}

STACK_OF(X509) * certificates_in(const PKCS7* signature) {
  if (OBJ_obj2nid(signature->type) != NID_pkcs7_signed || signature->d.sign == nullptr) return nullptr;
  return signature->d.sign->cert;
}

}  // namespace

Result<CertificateFacts> describe_certificate(Bytes der) {
  const unsigned char* at = der.data();
  X509Ptr certificate(::d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!certificate) return fail(Fault::malformed, "no certificate that can be read");
  CertificateFacts facts;
  facts.subject = printed(::X509_get_subject_name(certificate.get()));
  facts.issuer = printed(::X509_get_issuer_name(certificate.get()));
  facts.serial = printed_serial(::X509_get0_serialNumber(certificate.get())).substr(0, longest_name);
  facts.not_before = moment_of(::X509_get0_notBefore(certificate.get()));
  facts.not_after = moment_of(::X509_get0_notAfter(certificate.get()));
  const char* algorithm = ::OBJ_nid2ln(::X509_get_signature_nid(certificate.get()));
  facts.algorithm = algorithm == nullptr ? "" : algorithm;
  facts.sha256 = to_hex(sha256(der));
  facts.sha1 = sha1_hex(as_text(der));
  facts.md5 = md5_hex(as_text(der));
  facts.is_self_signed = ::X509_NAME_cmp(::X509_get_subject_name(certificate.get()),
                                         ::X509_get_issuer_name(certificate.get())) == 0;
  return facts;
}

Result<std::vector<std::string>> certificates_of_pkcs7(Bytes der) {
  const unsigned char* at = der.data();
  Signature signature(::d2i_PKCS7(nullptr, &at, static_cast<long>(der.size())));
  if (!signature) return fail(Fault::malformed, "no signature that can be read");
  STACK_OF(X509)* all = certificates_in(signature.get());
  if (all == nullptr || sk_X509_num(all) <= 0)
    return fail(Fault::absent, "a signature without a certificate");
  std::vector<std::string> out;
  for (int i = 0; i < sk_X509_num(all) && i < most_certificates; ++i)
    out.push_back(der_of(sk_X509_value(all, i)));
  // The signer is told by the issuer and the number that the signature names.
  STACK_OF(PKCS7_SIGNER_INFO)* signers = ::PKCS7_get_signer_info(signature.get());
  if (signers != nullptr && sk_PKCS7_SIGNER_INFO_num(signers) > 0) {
    const PKCS7_ISSUER_AND_SERIAL* named = sk_PKCS7_SIGNER_INFO_value(signers, 0)->issuer_and_serial;
    X509* signer = ::X509_find_by_issuer_and_serial(all, named->issuer, named->serial);
    std::string first = signer == nullptr ? std::string() : der_of(signer);
    if (auto found = std::ranges::find(out, first); found != out.end() && !first.empty())
      std::rotate(out.begin(), found, found + 1);
  }
  return out;
}

}  // namespace bridle
