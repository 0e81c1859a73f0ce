#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosTrustedCertificate, names_every_certificate) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_trust_store(id, subject, not_before) VALUES(1, 'CN=Proxy', "
                     "1600000000000000000), (2, "
                     "NULL, NULL)")
                .findings("ios.trusted_certificate"),
            "low low undated | The phone was made to trust 2 certificates that iOS does not carry: "
            "\"CN=Proxy\" and \"a "
            "certificate that cannot be read\". | ios_trust_store 1, ios_trust_store 2\n");
}

TEST(IosTrustedCertificate, says_nothing_of_an_empty_store) {
  EXPECT_EQ(CaseBuilder().findings("ios.trusted_certificate"), std::string());
}

}  // namespace bridle::testing
