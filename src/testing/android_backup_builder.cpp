#include "testing/android_backup_builder.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <stdexcept>

#include "base/bytes.h"
#include "base/text.h"

namespace bridle::testing {
namespace {

void check(bool good) {
  if (!good) throw std::logic_error("OpenSSL or zlib refused to build a backup");
}

std::string stretch(std::string_view password, std::string_view salt, int rounds) {
  std::string key(32, '\0');
  check(PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), as_bytes(salt).data(),
                          static_cast<int>(salt.size()), rounds, EVP_sha1(), 32,
                          reinterpret_cast<unsigned char*>(key.data())) == 1);  // NOLINT(*-reinterpret-cast)
  return key;
}

std::string encrypt(std::string_view plain, std::string_view key, std::string_view iv) {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  std::string out(plain.size() + 16, '\0');
  int size = 0, rest = 0;
  auto* into = reinterpret_cast<unsigned char*>(out.data());  // NOLINT(*-reinterpret-cast)
  check(EVP_EncryptInit_ex2(context, EVP_aes_256_cbc(), as_bytes(key).data(), as_bytes(iv).data(), nullptr) ==
        1);
  check(EVP_EncryptUpdate(context, into, &size, as_bytes(plain).data(), static_cast<int>(plain.size())) == 1);
  check(EVP_EncryptFinal_ex(context, into + size, &rest) == 1);
  EVP_CIPHER_CTX_free(context);
  out.resize(static_cast<std::size_t>(size + rest));
  return out;
}

// A byte as Java's char, in UTF-8.
std::string java_text(std::string_view key) {
  std::string text;
  for (char c : key) {
    auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte < 0x80 ? byte : 0xFF00u + byte);
  }
  return text;
}

}  // namespace

std::string deflated(std::string_view plain) {
  uLongf size = ::compressBound(plain.size());
  std::string out(size, '\0');
  check(::compress2(reinterpret_cast<Bytef*>(out.data()), &size,  // NOLINT(*-reinterpret-cast)
                    as_bytes(plain).data(), plain.size(), 1) == Z_OK);
  out.resize(size);
  return out;
}

std::string write_android_backup(std::string_view tar, const AndroidBackupTemplate& as) {
  std::string out = fmt::format("ANDROID BACKUP\n{}\n{}\n{}\n", as.version, as.compressed ? 1 : 0,
                                as.password.empty() ? "none" : "AES-256");
  std::string payload = as.compressed ? deflated(tar) : std::string(tar);
  if (as.without_end) payload.resize(payload.size() - 4);
  if (as.password.empty()) return out + payload;
  std::string user_salt(64, 'u'), checksum_salt(64, 'c'), user_iv(16, 'i'), master_iv(16, 'v'), key;
  for (int i = 0; i < 32; ++i) key += static_cast<char>(i * 8 + 5);
  bool is_java = as.version > 1 && !as.raw_checksum;
  std::string checksum = stretch(is_java ? java_text(key) : key, checksum_salt, as.rounds);
  std::string blob = "\x10" + master_iv + "\x20" + key + "\x20" + checksum;
  blob = encrypt(blob, stretch(as.password, user_salt, as.rounds), user_iv);
  auto hex = [](const std::string& bytes) { return to_hex(as_bytes(bytes)); };
  out += fmt::format("{}\n{}\n{}\n{}\n{}\n", hex(user_salt), hex(checksum_salt), as.rounds, hex(user_iv),
                     hex(blob));
  return out + encrypt(payload, key, master_iv);
}

}  // namespace bridle::testing
