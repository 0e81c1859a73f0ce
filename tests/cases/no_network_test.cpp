#include <elf.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <set>

#include "program.h"

namespace bridle::testing {
namespace {
namespace fs = std::filesystem;

/// What an ELF program asks of others: the libraries that it names, and the functions that it calls in them.
struct Wants {
  std::set<std::string> libraries, functions;
};
template <class T>
T at(const std::string& file, std::size_t offset) {
  T out{};
  if (offset + sizeof(T) <= file.size()) std::memcpy(&out, file.data() + offset, sizeof(T));
  return out;
}
Wants wants_of(const std::string& path) {
  std::string file = read_text(path);
  auto header = at<Elf64_Ehdr>(file, 0);
  auto section = [&](std::size_t i) { return at<Elf64_Shdr>(file, header.e_shoff + i * sizeof(Elf64_Shdr)); };
  Wants out;
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    auto part = section(i);
    if (part.sh_type != SHT_DYNAMIC && part.sh_type != SHT_DYNSYM) continue;
    auto names = section(part.sh_link);
    auto name = [&](std::size_t n) { return std::string(file.c_str() + names.sh_offset + n); };
    for (std::size_t offset = part.sh_offset; offset < part.sh_offset + part.sh_size;
         offset += part.sh_entsize) {
      if (part.sh_type == SHT_DYNAMIC) {
        auto entry = at<Elf64_Dyn>(file, offset);
        if (entry.d_tag == DT_NEEDED) out.libraries.insert(name(entry.d_un.d_val));
      } else {
        auto symbol = at<Elf64_Sym>(file, offset);
        if (symbol.st_shndx == SHN_UNDEF) out.functions.insert(name(symbol.st_name));
      }
    }
  }
  return out;
}

bool any_starts_with(const std::set<std::string>& names, std::string_view start) {
  auto first = names.lower_bound(std::string(start));
  return first != names.end() && first->starts_with(start);
}

TEST(NoNetwork, bridle_links_no_library_for_it_and_calls_nothing_that_opens_a_socket) {
  Wants bridle = wants_of(BRIDLE_PROGRAM), fetch = wants_of(BRIDLE_FETCH_PROGRAM);
  for (const char* library : {"libcurl", "libssl", "libnghttp2", "libresolv", "libnss", "libgnutls"})
    EXPECT_FALSE(any_starts_with(bridle.libraries, library)) << library;
  for (const char* function : {"socket", "connect", "bind", "listen", "accept", "accept4", "getaddrinfo",
                               "gethostbyname", "gethostbyname_r", "getnameinfo", "res_query", "__res_query",
                               "sendto", "dlopen", "execve", "posix_spawn", "popen", "system"})
    EXPECT_FALSE(bridle.functions.contains(function)) << function;
  EXPECT_FALSE(any_starts_with(bridle.functions, "curl_"));
  EXPECT_FALSE(any_starts_with(bridle.functions, "SSL_"));
  // The same reader finds them where they are.
  EXPECT_TRUE(any_starts_with(fetch.libraries, "libcurl"));
  EXPECT_TRUE(fetch.functions.contains("curl_easy_perform"));
  EXPECT_TRUE(bridle.functions.contains("socketpair"));
}

std::string status_line(pid_t process, std::string_view key) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key)) return line.substr(line.find_first_not_of(" \t", key.size()));
  return {};
}
void add_descendants(pid_t process, std::set<pid_t>& out) {
  out.insert(process);
  std::error_code error;
  for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(process) + "/task", error)) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;) add_descendants(child, out);
  }
}
std::size_t network_sockets_of(pid_t process) {
  std::string known;
  for (const char* table : {"tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet", "netlink"})
    known += read_text("/proc/" + std::to_string(process) + "/net/" + table);
  std::size_t found = 0;
  std::error_code error;
  for (const auto& fd : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd", error)) {
    auto target = fs::read_symlink(fd.path(), error).string();
    if (target.starts_with("socket:[") &&
        known.find(" " + target.substr(8, target.size() - 9) + " ") != std::string::npos)
      ++found;
  }
  return found;
}

TEST(NoNetwork, every_process_of_an_examination_is_under_the_filter) {
  Folder folder;
  // The key takes long enough to derive for its worker to be seen on a busy machine too.
  BackupTemplate slow = encrypted_template();
  slow.double_iterations = 1'000'000;
  forge(folder / "backup", slow);
  pid_t child = ::fork();
  if (child == 0) {
    ::setsid();
    ::dup2(::open("/dev/null", O_RDWR), 1);
    ::dup2(1, 2);
    std::string evidence = folder / "backup", made = folder / "case";
    ::setenv("BRIDLE_PASSWORD", "pw", 1);
    ::execl(BRIDLE_PROGRAM, BRIDLE_PROGRAM, "examine", evidence.c_str(), "--case", made.c_str(), "-q",
            nullptr);
    ::_exit(127);
  }
  bool shut = false;
  std::set<pid_t> others;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    std::set<pid_t> all;
    add_descendants(child, all);
    for (pid_t process : all) {
      std::string mode = status_line(process, "Seccomp:"), privileges = status_line(process, "NoNewPrivs:");
      if (mode.empty() || status_line(process, "State:").starts_with("Z")) continue;  // it has just ended
      // The program itself is without a filter only until its first lines have run, when it is alone.
      if (process == child && !shut && mode == "0") continue;
      if (process == child) shut = true;
      if (process != child) others.insert(process);
      EXPECT_EQ(mode, "2") << process;
      EXPECT_EQ(privileges, "1") << process;
      EXPECT_EQ(network_sockets_of(process), 0u) << process;
    }
  }
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) != 127 && WEXITSTATUS(status) != 2) << status;
  EXPECT_TRUE(shut);
  EXPECT_GE(others.size(), 2u) << "the launcher and a worker were to be seen";
}

}  // namespace
}  // namespace bridle::testing
