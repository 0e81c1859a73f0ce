#include "evidence/key_derivation.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <climits>

#include "evidence/pbkdf2_sha256.h"

namespace bridle {
namespace {

Result<> check(const Stretching& how) {
  if (how.iterations < 1 || how.iterations > iteration_limit)
    return fail(Fault::limit, fmt::format("keybag asks for {} iterations, 1 to {} are done", how.iterations,
                                          iteration_limit));
  return {};
}

Result<Secret> pbkdf2_sha1(Bytes password, const Stretching& how) {
  if (password.size() > INT_MAX || how.salt.size() > INT_MAX)
    return fail(Fault::limit, "password or salt is too long");
  // OpenSSL reads a null pointer as "no password given"; an empty one is a password like any other.
  static constexpr std::uint8_t nothing = 0;
  Secret key(32);
  std::string_view text = as_text(password.empty() ? Bytes(&nothing, 0) : password);
  int done = PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()),
                               how.salt.empty() ? &nothing : how.salt.data(),
                               static_cast<int>(how.salt.size()), static_cast<int>(how.iterations),
                               EVP_sha1(), static_cast<int>(key.size()), key.writable().data());
  if (done != 1) return fail(Fault::io, "PBKDF2 of OpenSSL refused");
  return key;
}

}  // namespace

Result<Secret> derive_backup_key(Bytes password, const KeyDerivation& derivation) {
  Stretching last{derivation.salt, derivation.iterations};
  TRY(check(last));  // the cheap stage's bounds before the dear one is run for nothing
  if (!derivation.double_stage) return pbkdf2_sha1(password, last);
  const Stretching& dear = *derivation.double_stage;
  TRY(check(dear));
  Secret first = TRY(pbkdf2_sha256(password, dear.salt, dear.iterations));
  return pbkdf2_sha1(first.bytes(), last);
}

}  // namespace bridle
