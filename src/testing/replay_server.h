#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace bridle::testing {

/// One recorded exchange: who asks for `target` gets `answer`, byte for byte as it stands, and then `then`.
struct Exchange {
  enum Then { close, hold, endless };
  std::string target;  ///< path and query; ending in "*": whatever begins so
  std::string answer;  ///< status line, headers and body
  Then then = close;   ///< end the connection, keep it open in silence, or send `more` for ever
  std::string more;
  std::chrono::milliseconds each_byte{0};  ///< how slowly `answer` goes out
  bool again = false;                      ///< answers every time; else once, in order
};

/// "HTTP/1.1 200 OK" with a length and these headers ("ETag: x\r\n").
std::string http_ok(std::string_view body, std::string_view headers = {});
/// Another status without a body.
std::string http_status(int status, std::string_view headers = {});
std::string http_redirect(std::string_view location);

/// A server on the loopback address that replays exchanges, one connection after the other, each for one
/// question; hostile ones too. Over TLS its certificate is made anew, for 127.0.0.1, and signed by nobody.
class ReplayServer {
 public:
  explicit ReplayServer(std::vector<Exchange> exchanges, bool tls = false);
  ~ReplayServer();
  ReplayServer(const ReplayServer&) = delete;
  ReplayServer& operator=(const ReplayServer&) = delete;

  std::string url(std::string_view target) const;
  std::uint16_t port() const { return port_; }
  /// PEM of its certificate; empty without TLS.
  const std::string& certificate() const { return certificate_; }
  /// Every question so far, headers included.
  std::vector<std::string> questions();
  /// The targets asked for so far, a line each.
  std::string targets();

 private:
  struct Tls;
  void serve();
  void answer(int connection);
  Exchange* exchange_for(std::string_view target);

  std::vector<Exchange> exchanges_;
  std::vector<bool> used_;
  std::unique_ptr<Tls> tls_;
  std::string certificate_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::vector<std::string> questions_;
  std::thread thread_;
};

}  // namespace bridle::testing
