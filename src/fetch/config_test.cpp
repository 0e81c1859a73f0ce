#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fetch/source.h"

namespace bridle::testing {
namespace {

std::string fault(std::string_view yaml) {
  auto read = read_fetch_config(yaml);
  return read ? "none" : read.error().message;
}

TEST(FetchConfig, reads_every_field) {
  auto read = read_fetch_config(
      "# all\nsources:\n  - name: a-1\n    type: taxii\n    url: https://a.example/c/\n    login-file: l\n"
      "    ca-file: ca\n    page-size: 50\n    max-files: 3\n    max-bytes: 4\n    total-bytes: 5\n"
      "  - {name: b, type: file, mirror: /m/x, as: y, plain-http: true, token-file: t}\n");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  const Source& a = (*read)[0];
  EXPECT_EQ(a.name, "a-1");
  EXPECT_EQ(a.type, SourceType::taxii);
  EXPECT_EQ(a.url, "https://a.example/c/");
  EXPECT_EQ(a.login_file, "l");
  EXPECT_EQ(a.ca_file, "ca");
  EXPECT_EQ(a.page_size, 50u);
  EXPECT_EQ(a.max_files, 3u);
  EXPECT_EQ(a.max_bytes, 4u);
  EXPECT_EQ(a.total_bytes, 5u);
  EXPECT_FALSE(a.plain_http);
  const Source& b = (*read)[1];
  EXPECT_EQ(b.mirror, "/m/x");
  EXPECT_EQ(b.as, "y");
  EXPECT_EQ(b.token_file, "t");
  EXPECT_TRUE(b.plain_http);
}

TEST(FetchConfig, names_the_line_of_what_is_wrong) {
  EXPECT_EQ(fault(""), "no sources are listed");
  EXPECT_EQ(fault("sources: []\n"), "no sources are listed");
  EXPECT_THAT(fault("- a\n"), ::testing::StartsWith("line 1: the configuration is"));
  EXPECT_THAT(fault("sources:\n  - name: a\n    url: [x]\n"),
              ::testing::StartsWith("line 3: the configuration is"));
  EXPECT_THAT(fault("sources:\n  - name: A\n    type: file\n    url: x\n"),
              ::testing::StartsWith("line 2: a source needs a name"));
  EXPECT_THAT(fault("sources:\n  - name: ../x\n    type: file\n    url: x\n"),
              ::testing::StartsWith("line 2: a source needs a name"));
  EXPECT_EQ(fault("sources:\n  - name: a\n    url: x\n"),
            "line 2: a source needs a type: file, mvt-index, misp-feed or taxii");
  EXPECT_EQ(fault("sources:\n  - name: a\n    type: ftp\n"),
            "line 2: type is none of file, mvt-index, misp-feed and taxii");
  EXPECT_EQ(fault("sources:\n  - name: a\n    type: file\n"), "line 2: a source needs a url or a mirror");
  EXPECT_EQ(fault("sources:\n  - name: a\n    typ: file\n"), "line 2: \"typ\" is not known here");
  EXPECT_EQ(fault("sources:\n  - name: a\n    name: b\n"), "line 3: an entry says one thing twice");
  EXPECT_EQ(fault("sources:\n  - name: a\n    type: file\n    url: x\n    max-bytes: -1\n"),
            "line 2: max-bytes is not a number above 0");
  EXPECT_EQ(fault("sources:\n  - {name: a, type: file, url: x}\n  - {name: a, type: file, url: y}\n"),
            "line 3: two sources have one name");
  EXPECT_EQ(fault("sources:\n  - &x {name: a, type: file, url: x}\n  - *x\n"),
            "line 3: aliases are not read");
  EXPECT_EQ(fault("sources:\n  - {name: a, type: taxii, url: x, login-file: a, token-file: b}\n"),
            "line 2: login-file and token-file exclude each other");
}

}  // namespace
}  // namespace bridle::testing
