#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr std::string_view path = "/private/var/db/analyticsd/Analytics-Journal-1.ips";

}  // namespace

TEST(IosVersionHistory, reads_the_head_of_a_report) {
  EXPECT_EQ(
      records("ios.version_history",
              "{\"bug_type\":\"211\",\"timestamp\":\"2022-02-14 10:11:12.34 -0530\", \"os_version\" : "
              "\"iPhone OS 15.3.1 (19D52)\"}\n{}\n",
              path),
      "line 1 | 2022-02-14T15:41:12.340Z | -19800 | iPhone OS 15.3.1 (19D52) | Analytics-Journal-1.ips\n");
  EXPECT_EQ(records("ios.version_history",
                    "{\"name\":\"x{c\\\"os_version\\\":\\\"1\",\"timestamp\":\"soon\",\"os_version\":"
                    "\"iPhone OS 16.1 (20B82)\"}",
                    path),
            "line 1 | NULL | NULL | iPhone OS 16.1 (20B82) | Analytics-Journal-1.ips\n");
}

TEST(IosVersionHistory, refuses_a_head_without_version) {
  EXPECT_EQ(records("ios.version_history", "{\"timestamp\":\"2022-02-14 10:11:12.34 -0500\"}", path),
            "failed: unsupported: the head of the report names no version\n");
  EXPECT_EQ(records("ios.version_history", "", path),
            "failed: unsupported: the head of the report names no version\n");
}

}  // namespace bridle::testing
