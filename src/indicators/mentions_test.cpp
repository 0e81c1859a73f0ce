#include "indicators/mentions.h"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string nested(std::string_view url) {
  return fmt::format("{}", fmt::join(nested_links(url), " "));
}

TEST(Mentions, links_in_links_are_found_escaped_or_not) {
  EXPECT_EQ(nested("https://a.org/?u=https://b.org/x&v=1"), "https://b.org/x");
  EXPECT_EQ(nested("https://a.org/?u=https%3a%2F%2Fb.org%2Fx%26y&v=1"), "https://b.org/x&y");
  EXPECT_EQ(nested("https://a.org/?u=https%253A%252F%252Fb.org"), "https://b.org");
  EXPECT_EQ(nested("https://a.org/https://b.org/?https://c.org"),
            "https://b.org/?https://c.org https://c.org");
  EXPECT_EQ(nested("x://?t=see%20http%3A%2F%2Fb.org%20now"), "http://b.org");
  EXPECT_EQ(nested("https://a.org/?u=://b.org&v=%3A&w=%25"), "");
  EXPECT_EQ(nested("https://a.org/"), "");
  EXPECT_EQ(nested(""), "");
}

TEST(Mentions, are_bounded_for_hostile_urls) {
  std::string url = "https://a.org/?";
  for (int i = 0; i < 100'000; ++i) url += "a://";
  EXPECT_LE(nested_links(url).size(), 8u);
  EXPECT_LE(nested_links("https://a.org/?" + std::string(300'000, '%') + "25").size(), 8u);
}

TEST(Mentions, storage_names_hold_one_whole_host) {
  EXPECT_EQ(host_of_storage_name("https_a.org_0"), "a.org");
  EXPECT_EQ(host_of_storage_name("http_a.org_8080.localstorage-wal"), "a.org");
  EXPECT_EQ(host_of_storage_name("https_a.org_0@1"), "a.org");
  for (auto name : {"", "http", "https", "https_", "https__0", "https_a.org", "https_a.org_", "https_a.org_x",
                    "httpsa.org_0", "xhttps_a.org_0", "http_"})
    EXPECT_EQ(host_of_storage_name(name), "") << name;
}

}  // namespace
}  // namespace bridle
