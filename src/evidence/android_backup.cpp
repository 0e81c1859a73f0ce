#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/secret.h"
#include "evidence/archive_reader.h"
#include "evidence/unwrap.h"
#include "formats/android_backup_header.h"
#include "formats/inflate_stream.h"

namespace bridle {
namespace {

constexpr std::size_t piece_size = 1 << 20, block = 16, key_size = 32;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

Result<Cipher> cbc(Bytes key, Bytes iv) {
  Cipher context(EVP_CIPHER_CTX_new());
  if (!context || EVP_DecryptInit_ex2(context.get(), EVP_aes_256_cbc(), key.data(), iv.data(), nullptr) != 1)
    return fail(Fault::io, "OpenSSL has no AES-256-CBC");
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  return context;
}

Result<Secret> stretch(Bytes password, Bytes salt, std::uint64_t rounds) {
  Secret key(key_size);
  std::string_view text = as_text(password);
  if (PKCS5_PBKDF2_HMAC(text.empty() ? "" : text.data(), static_cast<int>(text.size()), salt.data(),
                        static_cast<int>(salt.size()), static_cast<int>(rounds), EVP_sha1(), key_size,
                        key.writable().data()) != 1)
    return fail(Fault::io, "OpenSSL refused PBKDF2");
  return key;
}

// Before version 2 a character of the password was its low byte.
Secret low_bytes(Bytes password) {
  std::string_view text = as_text(password);
  Secret low(password.size());
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++size) {
    auto lead = static_cast<std::uint8_t>(text[i]);
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      code = code << 6 | (static_cast<std::uint8_t>(text[i + k]) & 0x3F);
    low.writable()[size] = static_cast<std::uint8_t>(code);
    i += length;
  }
  return Secret(low.bytes().first(size));
}

// From version 2 on Java took each byte for a character, sign and all: 0x80 to 0xFF became U+FF80 to U+FFFF,
// in UTF-8.
Secret as_java_text(Bytes key) {
  Secret text(key.size() * 3);
  std::size_t size = 0;
  auto out = text.writable();
  for (std::uint8_t byte : key) {
    if (byte < 0x80) {
      out[size++] = byte;
      continue;
    }
    out[size++] = 0xEF;
    out[size++] = static_cast<std::uint8_t>(0xBC | (byte >> 6 & 0x3F));
    out[size++] = static_cast<std::uint8_t>(0x80 | (byte & 0x3F));
  }
  return Secret(text.bytes().first(size));
}

struct MasterKey {
  Secret key;
  std::array<std::uint8_t, block> iv{};
};

// The blob under the user's key: initial vector, key and checksum, each behind its length.
Result<std::optional<MasterKey>> unwrap_key(const AndroidBackupHeader& header, Bytes user_key) {
  Cipher context = TRY(cbc(user_key, as_bytes(header.user_iv)));
  Secret plain(header.master_key_blob.size());
  int done = 0;
  Bytes blob = as_bytes(header.master_key_blob);
  if (EVP_DecryptUpdate(context.get(), plain.writable().data(), &done, blob.data(),
                        static_cast<int>(blob.size())) != 1)
    return fail(Fault::io, "AES-256-CBC of OpenSSL refused the wrapped key");
  Cursor in{plain.bytes()};
  Bytes iv = in.take(in.u8()), key = in.take(in.u8()), checksum = in.take(in.u8());
  if (!in.ok() || iv.size() != block || key.size() != key_size || checksum.size() != key_size)
    return std::nullopt;
  // Phones have mixed the two forms up: whichever fits is right.
  Secret text = as_java_text(key);
  for (Bytes form : {header.version > 1 ? text.bytes() : key, header.version > 1 ? key : text.bytes()}) {
    Secret expected = TRY(stretch(form, as_bytes(header.checksum_salt), header.rounds));
    if (CRYPTO_memcmp(expected.bytes().data(), checksum.data(), key_size) != 0) continue;
    MasterKey master{.key = Secret(key)};
    std::ranges::copy(iv, master.iv.begin());
    return master;
  }
  return std::nullopt;
}

Result<std::optional<MasterKey>> find_key(const AndroidBackupHeader& header, Bytes password) {
  auto key = TRY(stretch(password, as_bytes(header.user_salt), header.rounds));
  auto master = TRY(unwrap_key(header, key.bytes()));
  bool is_ascii = std::ranges::all_of(password, [](std::uint8_t byte) { return byte < 0x80; });
  if (master || is_ascii) return master;
  Secret low = low_bytes(password);
  key = TRY(stretch(low.bytes(), as_bytes(header.user_salt), header.rounds));
  return unwrap_key(header, key.bytes());
}

// The payload without its encryption, piece by piece.
class Payload {
 public:
  Payload(ByteSource& file, std::uint64_t at, Cipher cipher)
      : file_(file), at_(at), cipher_(std::move(cipher)) {}
  std::uint64_t read_so_far() const { return at_; }
  const std::string& problem() const { return problem_; }

  /// Empty at the end.
  Result<Bytes> next() {
    std::uint64_t left = file_.size() - std::min(at_, file_.size());
    if (cipher_ && left % block != 0) {
      problem_ = "it is cut off: its encrypted part is no whole number of blocks";
      left -= left % block;
    }
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece_size));
    if (size == 0) return Bytes{};
    buffer_.resize(size);
    TRY(file_.read(at_, buffer_));
    at_ += size;
    if (!cipher_) return Bytes(buffer_);
    int done = 0;
    if (EVP_DecryptUpdate(cipher_.get(), buffer_.data(), &done, buffer_.data(), static_cast<int>(size)) != 1)
      return fail(Fault::io, "AES-256-CBC of OpenSSL refused a block");
    bool is_last = size == left && problem_.empty();
    std::size_t padding = is_last ? buffer_.back() : 0;
    if (padding > block || (is_last && padding == 0)) {
      problem_ = "its last block has no padding: it is cut off or damaged";
      padding = 0;
    }
    return Bytes(buffer_).first(size - padding);
  }

 private:
  ByteSource& file_;
  std::uint64_t at_;
  Cipher cipher_;
  std::vector<std::uint8_t> buffer_;
  std::string problem_;
};

// Java leaves the end of its stream out now and then: that alone is no loss.
Result<std::string> inflate_all(Payload& payload, std::uint64_t most, const UnwrapWriter& write) {
  InflateStream z = TRY(InflateStream::begin(InflateStream::Form::zlib));
  std::uint64_t written = 0, begin = payload.read_so_far();
  std::string problem;
  for (;;) {
    Bytes piece = TRY(payload.next());
    if (piece.empty()) return std::string();
    auto state = z.feed(piece, [&](Bytes made) -> Result<> {
      written += made.size();
      if (written > most)
        problem = fmt::format("it inflates to more than {} bytes", most);
      else if (written > inflation_free && written / inflation_limit > payload.read_so_far() - begin)
        problem = fmt::format("it inflates to more than {} times its size", inflation_limit);
      return problem.empty() ? write(made) : fail(Fault::limit, problem);
    });
    if (!problem.empty()) return problem;
    auto now = TRY(std::move(state));
    if (now == InflateStream::State::damaged) return std::string("its compressed content is damaged");
    if (now == InflateStream::State::ended) return std::string();
  }
}

Result<std::string> copy_all(Payload& payload, std::uint64_t most, const UnwrapWriter& write) {
  for (std::uint64_t written = 0;;) {
    Bytes piece = TRY(payload.next());
    if (piece.empty()) return std::string();
    written += piece.size();
    if (written > most) return fmt::format("it is longer than {} bytes", most);
    TRY(write(piece));
  }
}

}  // namespace

Result<Unwrapped> open_android_backup(ByteSource& file, Bytes password, std::uint64_t most,
                                      const UnwrapWriter& write) {
  std::vector<std::uint8_t> head(std::min<std::uint64_t>(file.size(), android_backup_header_limit));
  TRY(file.read(0, head));
  AndroidBackupHeader header = TRY(parse_android_backup_header(head));
  Unwrapped result;
  result.notes.push_back(fmt::format("an Android backup of version {}, {}compressed, {}encrypted",
                                     header.version, header.compressed ? "" : "not ",
                                     header.encrypted ? "" : "not "));
  Cipher cipher;
  if (header.encrypted) {
    if (password.empty()) {
      result.outcome = UnwrapOutcome::no_password;
      return result;
    }
    auto master = TRY(find_key(header, password));
    if (!master) {
      result.outcome = UnwrapOutcome::wrong_password;
      return result;
    }
    cipher = TRY(cbc(master->key.bytes(), master->iv));
  }
  Payload payload(file, header.size, std::move(cipher));
  result.problem =
      TRY(header.compressed ? inflate_all(payload, most, write) : copy_all(payload, most, write));
  if (result.problem.empty()) result.problem = payload.problem();
  return result;
}

}  // namespace bridle
