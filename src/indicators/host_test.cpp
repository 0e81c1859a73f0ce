#include "indicators/host.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string host(std::string_view text) {
  auto parsed = parse_host(text);
  if (!parsed) return "none";
  std::string out(parsed->text());
  if (parsed->decoded) out += " decoded";
  if (parsed->idna_failed) out += " no idna";
  return out;
}

TEST(ParsedHost, strips_what_is_not_the_name) {
  EXPECT_EQ(host("User:Pass@Example.COM:8080"), "example.com");
  EXPECT_EQ(host("example.com."), "example.com");
  EXPECT_EQ(host(" example.com\n"), "example.com");
  EXPECT_EQ(host("a@b@example.com"), "example.com");
  EXPECT_EQ(host("my_host.example.com"), "my_host.example.com");
  EXPECT_EQ(host("EX%41MPLE.com"), "example.com");
}

TEST(ParsedHost, refuses_what_cannot_be_one) {
  for (auto text : {"", ".", "...", ".example.com", "exa mple.com", "a/b", "example.com:port", "a<b", "[::1",
                    "[zz]", "%00.com"})
    EXPECT_EQ(host(text), "none") << text;
  EXPECT_EQ(host(std::string(254, 'a')), "none");
  EXPECT_EQ(host(std::string(253, 'a')), std::string(253, 'a'));
  EXPECT_EQ(host(std::string(2000, '\xC3')), "none");
  EXPECT_EQ(host(std::string_view("a\0b.com", 7)), "none");
}

TEST(ParsedHost, reads_addresses_as_numbers) {
  EXPECT_EQ(host("198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(host("3325256705"), "198.51.100.1 decoded");
  EXPECT_EQ(host("0xc6.51.100.1"), "198.51.100.1 decoded");
  EXPECT_EQ(host("0306.063.0144.01"), "198.51.100.1 decoded");
  EXPECT_EQ(host("127.1"), "127.0.0.1 decoded");
  EXPECT_EQ(host("[2001:DB8:0::1]:443"), "2001:db8::1");
  EXPECT_EQ(host("fe80::1%en0"), "fe80::1");
  EXPECT_EQ(host("::ffff:198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(host("256.1.1.1"), "256.1.1.1") << "no address, so an opaque name";
  EXPECT_EQ(host("1.2.3.4.5"), "1.2.3.4.5");
  EXPECT_EQ(host("4294967296"), "4294967296");
}

TEST(ParsedHost, maps_international_names_as_browsers_do) {
  EXPECT_EQ(host("münchen.de"), "xn--mnchen-3ya.de");
  EXPECT_EQ(host("MÜNCHEN.DE"), "xn--mnchen-3ya.de");
  EXPECT_EQ(host("example。com"), "example.com");
  EXPECT_EQ(host("XN--Mnchen-3ya.de"), "xn--mnchen-3ya.de");
  EXPECT_EQ(host("\xFF\xFE.com"), "\xFF\xFE.com no idna") << "kept, so that it is at least seen";
}

TEST(ParsedHost, finds_the_host_of_a_url) {
  auto of = [](std::string_view url) {
    auto found = host_of_url(url);
    return found ? std::string(found->text()) : "none";
  };
  EXPECT_EQ(of("https://example.com/x?y@z"), "example.com");
  EXPECT_EQ(of("https://good.org@example.com/"), "example.com");
  EXPECT_EQ(of("http:example.com"), "example.com");
  EXPECT_EQ(of("https:////example.com"), "example.com");
  EXPECT_EQ(of("https:\\\\example.com\\@good.org"), "example.com");
  EXPECT_EQ(of("//example.com/x"), "example.com");
  EXPECT_EQ(of("example.com:8080/x"), "example.com");
  EXPECT_EQ(of("view-source:https://example.com"), "example.com");
  EXPECT_EQ(of("https://exa\nmple.com"), "example.com");
  EXPECT_EQ(of("chrome-extension://abcdef/x"), "abcdef");
  for (auto url : {"mailto:a@example.com", "tel:+123", "data:text/html,https://example.com", "javascript:x()",
                   "about:blank", "/just/a/path", "https://", "", "#top"})
    EXPECT_EQ(of(url), "none") << url;
}

TEST(ParsedHost, knows_what_somebody_registered) {
  EXPECT_EQ(registrable_domain("a.b.example.com"), "example.com");
  EXPECT_EQ(registrable_domain("a.example.co.uk"), "example.co.uk");
  EXPECT_EQ(registrable_domain("a.mine.duckdns.org"), "mine.duckdns.org");
  EXPECT_EQ(registrable_domain("duckdns.org"), "");
  EXPECT_EQ(registrable_domain("com"), "");
  EXPECT_EQ(registrable_domain("amazing.lab"), "");
  EXPECT_EQ(registrable_domain("a.b.dynamic-dns.net"), "b.dynamic-dns.net");
  EXPECT_EQ(registrable_domain("dynamic-dns.net"), "");
  EXPECT_TRUE(is_shared_suffix("appspot.com"));
  EXPECT_TRUE(is_shared_suffix("zapto.org"));
  EXPECT_FALSE(is_shared_suffix("example.com"));
}

TEST(ParsedHost, www_is_a_label_and_not_a_set_of_letters) {
  EXPECT_EQ(without_www("www.example.com"), "example.com");
  EXPECT_EQ(without_www("wups.so"), "wups.so");
  EXPECT_EQ(without_www("www.com"), "www.com");
  EXPECT_EQ(without_www("wwww.example.com"), "wwww.example.com");
}

}  // namespace
}  // namespace bridle
