#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

const Time noon{1'700'000'000'000'000'000};

}  // namespace

TEST(IosWifiNetworks, reads_networks_and_their_stations) {
  PlistTree station(
      PlistTree::Dictionary{{"BSSID", "92:2a:a8:1a:2d:3e"}, {"LastAssociatedAt", noon}, {"Channel", 11}});
  PlistTree network(
      PlistTree::Dictionary{{"SSID", plist_data("Cafe")},
                            {"AddedAt", noon},
                            {"JoinedByUserAt", noon},
                            {"SupportedSecurityTypes", "WPA2 Personal"},
                            {"Hidden", false},
                            {"BundleID", "com.example.app"},
                            {"Moving", true},
                            {"CaptiveProfile", PlistTree::Dictionary{{"CaptiveNetwork", true}}},
                            {"__OSSpecific__", PlistTree::Dictionary{{"BSSID", "92:2a"}, {"CHANNEL", 7}}},
                            {"BSSList", PlistTree::Array{station}}});
  EXPECT_EQ(records("ios.wifi_networks",
                    write_bplist(PlistTree::Dictionary{
                        {"wifi.network.ssid.Cafe", network}, {"wifi.network.ssid.Broken", 1}, {"other", 2}})),
            "key [0] | network | Cafe | 92:2a | 2023-11-14T22:13:20Z | 2023-11-14T22:13:20Z | NULL | NULL | "
            "NULL | NULL | 7 | WPA2 Personal | false | true | com.example.app | {\"Moving\":true}\n"
            "key [0].BSSList[0] | access_point | Cafe | 92:2a:a8:1a:2d:3e | NULL | NULL | NULL | "
            "2023-11-14T22:13:20Z | NULL | NULL | 11 | NULL | NULL | NULL | NULL | NULL\n"
            "skip key [1]: network is no dictionary\n");
}

TEST(IosWifiNetworks, reads_the_list_before_ios_14) {
  PlistTree network(PlistTree::Dictionary{{"SSID_STR", "Home"},
                                          {"BSSID", "0:1:2:3:4:5"},
                                          {"lastJoined", noon},
                                          {"lastAutoJoined", noon},
                                          {"CHANNEL", 6}});
  EXPECT_EQ(
      records("ios.wifi_networks",
              write_bplist(PlistTree::Dictionary{{"List of known networks", PlistTree::Array{network, 3}}}),
              "/private/var/preferences/SystemConfiguration/com.apple.wifi.plist"),
      "key List of known networks[0] | network | Home | 0:1:2:3:4:5 | NULL | 2023-11-14T22:13:20Z | "
      "2023-11-14T22:13:20Z | NULL | NULL | NULL | 6 | NULL | NULL | NULL | NULL | NULL\n"
      "skip key List of known networks[1]: network is no dictionary\n");
}

TEST(IosWifiNetworks, refuses_another_file) {
  EXPECT_EQ(records("ios.wifi_networks", write_bplist(PlistTree::Array{})),
            "failed: malformed: plist is no dictionary\n");
}

TEST(IosWifiNetworks, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso/ios");
  std::string text = records("ios.wifi_networks", content_of(folder / "com.apple.wifi.known-networks.plist"));
  std::size_t stations = 0, networks = 0;
  for (std::size_t at = 0; (at = text.find("| access_point |", at)) != std::string::npos; ++at) ++stations;
  for (std::size_t at = 0; (at = text.find("| network |", at)) != std::string::npos; ++at) ++networks;
  EXPECT_EQ(stations, 9U);  // as plaso reads
  EXPECT_GE(networks, 1U);
}

}  // namespace bridle::testing
