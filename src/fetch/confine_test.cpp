#include "fetch/confine.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/landlock.h"
#include "base/sanitized.h"
#include "testing/fetch_fixture.h"

namespace bridle::testing {
namespace {

class Confine : public FetchTest {
 protected:
  /// Confines a child and returns what `attempt` returns in it; 99 when it could not be confined.
  template <class Attempt>
  int confined(const std::vector<Source>& sources, Attempt attempt) {
    pid_t child = ::fork();
    if (child == 0) {
      auto done = confine(sources, options_);
      ::_exit(done && done->empty() ? attempt() : 99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
  }
  void SetUp() override {
    if (landlock_abi() == 0) GTEST_SKIP() << "the kernel has no Landlock";
  }
};

int error_of_opening(const std::string& path, int how) {
  return ::open(path.c_str(), how, 0600) >= 0 ? 0 : errno;
}

TEST_F(Confine, writes_nowhere_but_into_its_folder) {
  std::ofstream(folder_ + "/there") << "x";
  EXPECT_EQ(confined({}, [&] { return error_of_opening(options_.into + "/new", O_WRONLY | O_CREAT); }), 0);
  EXPECT_EQ(confined({}, [&] { return error_of_opening(folder_ + "/new", O_WRONLY | O_CREAT); }), EACCES);
  EXPECT_EQ(confined({}, [&] { return error_of_opening(folder_ + "/there", O_WRONLY); }), EACCES);
  EXPECT_EQ(confined({}, [&] { return ::unlink((folder_ + "/there").c_str()) == 0 ? 0 : errno; }), EACCES);
  EXPECT_EQ(confined({}, [&] { return ::symlink("/etc", (options_.into + "/l").c_str()) == 0 ? 0 : errno; }),
            EACCES);
}

TEST_F(Confine, reads_what_the_sources_name_and_what_tls_and_names_of_servers_need) {
  for (const char* name : {"/login", "/ca.pem", "/other"}) std::ofstream(folder_ + name) << "x";
  Source source{.name = "s"};
  source.login_file = folder_ + "/login";
  source.ca_file = folder_ + "/ca.pem";
  auto reading = [&](const std::string& path) {
    return confined({source}, [&] { return error_of_opening(path, O_RDONLY); });
  };
  EXPECT_EQ(reading(folder_ + "/login"), 0);
  EXPECT_EQ(reading(folder_ + "/ca.pem"), 0);
  EXPECT_EQ(reading("/etc/nsswitch.conf"), 0);
  EXPECT_EQ(reading(folder_ + "/other"), EACCES);
  EXPECT_EQ(reading("/etc/passwd"), EACCES);
  EXPECT_EQ(reading("/proc/1/status"), sanitized ? 0 : EACCES);
  EXPECT_EQ(reading(folder_ + "/none"), ENOENT);  // and what is missing is still said to be missing
}

TEST_F(Confine, starts_no_program) {
  auto start = [] {
    const char* arguments[] = {"/bin/true", nullptr};
    ::execv(arguments[0], const_cast<char* const*>(arguments));
    return errno;
  };
  EXPECT_EQ(confined({}, start), EPERM);
}

TEST_F(Confine, still_fetches) {
  ReplayServer server({{.target = "/a", .answer = http_ok("evil.example\n")}}, true);
  std::ofstream(folder_ + "/ca.pem") << server.certificate();
  auto asked = source(SourceType::file, server, "/a");
  asked.ca_file = folder_ + "/ca.pem";
  EXPECT_EQ(confined({asked}, [&] { return fetch(asked) == "1 files, 1 changed, 0 removed" ? 0 : 1; }), 0);
  EXPECT_EQ(content("a"), "evil.example\n");
}

TEST_F(Confine, still_reads_a_mirror_and_its_record) {
  std::filesystem::create_directory(folder_ + "/stick");
  std::ofstream(folder_ + "/stick/a.stix2") << "x";
  Source mirrored{.name = "s", .url = "https://example.org/a.stix2", .mirror = folder_ + "/stick/a.stix2"};
  EXPECT_EQ(record_of_mirror(mirrored), folder_ + "/stick.record");
  EXPECT_EQ(confined({mirrored}, [&] { return fetch(mirrored) == "1 files, 1 changed, 0 removed" ? 0 : 1; }),
            0);
}

}  // namespace
}  // namespace bridle::testing
