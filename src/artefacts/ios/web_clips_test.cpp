#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosWebClips, reads_the_page_behind_an_icon) {
  EXPECT_EQ(records("ios.web_clips",
                    write_plist_xml(PlistTree::Dictionary{{"Title", "Bank"},
                                                          {"URL", "https://bank.example.org/"},
                                                          {"FullScreen", true},
                                                          {"RemovalDisallowed", true}}),
                    "/private/var/mobile/Library/WebClips/A0B1.webclip/Info.plist"),
            "file | Bank | https://bank.example.org/ | NULL | true | true | A0B1.webclip | "
            "{\"Title\":\"Bank\",\"URL\":\"https://bank.example.org/"
            "\",\"FullScreen\":true,\"RemovalDisallowed\":true}\n"
            "  mined settings plain https://bank.example.org/\n");
}

TEST(IosWebClips, refuses_another_file) {
  EXPECT_EQ(records("ios.web_clips", write_bplist(PlistTree::Array{})),
            "failed: malformed: web clip is no dictionary\n");
}

}  // namespace bridle::testing
