#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>

#include "engine/sandbox.h"

namespace bridle::testing {
namespace {

// Of newer kernels than the headers.
constexpr long call_io_uring_setup = 425, call_pidfd_getfd = 438;

/// What became of `attempt` in a process that has forbidden itself the network: its value, or minus the
/// signal.
int shut_in(const std::function<int()>& attempt) {
  pid_t child = ::fork();
  if (child == 0) ::_exit(forbid_network() ? attempt() : 99);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
int error_of(long result) {
  return result >= 0 ? 0 : errno;
}

TEST(NoNetwork, no_family_of_sockets_can_be_opened) {
  for (int family = 0; family < 64; ++family)
    for (int type = 0; type < 12; ++type)
      ASSERT_EQ(shut_in([=] { return error_of(::socket(family, type, 0)); }), EPERM) << family << " " << type;
}

TEST(NoNetwork, the_only_pair_is_local_and_keeps_its_one_partner) {
  EXPECT_EQ(shut_in([] {
              int pair[2];
              return error_of(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair));
            }),
            0);
  for (auto [family, type] : {std::pair{AF_UNIX, SOCK_DGRAM},
                              {AF_UNIX, SOCK_STREAM},
                              {AF_UNIX, SOCK_RAW},
                              {AF_INET, SOCK_SEQPACKET},
                              {AF_TIPC, SOCK_SEQPACKET}})
    EXPECT_EQ(shut_in([f = family, t = type] {
                int pair[2];
                return error_of(::socketpair(f, t, 0, pair));
              }),
              EPERM);
  // The kernel overlooks an address given to such a socket: the partner gets it all the same.
  EXPECT_EQ(shut_in([] {
              int pair[2];
              if (::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0) return 98;
              sockaddr address{.sa_family = AF_UNIX, .sa_data = "/dev/log"};
              char got = 0;
              if (::sendto(pair[0], "x", 1, 0, &address, sizeof address) < 0) return 0;
              return ::recv(pair[1], &got, 1, MSG_DONTWAIT) == 1 && got == 'x' ? 0 : 97;
            }),
            0);
}

TEST(NoNetwork, a_socket_cannot_be_turned_elsewhere_or_waited_on) {
  auto with_pair = [](const std::function<long(int)>& call) {
    return shut_in([&] {
      int pair[2];
      if (::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0) return 98;
      return error_of(call(pair[0]));
    });
  };
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(with_pair([&](int fd) { return ::connect(fd, plain, sizeof address); }), EPERM);
  EXPECT_EQ(with_pair([&](int fd) { return ::bind(fd, plain, sizeof address); }), EPERM);
  EXPECT_EQ(with_pair([](int fd) { return ::listen(fd, 1); }), EPERM);
  EXPECT_EQ(with_pair([](int fd) { return ::accept(fd, nullptr, nullptr); }), EPERM);
}

TEST(NoNetwork, no_way_around_through_other_calls) {
  EXPECT_EQ(shut_in([] { return error_of(::syscall(call_io_uring_setup, 1, nullptr)); }), EPERM);
  EXPECT_EQ(shut_in([] { return error_of(::syscall(call_pidfd_getfd, 0, 0, 0)); }), EPERM);
  char program[] = "/bin/true";
  EXPECT_EQ(shut_in([&] {
              char* words[] = {program, nullptr};
              return error_of(::execv(program, words));
            }),
            EPERM);
}

#if defined(__x86_64__)
TEST(NoNetwork, the_other_system_call_tables_of_the_processor_are_shut_too) {
  // socket() by its 32-bit number and by the x32 table: the filter does not know them, so it ends the
  // process.
  int by_interrupt = shut_in([] {
    int result = 0;
    asm volatile("int $0x80" : "=a"(result) : "a"(359), "b"(AF_INET), "c"(SOCK_STREAM), "d"(0) : "memory");
    return result >= 0 ? 0 : 1;
  });
  EXPECT_NE(by_interrupt, 0);
  int by_x32 = shut_in([] { return error_of(::syscall(0x40000000L | SYS_socket, AF_INET, SOCK_STREAM, 0)); });
  EXPECT_TRUE(by_x32 == -SIGSYS || by_x32 == EPERM || by_x32 == ENOSYS) << by_x32;
}
#endif

TEST(NoNetwork, inherited_sockets_are_closed_and_other_files_are_not) {
  int pair[2], ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_EQ(shut_in([&] { return error_of(::dup(pair[0])); }), EBADF);
  EXPECT_EQ(shut_in([&] { return error_of(::dup(ends[0])); }), 0);
  for (int fd : {pair[0], pair[1], ends[0], ends[1]}) ::close(fd);
}

TEST(NoNetwork, holds_for_children_and_threads) {
  EXPECT_EQ(shut_in([] {
              pid_t child = ::fork();
              if (child == 0) ::_exit(error_of(::socket(AF_INET, SOCK_STREAM, 0)));
              int status = 0;
              ::waitpid(child, &status, 0);
              return WEXITSTATUS(status);
            }),
            EPERM);
}

TEST(NoNetwork, the_probe_tries_it) {
  EXPECT_TRUE(probe_sandbox().no_network);
}

}  // namespace
}  // namespace bridle::testing
