#include "testing/payload_writer.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <memory>
#include <vector>

#include "base/file.h"

namespace bridle::testing {
namespace {

constexpr std::size_t piece = 1 << 20;

class Writer {
 public:
  static Result<Writer> make(const std::string& to, Bytes key) {
    Writer writer;
    writer.file_ = Fd{::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (!writer.file_) return fail(Fault::io, "cannot write " + to);
    if (key.empty()) return writer;
    const unsigned char zero[16] = {};
    writer.cipher_.reset(EVP_CIPHER_CTX_new());
    EVP_EncryptInit_ex(writer.cipher_.get(), EVP_aes_256_cbc(), nullptr, key.data(), zero);
    return writer;
  }
  Result<> put(Bytes content) {
    if (!cipher_) return write_all(file_.get(), content);
    std::vector<std::uint8_t> out(content.size() + 32);
    int size = 0;
    EVP_EncryptUpdate(cipher_.get(), out.data(), &size, content.data(), static_cast<int>(content.size()));
    return write_all(file_.get(), Bytes{out}.first(static_cast<std::size_t>(size)));
  }
  Result<> finish() {
    if (!cipher_) return {};
    std::vector<std::uint8_t> out(32);
    int size = 0;
    EVP_EncryptFinal_ex(cipher_.get(), out.data(), &size);
    return write_all(file_.get(), Bytes{out}.first(static_cast<std::size_t>(size)));
  }

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  Fd file_;
  std::unique_ptr<EVP_CIPHER_CTX, Free> cipher_;
};

}  // namespace

Result<> write_payload(const std::string& to, std::string_view content, Bytes key) {
  auto writer = TRY(Writer::make(to, key));
  for (Bytes rest = as_bytes(content); !rest.empty(); rest = rest.subspan(std::min(piece, rest.size())))
    TRY(writer.put(rest.first(std::min(piece, rest.size()))));
  return writer.finish();
}

Result<std::uint64_t> write_payload_from(const std::string& to, const std::string& from, Bytes key) {
  auto writer = TRY(Writer::make(to, key));
  auto source = TRY(open_for_reading(from));
  std::uint64_t size = TRY(facts_of(source)).size;
  std::vector<std::uint8_t> buffer(piece);
  for (std::uint64_t at = 0; at < size; at += buffer.size()) {
    auto part = std::span(buffer).first(static_cast<std::size_t>(std::min<std::uint64_t>(piece, size - at)));
    TRY(read_at(source.get(), at, part));
    TRY(writer.put(part));
  }
  TRY(writer.finish());
  return size;
}

}  // namespace bridle::testing
