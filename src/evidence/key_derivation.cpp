#include "evidence/key_derivation.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <climits>

namespace bridle {
namespace {

Result<Secret> stretch(Bytes password, const Stretching& how, const EVP_MD* digest) {
  if (how.iterations < 1 || how.iterations > iteration_limit)
    return fail(Fault::limit, fmt::format("keybag asks for {} iterations, 1 to {} are done", how.iterations,
                                          iteration_limit));
  if (password.size() > INT_MAX || how.salt.size() > INT_MAX)
    return fail(Fault::limit, "password or salt is too long");
  // OpenSSL reads a null pointer as "no password given"; an empty one is a password like any other.
  static constexpr std::uint8_t nothing = 0;
  Secret key(32);
  std::string_view text = as_text(password.empty() ? Bytes(&nothing, 0) : password);
  int done = PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()),
                               how.salt.empty() ? &nothing : how.salt.data(),
                               static_cast<int>(how.salt.size()), static_cast<int>(how.iterations), digest,
                               static_cast<int>(key.size()), key.writable().data());
  if (done != 1) return fail(Fault::io, "PBKDF2 of OpenSSL refused");
  return key;
}

}  // namespace

Result<Secret> derive_backup_key(Bytes password, const KeyDerivation& derivation) {
  Stretching last{derivation.salt, derivation.iterations};
  if (!derivation.double_stage) return stretch(password, last, EVP_sha1());
  // Look at the cheap stage's bounds before the dear one is run for nothing.
  if (last.iterations < 1 || last.iterations > iteration_limit) return stretch(password, last, EVP_sha1());
  Secret first = TRY(stretch(password, *derivation.double_stage, EVP_sha256()));
  return stretch(first.bytes(), last, EVP_sha1());
}

}  // namespace bridle
