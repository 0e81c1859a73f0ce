#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

std::string found(const std::string& values) {
  return CaseBuilder()
      .run(
          "INSERT INTO ios_configuration_profiles(task, payload_index, payload_type, display_name, "
          "identifier, organisation, install_date, "
          "removal_disallowed, is_signed, plist) VALUES" +
          values)
      .findings("ios.configuration_profile");
}

}  // namespace

TEST(IosConfigurationProfile, is_one_finding_for_each_profile_as_grave_as_its_gravest_payload) {
  EXPECT_EQ(
      found(
          "(1, 0, 'Configuration', 'Free VPN', 'com.example.a', 'Example', 1700000000000000000, 1, 0, '{}'), "
          "(1, 1, 'com.apple.vpn.managed.applayer', NULL, NULL, NULL, NULL, NULL, NULL, '{}'), "
          "(1, 2, 'com.apple.security.root', NULL, NULL, NULL, NULL, NULL, NULL, '{}'), "
          "(2, 0, 'Configuration', '', 'com.example.b', '', NULL, NULL, 1, '{}'), "
          "(2, 1, 'com.apple.webClip.managed', NULL, NULL, NULL, NULL, NULL, NULL, 'no json'), "
          "(3, 0, 'Configuration', 'DNS', 'com.example.c', '', NULL, 0, 1, '{}'), "
          "(3, 1, 'com.apple.dnsSettings.managed', NULL, NULL, NULL, NULL, NULL, NULL, '{}')"),
      "medium medium 2023-11-14T22:13:20Z | The configuration profile \"Free VPN\" of \"Example\" installs a "
      "VPN and a root certificate; it is not signed; the owner cannot remove it. | "
      "ios_configuration_profiles 1, ios_configuration_profiles 2, ios_configuration_profiles 3\n"
      "informational medium undated | The configuration profile \"com.example.b\" is installed. | "
      "ios_configuration_profiles 4, ios_configuration_profiles 5\n"
      "low medium undated | The configuration profile \"DNS\" installs name servers. | "
      "ios_configuration_profiles 6, ios_configuration_profiles 7\n");
}

TEST(IosConfigurationProfile, looks_into_wifi_and_restriction_payloads) {
  EXPECT_EQ(
      found(
          "(1, 0, 'Configuration', 'A', 'a', '', NULL, NULL, 1, '{}'), "
          "(1, 1, 'com.apple.wifi.managed', NULL, NULL, NULL, NULL, NULL, NULL, "
          "'{\"ProxyType\":\"Manual\"}'), "
          "(2, 0, 'Configuration', 'B', 'b', '', NULL, NULL, 1, '{}'), "
          "(2, 1, 'com.apple.wifi.managed', NULL, NULL, NULL, NULL, NULL, NULL, '{\"ProxyType\":\"None\"}'), "
          "(2, 2, 'com.apple.applicationaccess', NULL, NULL, NULL, NULL, NULL, NULL, "
          "'{\"allowDiagnosticSubmission\":false,\"forceDelayedSoftwareUpdates\":true}'), "
          "(3, 0, 'Configuration', 'C', 'c', '', NULL, NULL, 1, '{}'), "
          "(3, 1, 'com.apple.applicationaccess', NULL, NULL, NULL, NULL, NULL, NULL, "
          "'{\"allowCamera\":false}')"),
      "medium medium undated | The configuration profile \"A\" installs a proxy for a Wi-Fi network. | "
      "ios_configuration_profiles 1, ios_configuration_profiles 2\n"
      "low medium undated | The configuration profile \"B\" installs restrictions that block diagnostics or "
      "connections to computers and restrictions that delay updates. | ios_configuration_profiles 3, "
      "ios_configuration_profiles 4, ios_configuration_profiles 5\n"
      "informational medium undated | The configuration profile \"C\" is installed. | "
      "ios_configuration_profiles 6, ios_configuration_profiles 7\n");
}

}  // namespace bridle::testing
