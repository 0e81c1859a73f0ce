#include "engine/launcher.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "base/file.h"

namespace bridle {
namespace {

using ::testing::HasSubstr;

// What a parser that was taken over might try: each is asked for by the entry's path.
int misbehave(Task& task, const TaskFiles& files) {
  const std::string& what = task.entry.path;
  if (what == "behave") return write_all(files.output, as_bytes("done")) ? 0 : 1;
  if (what == "crash") ::abort();
  if (what == "hang")
    for (;;) ::usleep(1000);
  if (what == "socket") ::socket(AF_INET, SOCK_STREAM, 0);
  if (what == "exec") ::execl("/bin/true", "true", nullptr);
  if (what == "fork") ::fork();
  if (what == "open") return ::open("/etc/passwd", O_RDONLY) < 0 ? 7 : 0;
  if (what == "create") return ::open("/tmp/bridle-escape", O_CREAT | O_WRONLY, 0600) < 0 ? 7 : 0;
  if (what == "kill") ::kill(::getppid(), SIGKILL);
  if (what == "chmod") ::fchmod(files.output, 0777);
  if (what == "memory") {
    std::vector<std::vector<char>> hoard;
    for (;;) hoard.emplace_back(64 << 20, 'x');
  }
  if (what == "output")
    for (std::string block(1 << 20, 'x'); write_all(files.output, as_bytes(block));) {
    }
  if (what == "key") return task.content.key.size() == 32 && task.content.key.bytes()[0] == 'k' ? 0 : 9;
  return 1;
}

struct Tried {
  TaskEnd end;
  std::string trouble;
};

Tried attempt(const std::string& what) {
  auto runner = start_launcher(misbehave);
  EXPECT_TRUE(runner);
  auto output = unnamed_file("/tmp");
  Task task;
  task.entry.path = what;
  task.limits.seconds = what == "hang" ? 1 : 60;
  task.limits.memory_bytes = 512 << 20;
  task.limits.output_bytes = 8 << 20;
  task.content.key = Secret(as_bytes(std::string(32, 'k')));
  EXPECT_TRUE((*runner)->start(42, task, {.output = output->get()}));
  auto end = (*runner)->next_end();
  EXPECT_TRUE(end);
  EXPECT_EQ(end->ticket, 42u);
  // One worker's misfortune is not the next one's.
  task.entry.path = "behave";
  auto fresh = unnamed_file("/tmp");
  EXPECT_TRUE((*runner)->start(43, task, {.output = fresh->get()}));
  auto next = (*runner)->next_end();
  EXPECT_TRUE(next && next->trouble(task.limits).empty()) << (next ? next->trouble(task.limits) : "");
  return {*end, end->trouble(task.limits)};
}

TEST(Launcher, runs_a_task_that_behaves) {
  EXPECT_EQ(attempt("behave").trouble, "");
}
TEST(Launcher, hands_a_key_to_the_worker_that_it_is_for) {
  EXPECT_EQ(attempt("key").trouble, "");
}
TEST(Launcher, names_a_crash) {
  EXPECT_THAT(attempt("crash").trouble, HasSubstr("crashed with signal 6"));
}
TEST(Launcher, stops_a_task_that_hangs) {
  EXPECT_EQ(attempt("hang").trouble, "was stopped after 1 s");
}

TEST(Launcher, kills_a_worker_that_reaches_out) {
  for (const char* what : {"socket", "exec", "fork", "kill", "chmod"})
    EXPECT_THAT(attempt(what).trouble, HasSubstr("forbidden system call")) << what;
}

TEST(Launcher, lets_a_worker_open_no_path) {
  for (const char* what : {"open", "create"}) EXPECT_EQ(attempt(what).end.exit_code, 7) << what;
  EXPECT_NE(::access("/tmp/bridle-escape", F_OK), 0);
}

TEST(Launcher, stops_a_task_at_its_limit_of_memory) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the address sanitizer needs the address space that this limit takes away";
#endif
  EXPECT_THAT(attempt("memory").trouble, HasSubstr("limit of memory"));
}

TEST(Launcher, stops_a_task_at_its_limit_of_output) {
  auto tried = attempt("output");
  EXPECT_THAT(tried.trouble, HasSubstr("limit of output"));
}

}  // namespace
}  // namespace bridle
