#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

Time day(std::int64_t seconds) {
  return Time{seconds * 1'000'000'000};
}

}  // namespace

TEST(IosConfigurationProfiles, gives_a_row_to_the_profile_and_to_each_payload) {
  PlistTree profile =
      Dictionary{{"PayloadType", "Configuration"},
                 {"PayloadUUID", "76DAB334-7E17-475D-A5D6-0794EB5818A5"},
                 {"PayloadIdentifier", "com.example.profile"},
                 {"PayloadDisplayName", "Free VPN"},
                 {"PayloadOrganization", "Example"},
                 {"PayloadDescription", "see https://example.org/why"},
                 {"PayloadRemovalDisallowed", true},
                 {"InstallDate", day(1'700'000'000)},
                 {"SignerCerts", Array{plist_data("certificate"), plist_data("other")}},
                 {"PayloadContent", Array{Dictionary{{"PayloadType", "com.apple.mdm"},
                                                     {"PayloadUUID", "A"},
                                                     {"ServerURL", "https://mdm.example.org/s"},
                                                     {"CheckInURL", "https://mdm.example.org/c"}},
                                          Dictionary{{"PayloadType", "com.apple.security.root"},
                                                     {"PayloadUUID", "B"},
                                                     {"PayloadContent", plist_data("root certificate")}}}}};
  EXPECT_EQ(records("ios.configuration_profiles", write_bplist(profile)),
            "file | 0 | 76DAB334-7E17-475D-A5D6-0794EB5818A5 | NULL | com.example.profile | Configuration | "
            "Free VPN | Example | see https://example.org/why | true | 2023-11-14T22:13:20Z | true | 2 | "
            "03d66dd08835c1ca3f128cceacd1f31ac94163096b20f445ae84285bc0832d72 | NULL | NULL | NULL | NULL | "
            "{\"PayloadType\":\"Configuration\",\"PayloadUUID\":\"76DAB334-7E17-475D-A5D6-0794EB5818A5\","
            "\"PayloadIdentifier\":\"com.example.profile\",\"PayloadDisplayName\":\"Free "
            "VPN\",\"PayloadOrganization\":\"Example\",\"PayloadDescription\":\"see "
            "https://example.org/"
            "why\",\"PayloadRemovalDisallowed\":true,\"InstallDate\":\"2023-11-14T22:13:20Z\","
            "\"SignerCerts\":[\"Y2VydGlmaWNhdGU=\",\"b3RoZXI=\"]}\n"
            "  mined description plain https://example.org/why\n"
            "  mined plist plain https://example.org/why\n"
            "key PayloadContent[0] | 1 | 76DAB334-7E17-475D-A5D6-0794EB5818A5 | A | NULL | com.apple.mdm | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | https://mdm.example.org/s | "
            "https://mdm.example.org/c | NULL | "
            "{\"PayloadType\":\"com.apple.mdm\",\"PayloadUUID\":\"A\",\"ServerURL\":\"https://"
            "mdm.example.org/s\",\"CheckInURL\":\"https://mdm.example.org/c\"}\n"
            "  mined plist plain https://mdm.example.org/s\n"
            "  mined plist plain https://mdm.example.org/c\n"
            "key PayloadContent[1] | 2 | 76DAB334-7E17-475D-A5D6-0794EB5818A5 | B | NULL | "
            "com.apple.security.root | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "d7c6aa7003d46dfaff01019f4bca00e0459b001aa8cd92f91ae5f4af69f3fcb6 | NULL | NULL | NULL | "
            "{\"PayloadType\":\"com.apple.security.root\",\"PayloadUUID\":\"B\",\"PayloadContent\":"
            "\"cm9vdCBjZXJ0aWZpY2F0ZQ==\"}\n");
  EXPECT_EQ(records("ios.configuration_profiles", write_plist_xml(profile)),
            records("ios.configuration_profiles", write_bplist(profile)));
}

TEST(IosConfigurationProfiles, finds_the_servers_of_vpn_proxy_and_dns) {
  EXPECT_EQ(
      records("ios.configuration_profiles",
              write_bplist(Dictionary{
                  {"PayloadContent",
                   Array{Dictionary{{"PayloadType", "com.apple.vpn.managed"},
                                    {"IKEv2", Dictionary{{"RemoteAddress", "vpn.example.org"}}}},
                         Dictionary{{"PayloadType", "com.apple.proxy.http.global"},
                                    {"ProxyServer", "192.0.2.1"},
                                    {"ProxyServerPort", 8080}},
                         Dictionary{{"PayloadType", "com.apple.dnsSettings.managed"},
                                    {"DNSSettings", Dictionary{{"ServerURL", "https://dns.example.org/q"},
                                                               {"ServerName", "dns.example.org"}}}},
                         Dictionary{{"PayloadContent",
                                     Array{Dictionary{{"PayloadType", "com.apple.wifi.managed"}}}}}}}})),
      "file | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | false | 0 | NULL | NULL | "
      "NULL | NULL | NULL | {}\n"
      "key PayloadContent[0] | 1 | NULL | NULL | NULL | com.apple.vpn.managed | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | vpn.example.org | "
      "{\"PayloadType\":\"com.apple.vpn.managed\",\"IKEv2\":{\"RemoteAddress\":\"vpn.example.org\"}}\n"
      "  mined plist scheme-less vpn.example.org\n"
      "key PayloadContent[1] | 2 | NULL | NULL | NULL | com.apple.proxy.http.global | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 192.0.2.1 | "
      "{\"PayloadType\":\"com.apple.proxy.http.global\",\"ProxyServer\":\"192.0.2.1\",\"ProxyServerPort\":"
      "8080}\n"
      "key PayloadContent[2] | 3 | NULL | NULL | NULL | com.apple.dnsSettings.managed | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | https://dns.example.org/q | NULL | dns.example.org | "
      "{\"PayloadType\":\"com.apple.dnsSettings.managed\",\"DNSSettings\":{\"ServerURL\":\"https://"
      "dns.example.org/q\",\"ServerName\":\"dns.example.org\"}}\n"
      "  mined plist plain https://dns.example.org/q\n"
      "  mined plist scheme-less dns.example.org\n"
      "key PayloadContent[3] | 4 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | {}\n"
      "key PayloadContent[3].PayloadContent[0] | 5 | NULL | NULL | NULL | com.apple.wifi.managed | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"PayloadType\":\"com.apple.wifi.managed\"}\n");
}

TEST(IosConfigurationProfiles, survives_what_is_no_payload) {
  EXPECT_EQ(records("ios.configuration_profiles",
                    write_bplist(Dictionary{
                        {"PayloadUUID", 7}, {"SignerCerts", "text"}, {"PayloadContent", Array{"text"}}})),
            "file | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | false | 0 | NULL | "
            "NULL | NULL | NULL | NULL | {\"PayloadUUID\":7,\"SignerCerts\":\"text\"}\n"
            "skip key PayloadContent[0]: payload is no dictionary\n");
}

TEST(IosConfigurationProfiles, stops_at_payloads_nested_too_deep) {
  PlistTree inner = Dictionary{{"PayloadType", "innermost"}};
  for (int level = 0; level < 12; ++level) inner = Dictionary{{"PayloadContent", Array{inner}}};
  std::string text = records("ios.configuration_profiles", write_bplist(inner));
  EXPECT_NE(text.find("payloads nested deeper than 8"), std::string::npos);
  EXPECT_EQ(text.find("innermost"), std::string::npos);
}

TEST(IosConfigurationProfiles, gives_up_on_a_stub_that_cannot_be_read) {
  EXPECT_EQ(records("ios.configuration_profiles", "bplist00"),
            "failed: truncated: bplist trailer is short\n");
  EXPECT_EQ(records("ios.configuration_profiles", write_bplist(Array{})),
            "failed: malformed: profile is no dictionary\n");
}

}  // namespace bridle::testing
