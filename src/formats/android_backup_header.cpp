#include "formats/android_backup_header.h"

#include <fmt/format.h>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::uint64_t most_rounds = 100'000'000;
constexpr std::int64_t newest_version = 5;

class HeaderLines {
 public:
  explicit HeaderLines(std::string_view text) : text_(text) {}
  Result<std::string_view> next(std::string_view what) {
    auto end = text_.find('\n', at_);
    if (end == std::string_view::npos)
      return fail(text_.size() >= android_backup_header_limit ? Fault::malformed : Fault::truncated,
                  fmt::format("the backup's header ends before its {}", what));
    auto line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }
  Result<std::string> bytes(std::string_view what, std::size_t size) {
    auto line = TRY(next(what));
    auto bytes = from_hex(line);
    if (!bytes || (size > 0 ? bytes->size() != size : bytes->size() % 16 != 0 || bytes->empty()))
      return fail(Fault::malformed, fmt::format("the {} in the backup's header is damaged", what));
    return *bytes;
  }
  Result<std::int64_t> number(std::string_view what) {
    auto number = parse_integer(TRY(next(what)));
    if (!number || *number < 0)
      return fail(Fault::malformed, fmt::format("the {} in the backup's header is no number", what));
    return *number;
  }
  std::size_t at() const { return at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<AndroidBackupHeader> parse_android_backup_header(Bytes head) {
  std::string_view text = as_text(head.first(std::min(head.size(), android_backup_header_limit)));
  if (!text.starts_with(android_backup_magic))
    return fail(Fault::malformed, "it does not begin as a backup of Android does");
  HeaderLines lines(text);
  (void)TRY(lines.next("first line"));
  AndroidBackupHeader header;
  header.version = TRY(lines.number("version"));
  if (header.version < 1 || header.version > newest_version)
    return fail(Fault::unsupported, fmt::format("the backup is of version {}: versions 1 to {} are read",
                                                header.version, newest_version));
  std::int64_t compression = TRY(lines.number("compression"));
  if (compression > 1) return fail(Fault::unsupported, "the backup's compression is of an unknown kind");
  header.compressed = compression == 1;
  auto cipher = TRY(lines.next("encryption"));
  if (cipher != "none" && cipher != "AES-256")
    return fail(Fault::unsupported, "the backup's encryption is of an unknown kind");
  header.encrypted = cipher == "AES-256";
  if (header.encrypted) {
    header.user_salt = TRY(lines.bytes("password salt", 64));
    header.checksum_salt = TRY(lines.bytes("checksum salt", 64));
    header.rounds = static_cast<std::uint64_t>(TRY(lines.number("number of rounds")));
    if (header.rounds < 1 || header.rounds > most_rounds)
      return fail(Fault::limit, fmt::format("the backup asks for {} rounds", header.rounds));
    header.user_iv = TRY(lines.bytes("initial vector", 16));
    header.master_key_blob = TRY(lines.bytes("wrapped key", 0));
  }
  header.size = lines.at();
  return header;
}

}  // namespace bridle
