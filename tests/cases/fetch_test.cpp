#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"
#include "testing/indicators.h"
#include "testing/replay_server.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

Outcome run_fetch(std::vector<std::string> arguments) {
  return run_program(BRIDLE_FETCH_PROGRAM, std::move(arguments));
}

TEST(FetchProgram, what_it_gets_becomes_a_pack_that_says_where_from) {
  Folder folder;
  ReplayServer server(
      {{.target = "/a.stix2", .answer = http_ok(bundle_of({"[domain-name:value='evil.example']"}))}}, true);
  write_text(folder / "ca.pem", server.certificate());
  write_text(folder / "fetch.yaml",
             "sources:\n  - name: a\n    type: file\n    url: " + server.url("/a.stix2") + "\n");
  auto refused = run_fetch({folder / "fetch.yaml", "--into", folder / "into"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("bridle-fetch: a: " + server.url("/a.stix2") +
                                     ": the server's certificate is not trusted"));
  auto fetched =
      run_fetch({folder / "fetch.yaml", "--into", folder / "into", "--ca-file", folder / "ca.pem"});
  EXPECT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_THAT(fetched.out, HasSubstr("a: 1 files,"));
  auto built = run_bridle({"indicators", "build", folder / "into/a", "-o", folder / "x.pack", "--name", "X",
                           "--date", "2026-01-31", "--provenance", folder / "into"});
  EXPECT_EQ(built.code, 0) << built.err;
  auto shown = run_bridle({"indicators", "show", folder / "x.pack"});
  EXPECT_THAT(shown.out, HasSubstr("  a.stix2  " + server.url("/a.stix2") + "  20"));
}

TEST(FetchProgram, one_source_that_fails_does_not_stop_the_others) {
  Folder folder;
  ReplayServer server({{.target = "/b", .answer = http_ok("evil.example\n")}});
  auto entry = [&](const char* name) {
    return std::string("  - name: ") + name +
           "\n    type: file\n    plain-http: true\n    url: " + server.url(std::string("/") + name) + "\n";
  };
  write_text(folder / "fetch.yaml", "sources:\n" + entry("a") + entry("b"));
  auto fetched = run_fetch({folder / "fetch.yaml", "--into", folder / "into", "--json"});
  EXPECT_EQ(fetched.code, 1);
  EXPECT_THAT(fetched.out, HasSubstr("the server answered 404: there is no such thing"));
  EXPECT_EQ(read_text(folder / "into/b/b"), "evil.example\n");
  EXPECT_EQ(run_fetch({folder / "fetch.yaml", "--into", folder / "into", "--only", "c"}).code, 2);
}

TEST(FetchProgram, usage_is_told_apart_from_failure) {
  Folder folder;
  EXPECT_EQ(run_fetch({}).code, 2);
  EXPECT_EQ(run_fetch({folder / "none", "--into", folder / "into"}).code, 2);
  auto example = run_fetch({"--example"});
  EXPECT_EQ(example.code, 0);
  write_text(folder / "fetch.yaml", example.out);
  EXPECT_EQ(run_fetch({folder / "fetch.yaml", "--into", folder / "into", "--only", "none"}).err,
            "bridle-fetch: no source is called none.\n");
}

}  // namespace
}  // namespace bridle::testing
