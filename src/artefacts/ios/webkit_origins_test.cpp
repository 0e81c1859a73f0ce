#include <gtest/gtest.h>

#include "testing/records.h"
#include "testing/webkit_origin_builder.h"

namespace bridle::testing {

TEST(IosWebkitOrigins, reads_the_salted_layout) {
  WebKitOrigin origins{{"https", "example.org", {}}, {"https", "tracker.example", std::uint16_t{8443}}};
  EXPECT_EQ(records("ios.webkit_origins", write_webkit_origin(origins),
                    "/private/var/mobile/Containers/Data/Application/U/SystemData/"
                    "com.apple.SafariViewService/Library/WebKit/"
                    "WebsiteData/Default/aaa/bbb/origin"),
            "file | https://tracker.example:8443 | https://example.org | Default | "
            "com.apple.SafariViewService | "
            "/private/var/mobile/Containers/Data/Application/U/SystemData/com.apple.SafariViewService/"
            "Library/WebKit/"
            "WebsiteData/Default/aaa/bbb/origin\n");
}

TEST(IosWebkitOrigins, reads_the_names_before_ios_16) {
  EXPECT_EQ(
      records("ios.webkit_origins", "whatever",
              "/private/var/mobile/Containers/Data/Application/U/Library/WebKit/WebsiteData/IndexedDB/v1/"
              "https_www.example.org_0/h/IndexedDB.sqlite3"),
      "file | https://www.example.org | NULL | IndexedDB | NULL | "
      "/private/var/mobile/Containers/Data/Application/U/Library/WebKit/WebsiteData/IndexedDB/v1/"
      "https_www.example.org_0/h/IndexedDB.sqlite3\n");
  EXPECT_EQ(records("ios.webkit_origins", "",
                    "/private/var/mobile/Library/WebKit/com.apple.MobileSMS/WebsiteData/LocalStorage/"
                    "https_example.org_8080.localstorage"),
            "file | https://example.org:8080 | NULL | LocalStorage | com.apple.MobileSMS | "
            "/private/var/mobile/Library/WebKit/com.apple.MobileSMS/WebsiteData/LocalStorage/"
            "https_example.org_8080.localstorage\n");
}

TEST(IosWebkitOrigins, says_when_there_is_no_origin) {
  EXPECT_EQ(
      records(
          "ios.webkit_origins", "x",
          "/private/var/mobile/Containers/Data/Application/U/Library/WebKit/WebsiteData/Default/a/b/origin"),
      "failed: truncated: origin is cut off at byte 0\n");
  EXPECT_EQ(
      records("ios.webkit_origins", "x",
              "/private/var/mobile/Containers/Data/Application/U/Library/WebKit/WebsiteData/IndexedDB/v1/x/"
              "IndexedDB.sqlite3"),
      "failed: unsupported: the path names no origin\n");
}

}  // namespace bridle::testing
