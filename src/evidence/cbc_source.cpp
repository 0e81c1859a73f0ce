#include "evidence/cbc_source.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace bridle {
namespace {

constexpr std::uint64_t block = 16;
// A scan reads far ahead; a lone page of a b-tree does not pay for what it will not need.
constexpr std::uint64_t read_ahead = 256ULL * 1024;
constexpr std::uint64_t lone_read = 16ULL * 1024;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

// Looked up once: a fetch by name takes longer than decrypting a page.
const EVP_CIPHER* aes_256_cbc() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
  return cipher;
}

class CbcSource final : public ByteSource {
 public:
  CbcSource(std::unique_ptr<ByteSource> ciphertext, std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context)
      : ciphertext_(std::move(ciphertext)),
        context_(std::move(context)),
        whole_(ciphertext_->size() / block * block),
        size_(whole_) {}

  std::uint64_t size() const override { return size_; }
  void set_size(std::uint64_t size) { size_ = size; }
  std::uint64_t whole_blocks() const { return whole_; }

  Result<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    TRY(check_range(offset, into.size()));
    while (!into.empty()) {
      if (offset < start_ || offset >= start_ + plain_.size()) TRY(load(offset, into.size()));
      Bytes there = plain_.subspan(static_cast<std::size_t>(offset - start_));
      there = there.first(std::min(there.size(), into.size()));
      std::ranges::copy(there, into.begin());
      into = into.subspan(there.size());
      offset += there.size();
    }
    return {};
  }

 private:
  Result<> load(std::uint64_t offset, std::uint64_t wanted) {
    std::uint64_t end = start_ + plain_.size();
    bool onwards = offset >= end && offset - end < read_ahead && end != 0;
    std::uint64_t first = offset / block * block;
    std::uint64_t length = onwards || wanted > lone_read ? read_ahead : lone_read;
    length = std::min(length, whole_ - first);
    plain_ = {};
    start_ = 0;
    // The block of ciphertext before the first one is its IV; before the very first there are zeros.
    buffer_.resize(static_cast<std::size_t>(read_ahead + block));
    std::span<std::uint8_t> all(buffer_.data(), static_cast<std::size_t>(length + block));
    std::ranges::fill(all.first(block), std::uint8_t{0});
    if (first == 0) {
      TRY(ciphertext_->read(0, all.subspan(block)));
    } else {
      TRY(ciphertext_->read(first - block, all));
    }
    int done = 0;
    std::uint8_t* into = all.data() + block;
    if (EVP_DecryptInit_ex2(context_.get(), nullptr, nullptr, all.data(), nullptr) != 1 ||
        EVP_DecryptUpdate(context_.get(), into, &done, into, static_cast<int>(length)) != 1 ||
        static_cast<std::uint64_t>(done) != length)
      return fail(Fault::io, "AES-256-CBC of OpenSSL refused a block");
    plain_ = all.subspan(block);
    start_ = first;
    return {};
  }

  std::unique_ptr<ByteSource> ciphertext_;
  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context_;
  std::uint64_t whole_;  // length of all complete blocks
  std::uint64_t size_;
  std::vector<std::uint8_t> buffer_;
  Bytes plain_;  // inside buffer_
  std::uint64_t start_ = 0;
};

// The number of padding bytes that the last block claims; 0 when it is no PKCS#7 padding.
std::uint64_t padding_of(const std::array<std::uint8_t, block>& last) {
  std::uint8_t count = last.back();
  if (count < 1 || count > block) return 0;
  bool equal = std::all_of(last.end() - count, last.end(), [&](std::uint8_t byte) { return byte == count; });
  return equal ? count : 0;
}

// What the header of an SQLite database says about the length, when the content is one.
std::optional<std::uint64_t> database_size(CbcSource& content) {
  std::array<std::uint8_t, 32> header;
  if (content.size() < header.size() || !content.read(0, header)) return std::nullopt;
  if (as_text(Bytes(header).first(16)) != std::string_view("SQLite format 3\0", 16)) return std::nullopt;
  std::uint64_t page = load_big(Bytes(header).subspan(16), 2);
  return (page == 1 ? 65536 : page) * load_big(Bytes(header).subspan(28), 4);
}

}  // namespace

Result<DecryptedSource> decrypt_source(std::unique_ptr<ByteSource> ciphertext, Secret key,
                                       std::optional<std::uint64_t> recorded_size) {
  if (key.size() != 32)
    return fail(Fault::malformed, fmt::format("file key has {} bytes, not 32", key.size()));
  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  if (!context || aes_256_cbc() == nullptr ||
      EVP_DecryptInit_ex2(context.get(), aes_256_cbc(), key.bytes().data(), nullptr, nullptr) != 1)
    return fail(Fault::io, "OpenSSL has no AES-256-CBC");
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  key.wipe();  // the schedule in the context is all that is needed; OpenSSL clears it with the context

  std::uint64_t stored = ciphertext->size();
  auto content = std::make_unique<CbcSource>(std::move(ciphertext), std::move(context));
  ContentFacts facts;
  std::uint64_t whole = content->whole_blocks();
  if (whole != stored) {
    facts.cut_off = true;
    facts.notes.push_back(
        fmt::format("truncated: {} bytes are no multiple of 16, the last {} cannot be decrypted", stored,
                    stored - whole));
  } else if (whole > 0) {
    std::array<std::uint8_t, block> last;
    TRY(content->read(whole - block, last));
    std::uint64_t padding = padding_of(last);
    if (padding == 0) facts.notes.push_back("last block has no PKCS#7 padding: all of it is kept");
    content->set_size(whole - padding);
  }
  facts.size = content->size();
  if (recorded_size && *recorded_size > facts.size) {
    facts.cut_off = true;
    facts.notes.push_back(fmt::format("cut off: recorded size {}, content {}", *recorded_size, facts.size));
  } else if (recorded_size && *recorded_size < facts.size) {
    facts.notes.push_back(
        fmt::format("recorded size {}, content {}: nothing is cut", *recorded_size, facts.size));
  }
  if (auto database = database_size(*content); database && *database != facts.size)
    facts.notes.push_back(fmt::format("SQLite header says {} bytes, content {}", *database, facts.size));
  return DecryptedSource{std::move(content), std::move(facts)};
}

}  // namespace bridle
