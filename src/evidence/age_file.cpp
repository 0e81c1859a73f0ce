#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "base/secret.h"
#include "base/text.h"
#include "evidence/unwrap.h"
#include "formats/age_header.h"

namespace bridle {
namespace {

constexpr std::size_t key_size = 32, file_key_size = 16, tag_size = 16, nonce_size = 12,
                      chunk_size = 64 << 10;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using Kdf = std::unique_ptr<EVP_KDF, Freed<EVP_KDF_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Freed<EVP_KDF_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;

OSSL_PARAM octets(const char* name, Bytes bytes) {
  return OSSL_PARAM_construct_octet_string(name,
                                           const_cast<std::uint8_t*>(bytes.data()),  // NOLINT(*-const-cast)
                                           bytes.size());
}

Result<Secret> derive(const char* algorithm, const std::vector<OSSL_PARAM>& parameters) {
  Kdf kdf(EVP_KDF_fetch(nullptr, algorithm, nullptr));
  KdfContext context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
  Secret key(key_size);
  if (!context || EVP_KDF_derive(context.get(), key.writable().data(), key_size, parameters.data()) != 1)
    return fail(Fault::io, fmt::format("OpenSSL refused {}", algorithm));
  return key;
}

Result<Secret> hkdf(Bytes secret, Bytes salt, std::string_view info) {
  std::string digest = "SHA256";
  std::vector<OSSL_PARAM> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
      octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_INFO, as_bytes(info))};
  if (!salt.empty()) parameters.push_back(octets(OSSL_KDF_PARAM_SALT, salt));
  parameters.push_back(OSSL_PARAM_construct_end());
  return derive("HKDF", parameters);
}

Result<Secret> scrypt(Bytes passphrase, Bytes salt, std::int64_t work_factor) {
  std::uint64_t n = std::uint64_t{1} << work_factor, memory = 2ULL << 30;
  std::uint32_t r = 8, p = 1;
  return derive("SCRYPT", {octets(OSSL_KDF_PARAM_PASSWORD, passphrase), octets(OSSL_KDF_PARAM_SALT, salt),
                           OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
                           OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
                           OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
                           OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
                           OSSL_PARAM_construct_end()});
}

// ChaCha20-Poly1305; false when the tag does not fit. `plain` is as long as the text without its tag.
Result<bool> open_sealed(EVP_CIPHER_CTX* context, Bytes key, Bytes nonce, Bytes sealed,
                         std::span<std::uint8_t> plain) {
  Bytes text = sealed.first(sealed.size() - tag_size), tag = sealed.last(tag_size);
  int done = 0, rest = 0;
  if (EVP_DecryptInit_ex2(context, EVP_chacha20_poly1305(), key.data(), nonce.data(), nullptr) != 1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_size,
                          const_cast<std::uint8_t*>(tag.data())) != 1)  // NOLINT(*-const-cast)
    return fail(Fault::io, "OpenSSL has no ChaCha20-Poly1305");
  std::uint8_t none = 0;
  std::uint8_t* into = plain.empty() ? &none : plain.data();
  if (!text.empty() &&
      EVP_DecryptUpdate(context, into, &done, text.data(), static_cast<int>(text.size())) != 1)
    return false;
  return EVP_DecryptFinal_ex(context, into + (plain.empty() ? 0 : done), &rest) == 1;
}

Result<std::optional<Secret>> open_file_key(Bytes wrap_key, const std::string& body) {
  if (body.size() != file_key_size + tag_size)
    return fail(Fault::malformed, "a wrapped key of the age header has the wrong length");
  CipherContext context(EVP_CIPHER_CTX_new());
  if (!context) return fail(Fault::io, "OpenSSL has no memory");
  Secret key(file_key_size);
  std::array<std::uint8_t, nonce_size> nonce{};
  if (!TRY(open_sealed(context.get(), wrap_key, nonce, as_bytes(body), key.writable()))) return std::nullopt;
  return key;
}

struct Identity {
  Key key;
  std::array<std::uint8_t, key_size> recipient{};  // its public half
};

Result<std::vector<Identity>> parse_identities(Bytes text) {
  std::vector<Identity> identities;
  Lines lines(as_text(text));
  while (auto line = lines.next()) {
    auto words = trim(line->text);
    if (words.empty() || words.starts_with('#')) continue;
    auto secret = TRY(parse_age_identity(words));
    Identity identity;
    identity.key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, secret.data(), secret.size()));
    wipe_memory(secret);
    std::size_t size = identity.recipient.size();
    if (!identity.key ||
        EVP_PKEY_get_raw_public_key(identity.key.get(), identity.recipient.data(), &size) != 1)
      return fail(Fault::io, "OpenSSL refused an X25519 key");
    identities.push_back(std::move(identity));
  }
  return identities;
}

Result<std::optional<Secret>> try_identity(const Identity& identity, const AgeStanza& stanza) {
  if (stanza.arguments.size() != 1) return fail(Fault::malformed, "an X25519 recipient is damaged");
  std::string share = TRY(from_age_base64(stanza.arguments[0]));
  if (share.size() != key_size) return fail(Fault::malformed, "an X25519 recipient is damaged");
  Key theirs(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, as_bytes(share).data(), share.size()));
  KeyContext context(EVP_PKEY_CTX_new(identity.key.get(), nullptr));
  Secret shared(key_size);
  std::size_t size = key_size;
  // OpenSSL refuses the shares of low order that give nothing but zeros, as the specification asks.
  if (!theirs || !context || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), theirs.get()) != 1 ||
      EVP_PKEY_derive(context.get(), shared.writable().data(), &size) != 1)
    return fail(Fault::malformed, "an X25519 recipient is damaged");
  std::string salt = share + std::string(as_text(identity.recipient));
  Secret wrap = TRY(hkdf(shared.bytes(), as_bytes(salt), "age-encryption.org/v1/X25519"));
  return open_file_key(wrap.bytes(), stanza.body);
}

struct FoundKey {
  UnwrapOutcome outcome = UnwrapOutcome::no_identity;
  Secret key;
};

Result<FoundKey> try_passphrase(const AgeStanza& stanza, Bytes passphrase) {
  if (passphrase.empty()) return FoundKey{UnwrapOutcome::no_password, {}};
  if (stanza.arguments.size() != 2) return fail(Fault::malformed, "the scrypt recipient is damaged");
  std::string salt = TRY(from_age_base64(stanza.arguments[0]));
  const std::string& digits = stanza.arguments[1];
  auto work = parse_integer(digits);
  if (salt.size() != 16 || !work || digits.size() > 2 || !is_digit(digits[0]) || digits[0] == '0')
    return fail(Fault::malformed, "the scrypt recipient is damaged");
  if (*work > age_work_limit)
    return fail(Fault::limit,
                fmt::format("its scrypt work factor is {}: up to {} is computed", *work, age_work_limit));
  Secret wrap = TRY(scrypt(passphrase, as_bytes("age-encryption.org/v1/scrypt" + salt), *work));
  auto key = TRY(open_file_key(wrap.bytes(), stanza.body));
  if (!key) return FoundKey{UnwrapOutcome::wrong_password, {}};
  return FoundKey{UnwrapOutcome::opened, std::move(*key)};
}

Result<FoundKey> find_key(const AgeHeader& header, Bytes passphrase, Bytes identity_text) {
  for (const AgeStanza& stanza : header.stanzas)
    if (stanza.type == "scrypt") {
      if (header.stanzas.size() != 1)
        return fail(Fault::malformed, "an age file with a passphrase has other recipients beside it");
      return try_passphrase(stanza, passphrase);
    }
  auto identities = TRY(parse_identities(identity_text));
  if (identities.empty()) return FoundKey{UnwrapOutcome::no_identity, {}};
  for (const AgeStanza& stanza : header.stanzas) {
    if (stanza.type != "X25519") continue;
    for (const Identity& identity : identities)
      if (auto key = TRY(try_identity(identity, stanza)))
        return FoundKey{UnwrapOutcome::opened, std::move(*key)};
  }
  return FoundKey{UnwrapOutcome::wrong_identity, {}};
}

Result<> check_seal(const AgeHeader& header, Bytes head, Bytes file_key) {
  Secret key = TRY(hkdf(file_key, {}, "header"));
  std::array<std::uint8_t, 32> mac{};
  unsigned size = 0;
  Bytes sealed = head.first(header.authenticated);
  if (HMAC(EVP_sha256(), key.bytes().data(), static_cast<int>(key.size()), sealed.data(), sealed.size(),
           mac.data(), &size) == nullptr)
    return fail(Fault::io, "OpenSSL refused HMAC");
  if (CRYPTO_memcmp(mac.data(), as_bytes(header.mac).data(), mac.size()) != 0)
    return fail(Fault::malformed, "the age header was changed: its seal does not fit");
  return {};
}

// The payload: chunks whose nonce counts them, the last one marked.
Result<std::string> open_chunks(ByteSource& file, std::uint64_t at, Bytes key, std::uint64_t most,
                                const UnwrapWriter& write) {
  CipherContext context(EVP_CIPHER_CTX_new());
  if (!context) return fail(Fault::io, "OpenSSL has no memory");
  std::vector<std::uint8_t> sealed(chunk_size + tag_size), plain(chunk_size);
  std::uint64_t written = 0;
  for (std::uint64_t number = 0;; ++number) {
    std::uint64_t left = file.size() - std::min(at, file.size());
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, sealed.size()));
    if (size < tag_size || (size == tag_size && number > 0))
      return std::string("it is cut off: its last piece is missing");
    std::span<std::uint8_t> piece(sealed.data(), size), content(plain.data(), size - tag_size);
    TRY(file.read(at, piece));
    std::array<std::uint8_t, nonce_size> nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    bool is_last = size == left;
    nonce[11] = is_last ? 1 : 0;
    if (!TRY(open_sealed(context.get(), key, nonce, piece, content))) {
      nonce[11] = 0;
      bool is_cut = is_last && TRY(open_sealed(context.get(), key, nonce, piece, content));
      if (is_cut) TRY(write(content));
      return std::string(is_last ? "it is cut off: its last piece is missing or damaged"
                                 : "a piece of it was changed: what follows was not read");
    }
    written += content.size();
    if (written > most) return fmt::format("it is longer than {} bytes", most);
    TRY(write(content));
    if (is_last) return std::string();
    at += size;
  }
}

}  // namespace

Result<Unwrapped> open_age_file(ByteSource& file, Bytes passphrase, Bytes identities, std::uint64_t most,
                                const UnwrapWriter& write) {
  std::vector<std::uint8_t> head(std::min<std::uint64_t>(file.size(), age_header_limit));
  TRY(file.read(0, head));
  AgeHeader header = TRY(parse_age_header(head));
  Unwrapped result;
  result.notes.emplace_back("an age file of version 1");
  FoundKey found = TRY(find_key(header, passphrase, identities));
  result.outcome = found.outcome;
  if (found.outcome != UnwrapOutcome::opened) return result;
  TRY(check_seal(header, head, found.key.bytes()));
  std::array<std::uint8_t, 16> nonce{};
  if (!file.read(header.size, nonce)) {
    result.problem = "it is cut off: it ends with its header";
    return result;
  }
  Secret key = TRY(hkdf(found.key.bytes(), nonce, "payload"));
  result.problem = TRY(open_chunks(file, header.size + nonce.size(), key.bytes(), most, write));
  return result;
}

}  // namespace bridle
