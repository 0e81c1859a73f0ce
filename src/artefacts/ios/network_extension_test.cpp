#include <gtest/gtest.h>

#include "testing/keyed_archive_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosNetworkExtension, reads_configurations_with_their_settings) {
  KeyedArchiveBuilder b;
  auto protocol = b.add("NEVPNProtocolTunnel", {{"ServerAddress", b.add("vpn.example.org")},
                                                {"ProviderBundleIdentifier", b.add("com.example.app.tunnel")},
                                                {"Port", b.add(443)}});
  auto vpn =
      b.add("NEVPN",
            {{"Enabled", true}, {"Protocol", protocol}, {"Rules", b.add_array({b.add("always"), protocol})}});
  auto identifier = b.add("NSUUID", {{"NS.uuidbytes", plist_data("0123456789abcdef")}});
  auto configuration = b.add("NEConfiguration", {{"Name", b.add("Example VPN")},
                                                 {"Application", b.add("com.example.app")},
                                                 {"Identifier", identifier},
                                                 {"VPN", vpn}});
  auto dns = b.add("NEConfiguration", {{"DNSSettings", b.add("NEDNSSettings", {{"x", 1}})}});
  EXPECT_EQ(records("ios.network_extension", b.write(b.add_array({configuration, dns}))),
            "key $objects[15] | VPN | Example VPN | com.example.app | com.example.app.tunnel | "
            "vpn.example.org | true | 30313233-3435-3637-3839-616263646566 | {\"Name\":\"Example "
            "VPN\",\"Application\":\"com.example.app\",\"Identifier\":{},\"VPN\":{\"Enabled\":true,"
            "\"Protocol\":{\"ServerAddress\":\"vpn.example.org\",\"ProviderBundleIdentifier\":\"com.example."
            "app.tunnel\",\"Port\":443},\"Rules\":[\"always\",{\"ServerAddress\":\"vpn.example.org\","
            "\"ProviderBundleIdentifier\":\"com.example.app.tunnel\",\"Port\":443}]}}\n"
            "  mined settings scheme-less vpn.example.org\n"
            "  mined settings scheme-less vpn.example.org\n"
            "key $objects[19] | DNSSettings | NULL | NULL | NULL | NULL | NULL | NULL | "
            "{\"DNSSettings\":{\"x\":1}}\n");
}

TEST(IosNetworkExtension, ends_where_objects_refer_in_circles) {
  KeyedArchiveBuilder b;
  auto circle = b.add("NEConfiguration", {{"Name", b.add("x")}});
  b.replace(circle, "NEConfiguration", {{"VPN", circle}, {"Also", circle}});
  std::string text = records("ios.network_extension", b.write(circle));
  EXPECT_LT(text.size(), 40'000U);
  EXPECT_GT(text.size(), 100U);
}

TEST(IosNetworkExtension, refuses_another_file) {
  EXPECT_EQ(records("ios.network_extension", write_bplist(PlistTree::Array{})),
            "failed: malformed: keyed archive has no $objects\n");
}

}  // namespace bridle::testing
