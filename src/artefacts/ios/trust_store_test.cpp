#include <gtest/gtest.h>

#include "testing/certificate_builder.h"
#include "testing/database_text.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

std::string store() {
  std::string settings =
      write_bplist(PlistTree::Array{PlistTree::Dictionary{{"kSecTrustSettingsResult", 1}}});
  auto built =
      SqliteBuilder()
          .run(
              "CREATE TABLE tsettings(sha256 BLOB NOT NULL UNIQUE, subj BLOB, tset BLOB, data BLOB, uuid "
              "BLOB)")
          .insert_blob("INSERT INTO tsettings(sha256, data) VALUES(x'0102', ?)", write_certificate({}))
          .insert_blob("UPDATE tsettings SET tset = ?", settings)
          .run("INSERT INTO tsettings(sha256, data) VALUES(x'0304', x'00')")
          .build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}

}  // namespace

TEST(IosTrustStore, reads_certificates_and_skips_what_is_none) {
  EXPECT_EQ(
      records("ios.trust_store", store()),
      "tsettings rowid 1 | O=Example; CN=Root Certification Authority | O=Example; CN=Root Certification "
      "Authority | 1234abcd | 335b6bdfabf1c19d888028a154b5a8201064025f78f09a1d71ad1da3b53e6639 | "
      "7a5e62323d91ed111436f097a4d2b53e40e6b6a1 | 2023-01-01T00:00:00Z | 2033-01-01T00:00:00Z | "
      "[{\"kSecTrustSettingsResult\":1}] | 0102\n"
      "skip tsettings rowid 2: no X.509 certificate\n"
      "tsettings rowid 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0304\n");
}

TEST(IosTrustStore, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.trust_store", database_of("CREATE TABLE t(a)")),
            "failed: unsupported: database has no table tsettings\n");
}

}  // namespace bridle::testing
