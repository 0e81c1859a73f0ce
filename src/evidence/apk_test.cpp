#include "evidence/apk.h"

#include <gtest/gtest.h>

#include "evidence/certificate.h"
#include "testing/apk_builder.h"

namespace bridle {
namespace {

using testing::ApkBuilder;

struct Opened {
  explicit Opened(const std::string& content)
      : bytes(content), source(view_source(as_bytes(bytes))), apk(Apk::open(*source)) {}
  std::string bytes;
  std::unique_ptr<ByteSource> source;
  Result<Apk> apk;
};

TEST(Apk, gives_members_as_android_loads_them) {
  Opened it(ApkBuilder()
                .member("a", "deflated deflated")
                .member("b", "stored", false)
                .member("c", "called encrypted", true, {.flags = 1})
                .member("d", "of a method that nobody knows", false, {.method = 0x4321})
                .write());
  ASSERT_TRUE(it.apk);
  for (auto [name, content] : {std::pair("a", "deflated deflated"),
                               {"b", "stored"},
                               {"c", "called encrypted"},
                               {"d", "of a method that nobody knows"}}) {
    const ZipMember* member = it.apk->find(name);
    ASSERT_NE(member, nullptr) << name;
    EXPECT_EQ(it.apk->content(*member, 1000), content) << name;
  }
  EXPECT_EQ(it.apk->content(*it.apk->find("a"), 10).error().fault, Fault::limit);
  EXPECT_EQ(it.apk->oddities(),
            (std::vector<std::string>{"1 members marked as encrypted",
                                      "1 members packed by a method that Android does not know"}));
}

TEST(Apk, gives_the_certificates_of_every_scheme) {
  Opened it(ApkBuilder()
                .member("META-INF/CERT.RSA", testing::test_signature())
                .member("META-INF/BAD.EC", "no signature")
                .signer(testing::scheme_v2, testing::test_certificate())
                .signer(testing::scheme_v3, testing::test_certificate(), {testing::debug_certificate()})
                .write());
  ASSERT_TRUE(it.apk);
  std::vector<Error> troubles;
  std::string said;
  for (const ApkSignerCertificate& each : it.apk->certificates(troubles)) {
    auto facts = describe_certificate(as_bytes(each.der));
    said += each.scheme + " " + each.role + " " + (facts ? facts->subject : facts.error().message) + "\n";
  }
  EXPECT_EQ(said,
            "v1 signer O=Made up,CN=Bridle test signer\nv2 signer O=Made up,CN=Bridle test signer\nv3 signer "
            "O=Made up,CN=Bridle test signer\nv3 lineage C=US,O=Android,CN=Android Debug\n");
  ASSERT_EQ(troubles.size(), 1U);
  EXPECT_EQ(troubles[0].message, "a signature of scheme v1: no signature that can be read");
}

TEST(Apk, refuses_what_is_no_package) {
  EXPECT_FALSE(Opened("").apk);
  EXPECT_FALSE(Opened(std::string(100'000, 'x')).apk);
  Opened cut(ApkBuilder().member("a", "content").write().substr(40));
  EXPECT_FALSE(cut.apk) << "its directory lies elsewhere";
}

TEST(Certificate, says_what_stands_in_it) {
  auto facts = describe_certificate(as_bytes(testing::test_certificate()));
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->subject, "O=Made up,CN=Bridle test signer");
  EXPECT_EQ(facts->serial, "1234");
  EXPECT_EQ(facts->algorithm, "ecdsa-with-SHA256");
  EXPECT_EQ(facts->not_before ? to_iso8601(*facts->not_before) : "", "2026-11-24T16:38:00Z");
  EXPECT_EQ(facts->sha256, "3e889e15d348a99fac63f9e873b4e8f9066bb6ce63a2b179592e8e94ecfd49f2");
  EXPECT_TRUE(facts->is_self_signed);
  EXPECT_EQ(describe_certificate(as_bytes("no")).error().fault, Fault::malformed);
  EXPECT_EQ(
      certificates_of_pkcs7(as_bytes(testing::test_signature())).value_or(std::vector<std::string>{}).size(),
      1U);
}

}  // namespace
}  // namespace bridle
