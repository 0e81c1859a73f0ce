#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "base/sha256.h"
#include "fetch/upstream.h"

namespace bridle {
namespace {

class Mirror final : public Upstream {
 public:
  Mirror(const Source& source, Fd folder, std::optional<FetchRecord> record)
      : source_(source), folder_(std::move(folder)), record_(std::move(record)) {}

  std::expected<Delivery, HttpFailure> get(const Wanted& wanted, const FetchedFile* held,
                                           Incoming& into) override {
    auto copied = copy(wanted, into);
    if (!copied) return std::unexpected(HttpFailure{.error = copied.error()});
    Delivery out{.file = std::move(*copied)};
    out.file.version = wanted.version;
    out.unchanged = held != nullptr && held->sha256 == out.file.sha256;
    if (out.unchanged) out.file.fetched = held->fetched;
    return out;
  }

  Result<std::vector<std::string>> names() override {
    if (!folder_) return fail(Fault::unsupported, "the mirror is one file");
    return names_in(folder_);
  }

 private:
  Result<FetchedFile> copy(const Wanted& wanted, Incoming& into) {
    auto file = folder_ ? open_beneath(folder_, wanted.name) : open_for_reading(source_.mirror);
    if (!file)
      return fail(file.error().fault, fmt::format("{} in the mirror: {}", wanted.name, file.error().message));
    auto content = TRY(read_whole(*file, source_.max_bytes));
    taken_ += content.size();
    if (taken_ > source_.total_bytes)
      return fail(Fault::limit, "more bytes than total-bytes of the source allows");
    TRY(write_all(into.fd(), as_bytes(content)));
    FetchedFile out{.name = wanted.name,
                    .url = wanted.url.empty() ? "file:" + source_.mirror : wanted.url,
                    .fetched = moment_now(),
                    .sha256 = to_hex(sha256(as_bytes(content))),
                    .bytes = content.size()};
    if (record_) {
      // One file is known by its bytes, for the mirror may have another name.
      for (const auto& [name, known] : record_->files)
        if (known.sha256 == out.sha256 && (name == wanted.name || !folder_)) {
          out.url = known.url;
          out.fetched = known.fetched;
        }
    }
    return out;
  }

  const Source& source_;
  Fd folder_;
  std::optional<FetchRecord> record_;
  std::uint64_t taken_ = 0;
};

}  // namespace

namespace {

namespace fs = std::filesystem;

fs::path path_of_mirror(const Source& source) {
  auto path = fs::path(source.mirror).lexically_normal();
  return path.filename().empty() ? path.parent_path() : path;
}

bool is_folder(const Source& source) {
  std::error_code error;
  return source.type != SourceType::file || fs::is_directory(path_of_mirror(source), error);
}

}  // namespace

std::string record_of_mirror(const Source& source) {
  auto path = path_of_mirror(source);
  return (is_folder(source) ? path : path.parent_path()).string() + ".record";
}

Result<std::unique_ptr<Upstream>> mirror_upstream(const Source& source) {
  Fd folder;
  if (is_folder(source)) folder = TRY(open_directory(path_of_mirror(source).string()));
  auto beside = record_of_mirror(source);
  std::optional<FetchRecord> record;
  if (auto file = open_for_reading(beside)) {
    auto read = read_fetch_record(TRY(read_whole(*file, 64 << 20)));
    if (!read) return fail(read.error().fault, fmt::format("{}: {}", beside, read.error().message));
    record = std::move(*read);
  }
  return std::make_unique<Mirror>(source, std::move(folder), std::move(record));
}

}  // namespace bridle
