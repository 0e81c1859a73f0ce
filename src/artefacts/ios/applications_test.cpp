#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

Dictionary metadata() {
  return {{"softwareVersionBundleId", "com.example.app"},
          {"itemName", "App"},
          {"artistName", "Vendor"},
          {"bundleShortVersionString", "1.2"},
          {"bundleVersion", "12"},
          {"itemId", 77},
          {"sourceApp", "com.apple.AppStore"},
          {"is-auto-download", true},
          {"genre", "Tools"},
          {"receipt", plist_data("abc")},
          {"distributorInfo", Dictionary{{"distributorID", "x"}}},
          {"com.apple.iTunesStore.downloadInfo",
           Dictionary{{"purchaseDate", "2023-11-14T22:13:20Z"},
                      {"accountInfo", Dictionary{{"AppleID", "me@example.org"}, {"DSPersonID", 9}}}}}};
}
constexpr std::string_view in_dump = "/private/var/containers/Bundle/Application/U/iTunesMetadata.plist";

}  // namespace

TEST(IosApplications, reads_the_metadata_of_a_dump) {
  EXPECT_EQ(records("ios.applications", write_bplist(metadata()), in_dump),
            "file | com.example.app | NULL | 2023-11-14T22:13:20Z | true | App | Vendor | 1.2 | 12 | 77 | "
            "com.apple.AppStore | me@example.org | 9 | NULL | true | NULL | {\"distributorID\":\"x\"} | NULL "
            "| NULL | "
            "{\"genre\":\"Tools\",\"receipt\":{\"bytes\":3,\"sha256\":"
            "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"},\"com.apple.iTunesStore."
            "downloadInfo\":{\"purchaseDate\":\"2023-11-14T22:13:20Z\",\"accountInfo\":{\"AppleID\":\"me@"
            "example.org\",\"DSPersonID\":9}}}\n");
  EXPECT_EQ(
      records("ios.applications",
              write_plist_xml(Dictionary{{"com.apple.iTunesStore.downloadInfo",
                                          Dictionary{{"purchaseDate", Time{1'700'000'000'000'000'000}}}}}),
              in_dump),
      "file | NULL | NULL | 2023-11-14T22:13:20Z | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"com.apple.iTunesStore.downloadInfo\":{\"purchaseDate\":\"2023-11-14T22:13:20Z\"}}\n");
}

TEST(IosApplications, an_app_without_metadata_costs_no_other) {
  EXPECT_EQ(
      records("ios.applications",
              write_plist_xml(Dictionary{
                  {"Applications",
                   Dictionary{{"com.sideloaded.app", Dictionary{{"PlaceholderIcon", plist_data("icon")}}},
                              {"com.broken.app", Dictionary{{"iTunesMetadata", plist_data("junk")}}},
                              {"com.example.app",
                               Dictionary{{"iTunesMetadata", plist_data(write_bplist(metadata()))},
                                          {"ApplicationSINF", plist_data("12345")}}}}}})),
      "key Applications[0] | NULL | com.sideloaded.app | NULL | false | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "c2d4b446a44ce54fab8e01150e24dd24f3d850c7c14dcfe31f6321341dd86874 | NULL | NULL\n"
      "skip key Applications[1]: neither a binary nor an XML property list\n"
      "key Applications[1] | NULL | com.broken.app | NULL | false | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "key Applications[2] | com.example.app | com.example.app | 2023-11-14T22:13:20Z | true | App | Vendor "
      "| 1.2 | 12 | 77 | com.apple.AppStore | me@example.org | 9 | NULL | true | NULL | "
      "{\"distributorID\":\"x\"} | NULL | 5 | "
      "{\"genre\":\"Tools\",\"receipt\":{\"bytes\":3,\"sha256\":"
      "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"},\"com.apple.iTunesStore."
      "downloadInfo\":{\"purchaseDate\":\"2023-11-14T22:13:20Z\",\"accountInfo\":{\"AppleID\":\"me@example."
      "org\",\"DSPersonID\":9}}}\n");
}

TEST(IosApplications, notes_a_description_without_apps) {
  EXPECT_EQ(records("ios.applications", write_plist_xml(Dictionary{{"Installed Applications", Array{"a"}}})),
            "note: the description of the backup holds no metadata of apps\n");
  EXPECT_EQ(records("ios.applications", write_bplist(Array{})),
            "failed: malformed: plist is no dictionary\n");
}

}  // namespace bridle::testing
