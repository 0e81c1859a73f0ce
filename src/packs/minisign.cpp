#include "packs/minisign.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <algorithm>

#include <cstring>
#include <memory>

#include "base/text.h"

namespace bridle {
namespace {

using Signature = std::array<std::uint8_t, 64>;
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

constexpr std::string_view untrusted = "untrusted comment:", trusted = "trusted comment: ";

std::unexpected<Error> refused() {
  return fail(Fault::io, "OpenSSL refused to work with an Ed25519 key");
}

Result<std::array<std::uint8_t, 64>> blake2b(Bytes content) {
  std::array<std::uint8_t, 64> out;
  unsigned size = 0;
  if (EVP_Digest(content.data(), content.size(), out.data(), &size, EVP_blake2b512(), nullptr) != 1 ||
      size != 64)
    return fail(Fault::io, "OpenSSL has no BLAKE2b");
  return out;
}

Result<std::string> decode(std::string_view text, std::size_t size, std::string_view what) {
  auto line = trim(text);
  std::string out(line.size() / 4 * 3, '\0');
  int length = line.empty() || line.size() % 4 != 0 || line.size() > 1000
                   ? -1
                   : EVP_DecodeBlock(reinterpret_cast<std::uint8_t*>(out.data()),
                                     reinterpret_cast<const std::uint8_t*>(line.data()),
                                     static_cast<int>(line.size()));
  std::size_t padding = line.ends_with("==") ? 2 : line.ends_with('=') ? 1 : 0;
  if (length < 0 || static_cast<std::size_t>(length) - padding != size)
    return fail(Fault::malformed, std::string(what) + " is not the base64 of what it should hold");
  out.resize(size);
  return out;
}

std::string bytes_of(auto... parts) {
  std::string out;
  (out.append(reinterpret_cast<const char*>(parts.data()), parts.size()), ...);
  return out;
}

Result<Signature> sign(EVP_PKEY* key, std::string_view message) {
  Signature out;
  std::size_t size = out.size();
  Context context(EVP_MD_CTX_new());
  if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), out.data(), &size, as_bytes(message).data(), message.size()) != 1 ||
      size != 64)
    return refused();
  return out;
}

Result<bool> fits(EVP_PKEY* key, std::string_view message, std::string_view signature) {
  Context context(EVP_MD_CTX_new());
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) != 1) return refused();
  return EVP_DigestVerify(context.get(), as_bytes(signature).data(), signature.size(),
                          as_bytes(message).data(), message.size()) == 1;
}

template <std::size_t size>
void copy(std::array<std::uint8_t, size>& into, std::string_view from) {
  std::memcpy(into.data(), from.data(), size);
}

}  // namespace

std::string MinisignPublicKey::text() const {
  return to_base64(as_bytes("Ed" + bytes_of(id, point)));
}

std::string MinisignPublicKey::file() const {
  std::string number;
  for (std::size_t i = id.size(); i-- > 0;) number += to_hex(Bytes(id).subspan(i, 1));
  for (char& c : number)
    if (c >= 'a') c = static_cast<char>(c - 32);
  // As a number, the way minisign prints it: without zeros in front.
  number.erase(0, std::min(number.find_first_not_of('0'), number.size() - 1));
  return "untrusted comment: minisign public key " + number + "\n" + text() + "\n";
}

MinisignSecretKey::~MinisignSecretKey() {
  OPENSSL_cleanse(seed_.data(), seed_.size());
}
MinisignSecretKey::MinisignSecretKey(MinisignSecretKey&& other) noexcept
    : seed_(other.seed_), public_(other.public_) {
  OPENSSL_cleanse(other.seed_.data(), other.seed_.size());
}
MinisignSecretKey& MinisignSecretKey::operator=(MinisignSecretKey&& other) noexcept {
  if (this == &other) return *this;
  seed_ = other.seed_;
  public_ = other.public_;
  OPENSSL_cleanse(other.seed_.data(), other.seed_.size());
  return *this;
}

Result<MinisignPublicKey> read_minisign_public_key(std::string_view text) {
  std::string_view line;
  for (Lines lines(text); auto next = lines.next();)
    if (!next->text.starts_with(untrusted) && line.empty()) line = next->text;
  std::string raw = TRY(decode(line, 42, "public key"));
  if (!raw.starts_with("Ed")) return fail(Fault::malformed, "public key of another kind than minisign's");
  MinisignPublicKey out;
  copy(out.id, std::string_view(raw).substr(2));
  copy(out.point, std::string_view(raw).substr(10));
  return out;
}

Result<MinisignSecretKey> read_minisign_secret_key(std::string_view file) {
  // 2 signature algorithm, 2 key derivation, 2 checksum, 32 salt, 8 + 8 limits, 8 id, 64 key, 32 checksum.
  constexpr std::size_t size = 158, id_at = 54, seed_at = 62, point_at = 94;
  MinisignSecretKey out;
  bool raw_seed = file.size() == 32;
  std::string raw;
  if (raw_seed) {
    copy(out.seed_, file);
  } else {
    std::string_view line;
    for (Lines lines(file); auto next = lines.next();)
      if (!next->text.starts_with(untrusted) && line.empty()) line = next->text;
    raw = TRY(decode(line, size, "secret key"));
    if (!raw.starts_with("Ed")) return fail(Fault::malformed, "secret key of another kind than minisign's");
    if (raw[2] != 0 || raw[3] != 0)
      return fail(Fault::unsupported, "secret key is encrypted with a password: minisign -C -W takes it off");
    copy(out.seed_, std::string_view(raw).substr(seed_at));
  }
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, out.seed_.data(), out.seed_.size()));
  std::size_t length = 32;
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), out.public_.point.data(), &length) != 1)
    return refused();
  if (raw_seed) {
    auto digest = TRY(blake2b(out.public_.point));
    std::memcpy(out.public_.id.data(), digest.data(), out.public_.id.size());
    return out;
  }
  copy(out.public_.id, std::string_view(raw).substr(id_at));
  // Stands in for the file's checksum: both halves of the key must belong together.
  bool whole = std::memcmp(out.public_.point.data(), raw.data() + point_at, 32) == 0;
  OPENSSL_cleanse(raw.data(), raw.size());
  if (!whole) return fail(Fault::malformed, "secret key is damaged: its halves do not belong together");
  return out;
}

Result<std::string> minisign(const MinisignSecretKey& key, Bytes content, std::string_view comment) {
  if (comment.find_first_of("\r\n") != std::string_view::npos)
    return fail(Fault::malformed, "trusted comment with a line break");
  Key signing(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, key.seed_.data(), key.seed_.size()));
  if (!signing) return refused();
  auto digest = TRY(blake2b(content));
  auto signature = TRY(sign(signing.get(), bytes_of(digest)));
  auto over_all = TRY(sign(signing.get(), bytes_of(signature) + std::string(comment)));
  return "untrusted comment: signature of a Bridle pack\n" +
         to_base64(as_bytes("ED" + bytes_of(key.public_.id, signature))) + "\n" + std::string(trusted) +
         std::string(comment) + "\n" + to_base64(over_all) + "\n";
}

Result<std::string> check_minisign(const MinisignPublicKey& key, Bytes content, std::string_view file) {
  Lines lines(file);
  auto first = lines.next(), second = lines.next(), third = lines.next(), fourth = lines.next();
  if (!fourth || !first->text.starts_with(untrusted) || !third->text.starts_with(trusted))
    return fail(Fault::malformed, "not a minisign signature");
  std::string raw = TRY(decode(second->text, 74, "signature"));
  std::string over_all = TRY(decode(fourth->text, 64, "signature of the comment"));
  if (!raw.starts_with("ED"))
    return fail(Fault::unsupported,
                "signature of an old kind, without a digest: sign again with minisign 0.10 or later");
  if (raw.compare(2, 8, bytes_of(key.id)) != 0) return fail(Fault::unsupported, "signed by another key");
  Key checking(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.point.data(), key.point.size()));
  if (!checking) return refused();
  auto digest = TRY(blake2b(content));
  auto signature = std::string_view(raw).substr(10);
  auto comment = third->text.substr(trusted.size());
  if (!TRY(fits(checking.get(), bytes_of(digest), signature)))
    return fail(Fault::absent,
                "the signature does not fit the content: it was changed, or another file is meant");
  if (!TRY(fits(checking.get(), std::string(signature) + std::string(comment), over_all)))
    return fail(Fault::absent, "the trusted comment was changed");
  return std::string(comment);
}

}  // namespace bridle
