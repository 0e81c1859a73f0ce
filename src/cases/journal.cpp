#include "cases/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/sha256.h"
#include "base/text.h"

namespace bridle {
namespace {
constexpr std::string_view nothing_before =
    "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::uint64_t journal_limit = 1ULL << 30;
}  // namespace

Result<Journal> Journal::create(const std::string& path) {
  TRY(write_new_file(path, ""));
  return resume(path);
}

Result<Journal> Journal::resume(const std::string& path) {
  auto chain = TRY(check_journal(path));
  Fd file{::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)};
  if (!file) return fail(Fault::io, fmt::format("cannot write {}: {}", path, system_message(errno)));
  return Journal(std::move(file), chain.last_sha256, chain.lines);
}

void Journal::begin(JsonWriter& json, std::string_view event) {
  json.object().member("line", number_ + 1).member("previous", last_).member("event", event);
}

Result<> Journal::append(std::string line) {
  last_ = to_hex(sha256(as_bytes(line)));
  ++number_;
  line += '\n';
  return write_all(file_.get(), as_bytes(line));
}

Result<JournalChain> check_journal(const std::string& path) {
  auto file = TRY(open_for_reading(path));
  std::string content = TRY(read_whole(file, journal_limit));
  JournalChain chain{0, std::string(nothing_before)};
  Lines lines{content};
  while (auto line = lines.next()) {
    std::string expected = fmt::format(R"({{"line":{},"previous":"{}",)", chain.lines + 1, chain.last_sha256);
    if (!line->text.starts_with(expected))
      return fail(
          Fault::malformed,
          fmt::format("journal.jsonl: line {} does not follow from the line before it", line->number));
    chain.last_sha256 = to_hex(sha256(as_bytes(line->text)));
    ++chain.lines;
  }
  if (!content.empty() && content.back() != '\n')
    return fail(Fault::malformed, fmt::format("journal.jsonl: line {} is cut off", chain.lines));
  return chain;
}

}  // namespace bridle
