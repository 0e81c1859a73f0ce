#include "testing/age_builder.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include <algorithm>
#include <stdexcept>

#include "base/bytes.h"
#include "formats/age_header.h"

namespace bridle::testing {
namespace {

void check(bool good) {
  if (!good) throw std::logic_error("OpenSSL refused to build an age file");
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast)
}

std::string hmac(std::string_view key, std::string_view text) {
  std::string mac(32, '\0');
  unsigned size = 0;
  check(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), as_bytes(text).data(), text.size(),
             bytes_of(mac), &size) != nullptr);
  return mac;
}

// RFC 5869, one block of output.
std::string hkdf(std::string_view secret, std::string_view salt, std::string_view info) {
  std::string extracted = hmac(salt.empty() ? std::string(32, '\0') : std::string(salt), secret);
  return hmac(extracted, std::string(info) + '\x01');
}

std::string seal(std::string_view key, std::string_view nonce, std::string_view plain) {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  std::string out(plain.size() + 16, '\0');
  int size = 0, rest = 0;
  check(EVP_EncryptInit_ex2(context, EVP_chacha20_poly1305(), as_bytes(key).data(), as_bytes(nonce).data(),
                            nullptr) == 1);
  if (!plain.empty())
    check(EVP_EncryptUpdate(context, bytes_of(out), &size, as_bytes(plain).data(),
                            static_cast<int>(plain.size())) == 1);
  check(EVP_EncryptFinal_ex(context, bytes_of(out) + size, &rest) == 1);
  check(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, bytes_of(out) + plain.size()) == 1);
  EVP_CIPHER_CTX_free(context);
  return out;
}

std::string base64(std::string_view bytes) {
  std::string text = to_base64(as_bytes(bytes));
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::string public_half(Bytes secret) {
  EVP_PKEY* key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, secret.data(), secret.size());
  std::string half(32, '\0');
  std::size_t size = half.size();
  check(key != nullptr && EVP_PKEY_get_raw_public_key(key, bytes_of(half), &size) == 1);
  EVP_PKEY_free(key);
  return half;
}

std::string shared_secret(std::string_view secret, std::string_view theirs) {
  EVP_PKEY* key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, as_bytes(secret).data(), 32);
  EVP_PKEY* peer = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, as_bytes(theirs).data(), 32);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key, nullptr);
  std::string shared(32, '\0');
  std::size_t size = shared.size();
  check(EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, peer) == 1 &&
        EVP_PKEY_derive(context, bytes_of(shared), &size) == 1);
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(peer);
  EVP_PKEY_free(key);
  return shared;
}

std::string stanza(const AgeTemplate& as, std::string_view file_key) {
  std::string zero(12, '\0');
  if (!as.passphrase.empty()) {
    std::string salt(16, 's'), full = "age-encryption.org/v1/scrypt" + salt, wrap(32, '\0');
    check(EVP_PBE_scrypt(as.passphrase.data(), as.passphrase.size(), as_bytes(full).data(), full.size(),
                         std::uint64_t{1} << as.work_factor, 8, 1, 2ULL << 30, bytes_of(wrap), 32) == 1);
    return fmt::format("-> scrypt {} {}\n{}\n", base64(salt), as.work_factor,
                       base64(seal(wrap, zero, file_key)));
  }
  auto identity = parse_age_identity(age_test_identity).value();
  std::string ephemeral(32, 'e'), recipient = public_half(identity), share = public_half(as_bytes(ephemeral));
  std::string wrap =
      hkdf(shared_secret(ephemeral, recipient), share + recipient, "age-encryption.org/v1/X25519");
  return fmt::format("-> X25519 {}\n{}\n", base64(share), base64(seal(wrap, zero, file_key)));
}

}  // namespace

std::string write_age(std::string_view content, const AgeTemplate& as) {
  std::string file_key(16, 'k'), nonce(16, 'n');
  std::string out = "age-encryption.org/v1\n" + stanza(as, file_key) + "---";
  out += " " + base64(hmac(hkdf(file_key, "", "header"), out)) + "\n" + nonce;
  std::string key = hkdf(file_key, nonce, "payload");
  constexpr std::size_t chunk = 64 << 10;
  for (std::uint64_t number = 0;; ++number) {
    bool is_last = content.size() <= chunk;
    std::string counter(12, '\0');
    for (std::size_t i = 0; i < 8; ++i) counter[10 - i] = static_cast<char>(number >> (8 * i) & 0xFF);
    counter[11] = is_last ? '\x01' : '\0';
    out += seal(key, counter, content.substr(0, chunk));
    if (is_last) return out;
    content.remove_prefix(chunk);
  }
}

}  // namespace bridle::testing
