#include "testing/replay_server.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace bridle::testing {
namespace {

[[noreturn]] void give_up(const char* what) {
  fmt::print(stderr, "replay server: {}\n", what);
  std::abort();
}

/// One connection, in the clear or not. All calls end when the client goes.
class Stream {
 public:
  Stream(int socket, SSL* ssl) : socket_(socket), ssl_(ssl) {}
  ~Stream() {
    if (ssl_ != nullptr) SSL_shutdown(ssl_);
    SSL_free(ssl_);
    ::close(socket_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  bool begin() { return ssl_ == nullptr || SSL_accept(ssl_) == 1; }
  int read(char* into, int size) {
    return ssl_ != nullptr ? SSL_read(ssl_, into, size)
                           : static_cast<int>(::recv(socket_, into, static_cast<std::size_t>(size), 0));
  }
  bool write(std::string_view text) {
    while (!text.empty()) {
      auto put = ssl_ != nullptr ? SSL_write(ssl_, text.data(), static_cast<int>(text.size()))
                                 : static_cast<int>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
      if (put <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
  }
  /// Has the client gone?
  bool over() const {
    pollfd state{socket_, POLLIN | POLLRDHUP, 0};
    return ::poll(&state, 1, 50) > 0;
  }

 private:
  int socket_;
  SSL* ssl_;
};

}  // namespace

struct ReplayServer::Tls {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();

  Tls() {
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("replay"), -1,
                               -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION* host = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate, host, -1);
    X509_EXTENSION_free(host);
    if (X509_sign(certificate, key, EVP_sha256()) == 0 ||
        SSL_CTX_use_certificate(context, certificate) != 1 || SSL_CTX_use_PrivateKey(context, key) != 1)
      give_up("no certificate");
  }
  ~Tls() {
    X509_free(certificate);
    EVP_PKEY_free(key);
    SSL_CTX_free(context);
  }
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;
  std::string pem() const {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, certificate);
    char* text = nullptr;
    auto size = BIO_get_mem_data(out, &text);
    std::string copy(text, static_cast<std::size_t>(size));
    BIO_free(out);
    return copy;
  }
};

std::string http_ok(std::string_view body, std::string_view headers) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{}\r\n{}", body.size(), headers, body);
}
std::string http_status(int status, std::string_view headers) {
  return fmt::format("HTTP/1.1 {} Status\r\nContent-Length: 0\r\n{}\r\n", status, headers);
}
std::string http_redirect(std::string_view location) {
  return http_status(302, fmt::format("Location: {}\r\n", location));
}

ReplayServer::ReplayServer(std::vector<Exchange> exchanges, bool tls)
    : exchanges_(std::move(exchanges)), used_(exchanges_.size()) {
  ::signal(SIGPIPE, SIG_IGN);
  if (tls) {
    tls_ = std::make_unique<Tls>();
    certificate_ = tls_->pem();
  }
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, plain, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, plain, &size) != 0)
    give_up("no loopback socket");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

ReplayServer::~ReplayServer() {
  stop_ = true;
  thread_.join();
  ::close(listener_);
}

std::string ReplayServer::url(std::string_view target) const {
  return fmt::format("{}://127.0.0.1:{}{}", tls_ ? "https" : "http", port_, target);
}

std::vector<std::string> ReplayServer::questions() {
  std::lock_guard lock(mutex_);
  return questions_;
}

std::string ReplayServer::targets() {
  std::string out;
  for (const std::string& question : questions()) {
    auto from = question.find(' ') + 1;
    out += question.substr(from, question.find(' ', from) - from) + "\n";
  }
  return out;
}

void ReplayServer::serve() {
  while (!stop_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 50) <= 0) continue;
    int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) answer(connection);
  }
}

Exchange* ReplayServer::exchange_for(std::string_view target) {
  for (std::size_t i = 0; i < exchanges_.size(); ++i) {
    const std::string& wanted = exchanges_[i].target;
    bool fits = wanted.ends_with('*')
                    ? target.starts_with(std::string_view(wanted).substr(0, wanted.size() - 1))
                    : target == wanted;
    if (!fits || used_[i]) continue;
    used_[i] = !exchanges_[i].again;
    return &exchanges_[i];
  }
  return nullptr;
}

void ReplayServer::answer(int connection) {
  timeval patience{10, 0};
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  SSL* ssl = nullptr;
  if (tls_) {
    ssl = SSL_new(tls_->context);
    SSL_set_fd(ssl, connection);
  }
  Stream stream(connection, ssl);
  if (!stream.begin()) return;
  std::string question;
  char piece[4096];
  while (question.find("\r\n\r\n") == std::string::npos && question.size() < 65536) {
    int got = stream.read(piece, sizeof piece);
    if (got <= 0) return;
    question.append(piece, static_cast<std::size_t>(got));
  }
  auto from = question.find(' ') + 1;
  std::string target = question.substr(from, question.find(' ', from) - from);
  {
    std::lock_guard lock(mutex_);
    questions_.push_back(question);
  }
  Exchange* exchange = exchange_for(target);
  if (exchange == nullptr) {
    stream.write(http_status(404));
    return;
  }
  if (exchange->each_byte.count() == 0) {
    stream.write(exchange->answer);
  } else {
    for (char c : exchange->answer) {
      if (stop_ || !stream.write({&c, 1})) return;
      std::this_thread::sleep_for(exchange->each_byte);
    }
  }
  while (!stop_ && exchange->then == Exchange::hold && !stream.over()) continue;
  while (!stop_ && exchange->then == Exchange::endless && stream.write(exchange->more)) continue;
}

}  // namespace bridle::testing
