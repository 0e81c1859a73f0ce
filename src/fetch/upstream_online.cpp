#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/text.h"
#include "fetch/upstream.h"

namespace bridle {
namespace {

Result<std::string> first_line(const std::string& path) {
  auto file = open_for_reading(path);
  if (!file) return std::unexpected(file.error());
  std::string content = TRY(read_whole(*file, 64 << 10));
  Lines lines(content);
  auto line = lines.next();
  if (!line || trim(line->text).empty())
    return fail(Fault::absent, fmt::format("{} has nothing in its first line", path));
  return std::string(trim(line->text));
}

class Online final : public Upstream {
 public:
  Online(const Source& source, const FetchOptions& options, HttpClient client)
      : source_(source), options_(options), client_(std::move(client)) {}

  std::expected<Delivery, HttpFailure> get(const Wanted& wanted, const FetchedFile* held,
                                           Incoming& into) override {
    HttpRequest request{.url = wanted.url, .accept = wanted.accept, .most_bytes = source_.max_bytes};
    if (held != nullptr && !wanted.unconditional && held->url == wanted.url) {
      request.etag = held->etag;
      request.last_modified = held->last_modified;
    }
    if (received_ >= source_.total_bytes)
      return std::unexpected(HttpFailure{
          .error = {Fault::limit,
                    fmt::format("{} bytes were received in this run, the limit of the source", received_)}});
    auto answer = ask(request, into);
    if (!answer) return std::unexpected(answer.error());
    received_ += answer->bytes;
    Delivery out;
    out.content_type = answer->content_type;
    out.date_added_last = answer->date_added_last;
    out.unchanged = answer->status == 304;
    if (out.unchanged) {
      out.file = *held;
    } else {
      out.file = {.name = wanted.name, .url = wanted.url, .fetched = moment_now(), .sha256 = answer->sha256};
      out.file.bytes = answer->bytes;
      out.file.etag = answer->etag;
      out.file.last_modified = answer->last_modified;
      if (held != nullptr && held->sha256 == answer->sha256 && held->url == wanted.url) {
        out.unchanged = true;  // a server that answers no conditional question
        out.file.fetched = held->fetched;
      }
    }
    out.file.version = wanted.version;
    return out;
  }

  Result<std::vector<std::string>> names() override {
    return fail(Fault::unsupported, "a server cannot be asked for its names");
  }

 private:
  std::expected<HttpAnswer, HttpFailure> ask(const HttpRequest& request, Incoming& into) {
    for (int attempt = 1;; ++attempt) {
      auto answer = client_.get(request, into.fd());
      if (answer) return answer;
      HttpFailure& failure = answer.error();
      long wait = failure.retry_seconds.value_or(attempt);
      if (!failure.again || attempt >= options_.tries || wait > options_.most_wait) return answer;
      std::this_thread::sleep_for(std::chrono::seconds(wait));
      if (auto empty = into.restart(); !empty) return std::unexpected(HttpFailure{.error = empty.error()});
    }
  }

  const Source& source_;
  const FetchOptions& options_;
  HttpClient client_;
  std::uint64_t received_ = 0;
};

}  // namespace

Result<std::unique_ptr<Upstream>> online_upstream(const Source& source, const FetchOptions& options) {
  TRY(check_url(source.url, source.plain_http));
  HttpOptions http = options.http;
  http.proxy = options.proxy;
  http.ca_file = source.ca_file.empty() ? options.ca_file : source.ca_file;
  http.plain_http = source.plain_http;
  if (!source.login_file.empty()) {
    http.login = TRY(first_line(source.login_file));
    if (http.login.find(':') == std::string::npos)
      return fail(Fault::malformed, "login-file: the first line is not of the form USER:PASSWORD");
  }
  if (!source.token_file.empty()) {
    http.authorization = TRY(first_line(source.token_file));
    if (http.authorization.find(' ') == std::string::npos) http.authorization.insert(0, "Bearer ");
  }
  return std::make_unique<Online>(source, options, TRY(HttpClient::make(std::move(http))));
}

}  // namespace bridle
