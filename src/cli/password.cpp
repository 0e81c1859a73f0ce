#include "cli/password.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <cstring>

#include "base/file.h"

namespace bridle::cli {
namespace {

constexpr std::size_t longest_password = 4096;

// Reads up to a line end straight into locked memory: no buffer of the library ever holds it.
Result<Secret> read_line(int fd) {
  Secret line(longest_password);
  std::size_t size = 0;
  while (size < longest_password) {
    ssize_t got = ::read(fd, line.writable().data() + size, 1);
    if (got < 0) return fail(Fault::io, "cannot read the password");
    if (got == 0 || line.bytes()[size] == '\n') break;
    ++size;
  }
  if (size > 0 && line.bytes()[size - 1] == '\r') --size;
  return Secret(line.bytes().first(size));
}

}  // namespace

Result<Secret> given_password(const std::string& password_file) {
  if (!password_file.empty()) {
    auto file = TRY(open_for_reading(password_file));
    return read_line(file.get());
  }
  char* value = ::getenv("BRIDLE_PASSWORD");
  if (value == nullptr) return Secret();
  std::size_t size = std::strlen(value);
  Secret password(as_bytes({value, size}));
  // The environment of a process can be read by its user's other programs.
  OPENSSL_cleanse(value, size);
  ::unsetenv("BRIDLE_PASSWORD");
  return password;
}

Result<Secret> read_identity(const std::string& path) {
  constexpr std::size_t longest = 16 << 10;
  auto file = TRY(open_for_reading(path));
  auto size = TRY(facts_of(file)).size;
  if (size > longest) return fail(Fault::limit, "the identity file " + path + " is longer than 16 KiB");
  Secret text(static_cast<std::size_t>(size));
  TRY(read_at(file.get(), 0, text.writable()));
  return text;
}

Result<Secret> ask_password() {
  Fd terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
  termios shown{};
  if (!terminal || ::tcgetattr(terminal.get(), &shown) != 0) return Secret();
  TRY(write_all(terminal.get(), as_bytes("Backup password (not shown): ")));
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(terminal.get(), TCSAFLUSH, &hidden);
  auto line = read_line(terminal.get());
  ::tcsetattr(terminal.get(), TCSAFLUSH, &shown);
  TRY(write_all(terminal.get(), as_bytes("\n")));
  return line;
}

}  // namespace bridle::cli
