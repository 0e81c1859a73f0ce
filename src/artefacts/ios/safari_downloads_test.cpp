#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosSafariDownloads, reads_downloads_and_skips_what_is_none) {
  PlistTree download(
      PlistTree::Dictionary{{"DownloadEntryURL", "https://example.org/a.mobileconfig"},
                            {"DownloadEntryPath", "/private/var/mobile/Downloads/a.mobileconfig"},
                            {"DownloadEntryDateAddedKey", Time{1'700'000'000'000'000'000}},
                            {"DownloadEntryProgressBytesSoFar", 10},
                            {"DownloadEntryProgressTotalToLoad", 20},
                            {"DownloadEntryIdentifier", "I-1"},
                            {"DownloadEntryRemoveWhenDoneKey", false}});
  EXPECT_EQ(records("ios.safari_downloads",
                    write_bplist(PlistTree::Dictionary{{"DownloadHistory", PlistTree::Array{download, 1}}})),
            "key DownloadHistory[0] | https://example.org/a.mobileconfig | "
            "/private/var/mobile/Downloads/a.mobileconfig | 2023-11-14T22:13:20Z | NULL | 10 | 20 | I-1 | "
            "{\"DownloadEntryRemoveWhenDoneKey\":false}\n"
            "skip key DownloadHistory[1]: download is no dictionary\n");
}

TEST(IosSafariDownloads, refuses_another_file) {
  EXPECT_EQ(records("ios.safari_downloads", write_bplist(PlistTree::Dictionary{})),
            "failed: unsupported: no DownloadHistory in this list\n");
}

}  // namespace bridle::testing
