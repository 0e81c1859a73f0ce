#include "indicators/links.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "indicators/host.h"

namespace bridle {
namespace {

/// "3 https://…[ unwrapped][ bare][ defanged]", one per line.
std::string links(std::string_view text) {
  std::string out;
  for (const Link& link : find_links(text))
    out += fmt::format("{}{} {}{}{}{}", out.empty() ? "" : "\n", link.offset, link.url,
                       link.unwrapped ? " unwrapped" : "", link.scheme_less ? " bare" : "",
                       link.defanged ? " defanged" : "");
  return out;
}

TEST(Links, finds_any_scheme) {
  EXPECT_EQ(links("see https://example.com/a?b=c#d now"), "4 https://example.com/a?b=c#d");
  EXPECT_EQ(links("HTTP://EXAMPLE.COM"), "0 HTTP://EXAMPLE.COM");
  EXPECT_EQ(links("ftp://a.org/x itms-services://?action=x myapp://evil.com/x"),
            "0 ftp://a.org/x\n40 myapp://evil.com/x");
  EXPECT_EQ(links("itms-services://?action=download-manifest&url=https://example.com/a.plist"),
            "46 https://example.com/a.plist");
  EXPECT_EQ(links("see.https://example.com"), "4 https://example.com");
  EXPECT_EQ(links("http://192.0.2.1/x http://[2001:db8::1]/y"),
            "0 http://192.0.2.1/x\n19 http://[2001:db8::1]/y");
  EXPECT_EQ(links("mailto:a@b.com tel:123 ://x http:// nothing"), "");
}

TEST(Links, leaves_the_punctuation_of_the_sentence) {
  EXPECT_EQ(links("(https://example.com/a)."), "1 https://example.com/a");
  EXPECT_EQ(links("https://example.com/a_(b)"), "0 https://example.com/a_(b)");
  EXPECT_EQ(links("(see https://example.com/a_(b))"), "5 https://example.com/a_(b)");
  EXPECT_EQ(links("[x](https://example.com/a)!"), "4 https://example.com/a");
  EXPECT_EQ(links("\"https://example.com/a\", 'https://example.com/b'."),
            "1 https://example.com/a\n26 https://example.com/b");
  EXPECT_EQ(links("<https://example.com>"), "1 https://example.com");
  EXPECT_EQ(links("https://example.com/a...?!"), "0 https://example.com/a");
  EXPECT_EQ(links("https://example.com/a,https://example.com/b"),
            "0 https://example.com/a\n22 https://example.com/b");
  EXPECT_EQ(links("https://web.archive.org/web/https://example.com/"),
            "0 https://web.archive.org/web/https://example.com/");
}

TEST(Links, knows_the_boundaries_of_other_scripts) {
  EXPECT_EQ(links("«https://example.com/a»"), "2 https://example.com/a");
  EXPECT_EQ(links("“https://example.com/a”…"), "3 https://example.com/a");
  EXPECT_EQ(links("見て「https://example.com/a」"), "9 https://example.com/a");
  EXPECT_EQ(links("https://example.comのページ"), "0 https://example.com");
  EXPECT_EQ(links("https://example.com/a،https://example.com/b"),
            "0 https://example.com/a\n23 https://example.com/b");
  EXPECT_EQ(links("https://münchen.de/straße"), "0 https://münchen.de/straße");
  EXPECT_EQ(links("https://example.com/a\xE2\x80\x8Fx"), "0 https://example.com/a");
  EXPECT_EQ(links("https://пример.рф/путь"), "0 https://пример.рф/путь");
}

TEST(Links, takes_hosts_without_a_scheme_only_when_they_look_like_one) {
  EXPECT_EQ(links("go to www.example.com, or example.org/x"),
            "6 www.example.com bare\n26 example.org/x bare");
  EXPECT_EQ(links("example.com"), "0 example.com bare");
  EXPECT_EQ(links("see:www.example.is"), "4 www.example.is bare");
  EXPECT_EQ(links("bit.ly/abc"), "0 bit.ly/abc bare");
  EXPECT_EQ(links("192.0.2.1:8080/payload"), "0 192.0.2.1:8080/payload bare");
  for (auto text : {"notes.txt",
                    "README.md",
                    "libfoo.so",
                    "a.py/b",
                    "run.sh",
                    "v1.2.3",
                    "3.14",
                    "1.2.3.4",
                    "e.g.",
                    "ok.is he there",
                    "mail@example.com",
                    "com.example.info",
                    "/usr/lib/a.com",
                    "C:\\a.com",
                    "and/or",
                    "...",
                    "x.y",
                    "file.zip/inner",
                    "hello.World",
                    "$a.com",
                    "@user.name",
                    "a..com/x",
                    "example.unknowntld/x"})
    EXPECT_EQ(links(text), "") << text;
}

TEST(Links, undoes_defanging_and_says_so) {
  EXPECT_EQ(links("at hxxps://evil[.]example[.]com/a now"), "3 https://evil.example.com/a defanged");
  EXPECT_EQ(links("evil[.]com"), "0 evil.com bare defanged");
  EXPECT_EQ(links("evil(.)com/x and evil[dot]net/y"),
            "0 evil.com/x bare defanged\n17 evil.net/y bare defanged");
  EXPECT_EQ(links("hXXp[://]evil.com"), "0 http://evil.com defanged");
  EXPECT_EQ(links("h**ps://evil.com"), "0 https://evil.com defanged");
  EXPECT_EQ(links("https[:]//evil[.]com/x"), "0 https://evil.com/x defanged");
}

TEST(Links, unwraps_known_redirects_without_the_network) {
  EXPECT_EQ(links("https://www.google.com/url?sa=t&q=https%3A%2F%2Fevil.com%2Fa%3Fb%3Dc&x=1"),
            "0 https://www.google.com/url?sa=t&q=https%3A%2F%2Fevil.com%2Fa%3Fb%3Dc&x=1\n0 "
            "https://evil.com/a?b=c unwrapped");
  auto target = [](std::string_view url) {
    auto all = unwrap_redirects(url);
    return all.empty() ? "none" : all.back();
  };
  EXPECT_EQ(target("https://google.co.uk/url?url=http://evil.com/"), "http://evil.com/");
  EXPECT_EQ(target("https://www.google.com/amp/s/evil.com/x"), "https://evil.com/x");
  EXPECT_EQ(target("https://evil-com.cdn.ampproject.org/c/s/evil.com/x"), "https://evil.com/x");
  EXPECT_EQ(target("https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.com%2F&h=AT0"), "https://evil.com/");
  EXPECT_EQ(target("https://lm.facebook.com/l.php?u=https%3A%2F%2Fevil.com%2F"), "https://evil.com/");
  EXPECT_EQ(target("https://l.instagram.com/?u=https%3A%2F%2Fevil.com"), "https://evil.com");
  EXPECT_EQ(target("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.com%2Fa&data=05"),
            "https://evil.com/a");
  EXPECT_EQ(
      target("https://eur01.safelinks.protection.outlook.com/ap/w-59584e83/?url=https%3A%2F%2Fevil.com%2Fa"),
      "https://evil.com/a");
  EXPECT_EQ(target("https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.com_a-3Fb&d=Dw"),
            "https://evil.com/a?b");
  EXPECT_EQ(target("https://urldefense.com/v3/__https://evil.com/a*b__;Iw!!abc"), "https://evil.com/a#b");
  EXPECT_EQ(target("https://urldefense.com/v3/__https:/evil.com/a__;!!abc"), "https://evil.com/a");
  EXPECT_EQ(target("https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fevil.com"), "https://evil.com");
  EXPECT_EQ(target("https://t.umblr.com/redirect?z=https%3A%2F%2Fevil.com"), "https://evil.com");
  EXPECT_EQ(target("https://slack-redir.net/link?url=https%3A%2F%2Fevil.com"), "https://evil.com");
  EXPECT_EQ(target("https://vk.com/away.php?to=https%3A%2F%2Fevil.com"), "https://evil.com");
  EXPECT_EQ(target("https://steamcommunity.com/linkfilter/?url=https://evil.com"), "https://evil.com");
  EXPECT_EQ(target("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9ldmlsLmNvbS94&ntb=1"),
            "https://evil.com/x");
}

TEST(Links, unwraps_wrappers_in_wrappers_up_to_a_bound) {
  std::string url = "https://evil.com/";
  for (int i = 0; i < 3; ++i) {
    std::string escaped;
    for (char c : url) escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    url = "https://l.facebook.com/l.php?u=" + escaped;
  }
  auto targets = unwrap_redirects(url);
  ASSERT_EQ(targets.size(), 3u);
  EXPECT_EQ(targets.back(), "https://evil.com/");
  EXPECT_LE(unwrap_redirects("https://www.google.com/amp/www.google.com/amp/www.google.com/amp/"
                             "www.google.com/amp/www.google.com/"
                             "amp/www.google.com/amp/www.google.com/amp/evil.com/")
                .size(),
            5u);
}

TEST(Links, does_not_take_a_lookalike_for_a_redirect_service) {
  for (auto url :
       {"https://google.evil.com/url?q=https://a.com", "https://notfacebook.com/l.php?u=https://a.com",
        "https://www.google.com/search?q=https://a.com", "https://www.google.com/url?q=word",
        "https://www.bing.com/ck/a?u=a1////",
        "https://l.facebook.com/l.php?u=", "https://urldefense.com/v3/__"})
    EXPECT_TRUE(unwrap_redirects(url).empty()) << url;
}

TEST(Links, survives_hostile_text_in_linear_time) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "http://a.co ";
  EXPECT_EQ(find_links(text).size(), links_per_text);
  for (std::string_view piece : {"http://", "://", "a.co((((", "[.]", "hxxp", "[.]://", "http://%%% ", "\xFF",
                                 "a:b@:", "www.", "((((", "."}) {
    std::string long_text;
    while (long_text.size() < 1'000'000) long_text += piece;
    EXPECT_LE(find_links(long_text).size(), links_per_text) << piece;
  }
  EXPECT_EQ(links(std::string_view("a\0https://example.com\0b", 23)), "2 https://example.com");
  EXPECT_EQ(find_links("https://example.com/" + std::string(100'000, 'a')).at(0).url.size(), 8192u);
}

}  // namespace
}  // namespace bridle
