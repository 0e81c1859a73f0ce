#include <gtest/gtest.h>

#include "testing/apk_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidApkSigners, tells_each_certificate_once_with_its_schemes) {
  std::string apk = ApkBuilder()
                        .member("META-INF/CERT.RSA", test_signature())
                        .member("META-INF/BAD.RSA", "x")
                        .signer(scheme_v2, test_certificate())
                        .signer(scheme_v3, test_certificate(), {debug_certificate()})
                        .write();
  std::string said = records("android.apk_signers", apk, "a.apk");
  EXPECT_NE(said.find("META-INF/CERT.RSA | a.apk | v1 v2 v3 | signer | "
                      "3e889e15d348a99fac63f9e873b4e8f9066bb6ce63a2b179592e8e94ecfd49f2 | "),
            std::string::npos)
      << said;
  EXPECT_NE(said.find(" | O=Made up,CN=Bridle test signer | O=Made up,CN=Bridle test signer | 1234 | "
                      "ecdsa-with-SHA256 | 2026-11-24T16:38:00Z | 2036-11-21T16:38:00Z | true\n"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("signing block, v3 | a.apk | v3 | lineage | "), std::string::npos) << said;
  EXPECT_NE(said.find("skip signature: a signature of scheme v1: no signature that can be read\n"),
            std::string::npos)
      << said;
}

TEST(AndroidApkSigners, says_that_there_is_none) {
  EXPECT_EQ(records("android.apk_signers", ApkBuilder().member("a", "b").write(), "a.apk"),
            "note: the package holds no signature of a scheme that is known\n");
}

}  // namespace bridle::testing
