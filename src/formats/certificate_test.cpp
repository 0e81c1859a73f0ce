#include "formats/certificate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/certificate_builder.h"

namespace bridle {
namespace {

using namespace testing;

std::string shown(std::string_view bytes) {
  auto c = read_certificate(as_bytes(bytes));
  if (!c) return c.error().message;
  return fmt::format("{} | {} | {} | {} | {} | {} | {}", c->subject, c->issuer, c->serial,
                     c->not_before ? to_iso8601(*c->not_before) : "-",
                     c->not_after ? to_iso8601(*c->not_after) : "-", c->sha256, c->sha1);
}

TEST(Certificate, reads_der_and_pem_alike) {
  std::string der = shown(write_certificate({.organisation = "Ex\u00E4mple, \"Ltd\""}));
  EXPECT_EQ(der,
            "O=Exämple\\, \\\"Ltd\\\"; CN=Root Certification Authority | O=Exämple\\, \\\"Ltd\\\"; CN=Root "
            "Certification Authority | 1234abcd | 2023-01-01T00:00:00Z | 2033-01-01T00:00:00Z | "
            "bd3ce679a45257670d7d50c8ea4c1f17fb99fcad542292fe267a0b19dfb996c1 | "
            "ed8933a4f8185fe945474011159545a5782dbd93");
  EXPECT_EQ(shown(write_certificate_pem({.organisation = "Ex\u00E4mple, \"Ltd\""})), der);
}

TEST(Certificate, refuses_other_bytes) {
  std::string der = write_certificate({});
  EXPECT_EQ(shown(std::string_view(der).substr(0, der.size() - 1)), "no X.509 certificate");
  EXPECT_EQ(shown(""), "no X.509 certificate");
  EXPECT_EQ(shown("-----BEGIN CERTIFICATE-----\nx\n"), "no X.509 certificate");
}

}  // namespace
}  // namespace bridle
