#include "indicators/url.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string canonical(std::string_view url) {
  auto parsed = canonical_url(url);
  return parsed ? parsed->text() : "none";
}

TEST(Url, folds_what_makes_no_difference) {
  EXPECT_EQ(canonical("HTTPS://Example.COM:443"), "https://example.com/");
  EXPECT_EQ(canonical("http://example.com:080/"), "http://example.com/");
  EXPECT_EQ(canonical("http://example.com:8080/#x"), "http://example.com:8080/");
  EXPECT_EQ(canonical("http://u:p@example.com/"), "http://example.com/");
  EXPECT_EQ(canonical("http://example.com/%7e%41%2f%c3%a9"), "http://example.com/~A%2F%C3%A9");
  EXPECT_EQ(canonical("http://example.com/é"), "http://example.com/%C3%A9");
  EXPECT_EQ(canonical("http://example.com/a/./b/../c/.."), "http://example.com/a/");
  EXPECT_EQ(canonical("http://example.com/../../a"), "http://example.com/a");
  EXPECT_EQ(canonical("http://example.com/%2e%2e/a"), "http://example.com/a");
  EXPECT_EQ(canonical("http:\\\\example.com\\a\\b"), "http://example.com/a/b");
  EXPECT_EQ(canonical("http://[2001:DB8::1]:80/x"), "http://[2001:db8::1]/x");
  EXPECT_EQ(canonical("example.com/a"), "example.com/a");
}

TEST(Url, keeps_what_makes_one) {
  EXPECT_EQ(canonical("http://example.com/A?B=C&d=e=f"), "http://example.com/A?B=C&d=e=f");
  EXPECT_EQ(canonical("http://example.com/?"), "http://example.com/?");
  EXPECT_EQ(canonical("http://example.com?x"), "http://example.com/?x");
  EXPECT_EQ(canonical("http://example.com//a//"), "http://example.com//a//");
  EXPECT_EQ(canonical("http://example.com/%zz%"), "http://example.com/%zz%");
}

TEST(Url, splits_without_copying) {
  auto parts = split_url("https://u@h:1/p?q#f");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->scheme, "https");
  EXPECT_EQ(parts->authority, "u@h:1");
  EXPECT_EQ(parts->path, "/p");
  EXPECT_EQ(parts->query, "q");
  EXPECT_FALSE(split_url("mailto:a@b.c"));
  EXPECT_FALSE(split_url("custom:thing"));
  EXPECT_TRUE(split_url("custom://thing"));
}

}  // namespace
}  // namespace bridle
