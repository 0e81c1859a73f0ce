#include "fetch/http_sentences.h"

#include <fmt/core.h>

#include "base/text.h"

namespace bridle {
namespace {

HttpFailure broken(Fault fault, std::string message, bool again = false) {
  return {.error = {fault, std::move(message)}, .again = again};
}

}  // namespace

HttpFailure failure_of(CURLcode code, const std::string& detail, const HttpOptions& options) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return broken(Fault::io, "the name of the server is not known", true);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return broken(Fault::io, "the name of the proxy is not known");
    case CURLE_COULDNT_CONNECT:
      return broken(Fault::io, "the server cannot be reached", true);
    case CURLE_OPERATION_TIMEDOUT:
      return broken(
          Fault::limit,
          fmt::format("no answer, or too slow a one, within the time allowed ({} s to connect, {} s "
                      "without data, {} s in all)",
                      options.connect_seconds, options.stall_seconds, options.total_seconds),
          true);
    case CURLE_PEER_FAILED_VERIFICATION:
      return broken(
          Fault::io,
          fmt::format("the server's certificate is not trusted ({}); where its authority is a private "
                      "one, name that with ca-file",
                      to_utf8_lossy(detail).substr(0, 200)));
    case CURLE_SSL_CACERT_BADFILE:
      return broken(Fault::io, "the file of trusted authorities (ca-file) cannot be read");
    case CURLE_SSL_CONNECT_ERROR:
      return broken(Fault::io, "no TLS connection with the server", true);
    case CURLE_PARTIAL_FILE:
      return broken(Fault::truncated, "the answer ended before the length that was announced", true);
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return broken(Fault::truncated, "the connection broke off", true);
    case CURLE_TOO_MANY_REDIRECTS:
      return broken(Fault::limit, fmt::format("more than {} redirects", options.redirects));
    case CURLE_UNSUPPORTED_PROTOCOL:
      return broken(Fault::unsupported,
                    "the server leads to something that is not https, which is not followed");
    case CURLE_WEIRD_SERVER_REPLY:
      return broken(Fault::unsupported, "the answer is not HTTP");
    case CURLE_URL_MALFORMAT:
    case CURLE_LOGIN_DENIED:
      return broken(Fault::malformed, "the URL, or one that the server leads to, is not to be used");
    default:
      return broken(Fault::io, to_utf8_lossy(detail).substr(0, 200));
  }
}

HttpFailure failure_of_status(long status, std::optional<long> retry_seconds) {
  HttpFailure out{.error = {Fault::io, {}}, .status = status, .retry_seconds = retry_seconds};
  std::string_view means = "which is not understood";
  switch (status) {
    case 400:
      means = "it did not understand the question";
      break;
    case 401:
      means = "it wants a login: see login-file and token-file";
      break;
    case 403:
      means = "access is refused: is the login right, and does it cover this?";
      break;
    case 404:
    case 410:
      out.error.fault = Fault::absent;
      means = "there is no such thing";
      break;
    case 406:
    case 415:
      out.error.fault = Fault::unsupported;
      means = "it does not speak the form that was asked for";
      break;
    case 407:
      means = "the proxy wants a login";
      break;
    case 429:
      out.again = true;
      means = "it was asked too often";
      break;
    case 500:
    case 502:
    case 503:
    case 504:
      out.again = true;
      means = "it has trouble of its own";
      break;
    default:
      break;
  }
  out.error.message = fmt::format("the server answered {}: {}", status, means);
  if (retry_seconds) out.error.message += fmt::format("; it asks to come back in {} s", *retry_seconds);
  return out;
}

}  // namespace bridle
