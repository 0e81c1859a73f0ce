#include "fetch/http.h"

#include <curl/curl.h>
#include <fmt/core.h>

#include <algorithm>

#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "fetch/http_sentences.h"

namespace bridle {
namespace {

constexpr std::size_t header_limit = 256 << 10, header_value_limit = 2000;

struct UrlHandle {
  CURLU* url = curl_url();
  UrlHandle() = default;
  UrlHandle(const UrlHandle&) = delete;
  UrlHandle& operator=(const UrlHandle&) = delete;
  ~UrlHandle() { curl_url_cleanup(url); }
};

std::optional<std::string> part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return std::nullopt;
  std::string out = text;
  curl_free(text);
  return out;
}

Result<std::string> whole(CURLU* url) {
  auto text = part(url, CURLUPART_URL);
  if (!text) return fail(Fault::malformed, "the URL cannot be used");
  return *text;
}

}  // namespace

struct HttpClient::State {
  HttpOptions options;
  CURL* curl = nullptr;
  curl_slist* headers = nullptr;
  char detail[CURL_ERROR_SIZE] = {};
  // Of the answer under way.
  int into = -1;
  std::uint64_t most_bytes = 0;
  std::size_t header_bytes = 0;
  HttpAnswer answer;
  Sha256 digest;
  std::string encoding;
  std::optional<Error> refusal;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
  }

  void header(std::string_view line) {
    if (line.starts_with("HTTP/")) {  // of the next answer, after a redirect
      answer.etag.clear();
      answer.last_modified.clear();
      answer.content_type.clear();
      answer.date_added_last.clear();
      encoding.clear();
      return;
    }
    auto colon = line.find(':');
    if (colon == std::string_view::npos) return;
    auto name = to_lower_ascii(line.substr(0, colon));
    auto value = trim(line.substr(colon + 1));
    if (value.size() > header_value_limit || !is_utf8(value)) return;
    if (name == "etag") answer.etag = value;
    if (name == "last-modified") answer.last_modified = value;
    if (name == "content-type") answer.content_type = value;
    if (name == "content-encoding") encoding = value;
    if (name == "x-taxii-date-added-last") answer.date_added_last = value;
  }

  Result<> body(Bytes bytes) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.bytes += bytes.size();
    if (status != 200) {  // a page for people, which nobody sees
      if (answer.bytes > (1 << 20)) return fail(Fault::limit, "");
      return {};
    }
    if (!encoding.empty() && to_lower_ascii(encoding) != "identity")
      return fail(Fault::unsupported, "the server sent compressed content without being asked to");
    if (answer.bytes > most_bytes)
      return fail(Fault::limit, fmt::format("the answer is longer than {} bytes", most_bytes));
    digest.update(bytes);
    return write_all(into, bytes);
  }

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) {
    auto& state = *static_cast<State*>(self);
    state.header_bytes += size;
    if (state.header_bytes > header_limit) {
      state.refusal = Error{Fault::limit, "the server sends headers without end"};
      return 0;
    }
    state.header({data, size});
    return size;
  }

  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) {
    auto& state = *static_cast<State*>(self);
    auto taken = state.body(as_bytes({data, size}));
    if (taken) return size;
    state.refusal = taken.error();
    return 0;
  }
};

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpClient> HttpClient::make(HttpOptions options) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  const HttpOptions& o = state->options;
  CURL* curl = state->curl = started == CURLE_OK ? curl_easy_init() : nullptr;
  if (curl == nullptr) return fail(Fault::io, "libcurl cannot be started");
  CURLcode worst = CURLE_OK;
  auto set = [&](CURLoption option, auto value) {
    if (auto code = curl_easy_setopt(curl, option, value); code != CURLE_OK) worst = code;
  };
  set(CURLOPT_ERRORBUFFER, state->detail);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_USERAGENT, "bridle-fetch");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_MAXREDIRS, o.redirects);
  set(CURLOPT_PROTOCOLS_STR, o.plain_http ? "http,https" : "https");
  set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, o.connect_seconds);
  set(CURLOPT_LOW_SPEED_LIMIT, 100L);
  set(CURLOPT_LOW_SPEED_TIME, o.stall_seconds);
  set(CURLOPT_TIMEOUT, o.total_seconds);
  set(CURLOPT_FILETIME, 0L);
  if (!o.proxy.empty()) set(CURLOPT_PROXY, o.proxy.c_str());
  if (!o.ca_file.empty()) {
    // Only these: without the second line the system's folder of authorities would count as well.
    set(CURLOPT_CAINFO, o.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!o.login.empty()) {
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    set(CURLOPT_USERPWD, o.login.c_str());
  }
  set(CURLOPT_HEADERFUNCTION, &State::on_header);
  set(CURLOPT_HEADERDATA, state.get());
  set(CURLOPT_WRITEFUNCTION, &State::on_body);
  set(CURLOPT_WRITEDATA, state.get());
  if (worst != CURLE_OK) return fail(Fault::io, fmt::format("libcurl: {}", curl_easy_strerror(worst)));
  return HttpClient(std::move(state));
}

std::expected<HttpAnswer, HttpFailure> HttpClient::get(const HttpRequest& request, int into) {
  State& s = *state_;
  s.into = into;
  s.most_bytes = request.most_bytes;
  s.header_bytes = 0;
  s.answer = {};
  s.digest = Sha256();
  s.refusal.reset();
  s.detail[0] = 0;
  if (auto usable = check_url(request.url, s.options.plain_http); !usable)
    return std::unexpected(HttpFailure{.error = usable.error()});

  curl_slist_free_all(std::exchange(s.headers, nullptr));
  auto header = [&](const std::string& line) { s.headers = curl_slist_append(s.headers, line.c_str()); };
  if (!request.accept.empty()) header("Accept: " + request.accept);
  if (!request.etag.empty()) header("If-None-Match: " + request.etag);
  if (!request.last_modified.empty()) header("If-Modified-Since: " + request.last_modified);
  if (!s.options.authorization.empty()) header("Authorization: " + s.options.authorization);
  curl_easy_setopt(s.curl, CURLOPT_HTTPHEADER, s.headers);
  curl_easy_setopt(s.curl, CURLOPT_URL, request.url.c_str());
  // What began under TLS does not leave it.
  curl_easy_setopt(s.curl, CURLOPT_REDIR_PROTOCOLS_STR,
                   to_lower_ascii(request.url).starts_with("https:") ? "https" : "http,https");

  CURLcode code = curl_easy_perform(s.curl);
  long status = 0;
  curl_off_t retry = 0;
  curl_easy_getinfo(s.curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(s.curl, CURLINFO_RETRY_AFTER, &retry);
  if (s.refusal && !s.refusal->message.empty()) return std::unexpected(HttpFailure{.error = *s.refusal});
  if (code != CURLE_OK && !s.refusal) return std::unexpected(failure_of(code, s.detail, s.options));
  if (status != 200 && status != 304)
    return std::unexpected(failure_of_status(
        status,
        retry > 0 ? std::optional(static_cast<long>(std::min<curl_off_t>(retry, 86'400))) : std::nullopt));
  if (status == 304 && request.etag.empty() && request.last_modified.empty())
    return std::unexpected(failure_of_status(status, std::nullopt));
  s.answer.status = status;
  s.answer.sha256 = to_hex(s.digest.finish());
  return s.answer;
}

Result<> check_url(const std::string& url, bool plain_http) {
  UrlHandle handle;
  if (url.size() > 8000 || curl_url_set(handle.url, CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return fail(Fault::malformed, "this is no URL that can be used");
  auto scheme = part(handle.url, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http")
    return fail(Fault::unsupported, "only https is fetched, and http where plain-http allows it");
  if (scheme == "http" && !plain_http)
    return fail(Fault::unsupported,
                "this is http, which anybody on the way can change: use https, or set plain-http: true for "
                "the source");
  if (part(handle.url, CURLUPART_USER) || part(handle.url, CURLUPART_PASSWORD))
    return fail(Fault::malformed, "a login does not belong into a URL, which is recorded: use login-file");
  return {};
}

Result<std::string> with_parameter(const std::string& url, const std::string& name,
                                   const std::string& value) {
  UrlHandle handle;
  std::string both = name + "=" + value;
  if (curl_url_set(handle.url, CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_set(handle.url, CURLUPART_QUERY, both.c_str(), CURLU_APPENDQUERY | CURLU_URLENCODE) !=
          CURLUE_OK)
    return fail(Fault::malformed, "the URL cannot be used");
  return whole(handle.url);
}

Result<std::string> url_below(const std::string& url, const std::string& name) {
  UrlHandle handle;
  if (curl_url_set(handle.url, CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return fail(Fault::malformed, "the URL cannot be used");
  auto path = part(handle.url, CURLUPART_PATH).value_or("/");
  if (!path.ends_with('/')) path += '/';
  path += name;
  if (curl_url_set(handle.url, CURLUPART_PATH, path.c_str(), 0) != CURLUE_OK)
    return fail(Fault::malformed, "the URL cannot be used");
  return whole(handle.url);
}

}  // namespace bridle
