#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

std::string found(const std::string& values) {
  return CaseBuilder()
      .run(
          "INSERT INTO ios_manifest(domain, relative_path, flags, mode, owner, link_target, id_fits, "
          "created) VALUES" +
          values)
      .findings("ios.manifest_anomaly");
}

}  // namespace

TEST(IosManifestAnomaly, is_one_finding_for_each_kind) {
  EXPECT_EQ(found("('HomeDomain', 'a', 1, 33188, 501, NULL, 0, 1700000000000000000), ('HomeDomain', 'b', 1, "
                  "33188, 501, NULL, 0, NULL), "
                  "('HomeDomain', 'tool', 1, 35309, 0, NULL, 1, NULL), ('HomeDomain', 'x/l', 4, 41471, 501, "
                  "'../../../etc', 1, NULL), "
                  "('RootDomain', 'l', 4, 41471, 0, '/etc/passwd', 1, NULL)"),
            "low medium 2023-11-14T22:13:20Z | 2 entries are stored under names that do not belong to their "
            "paths: \"a\" of HomeDomain and \"b\" of HomeDomain. | ios_manifest 1, ios_manifest 2\n"
            "low medium undated | 1 file in the owner's folders belongs to root and gives root's rights to "
            "whoever runs it: \"tool\" of HomeDomain. | ios_manifest 3\n"
            "low medium undated | 1 relative link leads out of its domain: \"x/l\" of HomeDomain. | "
            "ios_manifest 4\n"
            "low medium undated | 1 link leads outside the data of the phone: \"l\" of RootDomain. | "
            "ios_manifest 5\n");
}

TEST(IosManifestAnomaly, leaves_ordinary_entries_alone) {
  EXPECT_EQ(
      found("('HomeDomain', 'a', 1, 33188, 501, NULL, 1, 1), ('HomeDomain', 'b', 1, 33188, 0, NULL, 1, 1), "
            "('RootDomain', 'c', 1, 35309, 0, NULL, 1, 1), ('HomeDomain', 'd', 2, 17901, 0, NULL, 1, 1), "
            "('HomeDomain', 'x/l', 4, 41471, 501, '../y', 1, 1), ('HomeDomain', 'm', 4, 41471, 501, "
            "'/private/var/mobile/a', 1, 1)"),
      std::string());
}

}  // namespace bridle::testing
