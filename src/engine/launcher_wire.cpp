#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "base/file.h"
#include "engine/launcher_loop.h"

namespace bridle::launcher_wire {
namespace {

constexpr std::size_t descriptor_count = 6;
constexpr std::size_t datagram_limit = 128 << 10;

struct Header {
  std::uint64_t ticket;
  std::uint8_t present[8];  // which of the six descriptors follow
};

std::array<int, descriptor_count> listed(const TaskFiles& f) {
  return {f.content, f.wal, f.extra, f.output, f.scratch, f.keys};
}

}  // namespace

Result<> send_task(int socket, std::uint64_t ticket, const Task& task, const TaskFiles& files) {
  Header header{.ticket = ticket, .present = {}};
  std::array<int, descriptor_count> fds{};
  std::size_t count = 0;
  auto all = listed(files);
  for (std::size_t i = 0; i < descriptor_count; ++i)
    if (all[i] >= 0) {
      header.present[i] = 1;
      fds[count++] = all[i];
    }
  Secret packed = pack_task(task);
  if (packed.size() > datagram_limit) return fail(Fault::limit, "task description is too long");
  iovec parts[2] = {{&header, sizeof header}, {packed.writable().data(), packed.size()}};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * descriptor_count)> control{};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  if (count > 0) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
    cmsghdr* part = CMSG_FIRSTHDR(&message);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(sizeof(int) * count);
    std::memcpy(CMSG_DATA(part), fds.data(), sizeof(int) * count);
  }
  while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0)
    if (errno != EINTR)
      return fail(Fault::io, fmt::format("cannot hand a task to the launcher: {}", system_message(errno)));
  return {};
}

Result<Received> receive_task(int socket) {
  Header header{};
  Secret packed(datagram_limit);
  iovec parts[2] = {{&header, sizeof header}, {packed.writable().data(), packed.size()}};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * descriptor_count)> control{};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got = 0;
  do got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return fail(Fault::absent, "no more tasks");
  std::array<int, descriptor_count> fds{};
  std::size_t count = 0;
  if (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr && part->cmsg_type == SCM_RIGHTS) {
    count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    std::memcpy(fds.data(), CMSG_DATA(part), sizeof(int) * count);
  }
  Received received;
  received.ticket = header.ticket;
  int* targets[] = {&received.files.content, &received.files.wal,     &received.files.extra,
                    &received.files.output,  &received.files.scratch, &received.files.keys};
  std::size_t next = 0;
  for (std::size_t i = 0; i < descriptor_count; ++i)
    if (header.present[i] != 0 && next < count) *targets[i] = fds[next++];
  auto size = static_cast<std::size_t>(got) - std::min(static_cast<std::size_t>(got), sizeof header);
  received.task = TRY(unpack_task(packed.bytes().first(size)));
  return received;
}

}  // namespace bridle::launcher_wire
