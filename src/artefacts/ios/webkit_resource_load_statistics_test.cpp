#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* full =
    "CREATE TABLE ObservedDomains(domainID INTEGER PRIMARY KEY, registrableDomain TEXT NOT NULL, lastSeen "
    "REAL NOT NULL, hadUserInteraction INTEGER NOT NULL, mostRecentUserInteractionTime REAL, "
    "mostRecentWebPushInteractionTime REAL, isPrevalent INTEGER);";

}  // namespace

TEST(IosWebkitResourceLoadStatistics, reads_every_time_of_the_full_table) {
  EXPECT_EQ(records("ios.webkit_resource_load_statistics",
                    database_of(
                        std::string(full) +
                        "INSERT INTO ObservedDomains VALUES(1, 'example.com', 1634560250.0, 1, 1634560030.0, "
                        "-1.0, 1), (2, 'example.org', 1634560250.0, 0, -1, 1634560040.5, 0)")),
            "ObservedDomains rowid 1 | domain |  | 1 | example.com | visited | 2021-10-18T12:30:50Z | true | "
            "2021-10-18T12:27:10Z | NULL | 1634560030 | -1 | NULL | NULL | {\"isPrevalent\":1}\n"
            "ObservedDomains rowid 2 | domain |  | 2 | example.org | loaded | 2021-10-18T12:30:50Z | false | "
            "NULL | 2021-10-18T12:27:20.500Z | -1 | 1634560040.5 | NULL | NULL | NULL\n");
}

TEST(IosWebkitResourceLoadStatistics, reads_the_columns_that_every_generation_has) {
  EXPECT_EQ(records("ios.webkit_resource_load_statistics",
                    database_of("CREATE TABLE ObservedDomains(domainID INTEGER PRIMARY KEY, "
                                "registrableDomain TEXT, lastSeen REAL, hadUserInteraction INTEGER); INSERT "
                                "INTO ObservedDomains VALUES(7, 'example.com', 0, 0)"),
                    "/private/var/mobile/Library/WebKit/com.apple.email.maild/WebsiteData/"
                    "ResourceLoadStatistics/observations.db"),
            "ObservedDomains rowid 7 | domain | com.apple.email.maild | 7 | example.com | loaded | NULL | "
            "false | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosWebkitResourceLoadStatistics, reads_the_ties_between_sites) {
  EXPECT_EQ(records_in_domain(
                "ios.webkit_resource_load_statistics",
                database_of(
                    std::string(full) +
                    "INSERT INTO ObservedDomains(domainID, registrableDomain, lastSeen, hadUserInteraction) "
                    "VALUES(1, 'a.example', 1634560250, 1), (2, 'b.example', 1634560250, 0);"
                    "CREATE TABLE TopFrameUniqueRedirectsTo(sourceDomainID INTEGER, toDomainID INTEGER);"
                    "CREATE TABLE SubresourceUnderTopFrameDomains(subresourceDomainID INTEGER, lastUpdated "
                    "REAL, topFrameDomainID INTEGER);"
                    "CREATE TABLE TopFrameUniqueRedirectsFrom(odd INTEGER);"
                    "INSERT INTO TopFrameUniqueRedirectsTo VALUES(1, 2), (2, 9); INSERT INTO "
                    "SubresourceUnderTopFrameDomains VALUES(2, 1634560000, 1)"),
                "AppDomain-com.google.chrome.ios",
                "Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db"),
            "ObservedDomains rowid 1 | domain | com.google.chrome.ios | 1 | a.example | visited | "
            "2021-10-18T12:30:50Z | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "ObservedDomains rowid 2 | domain | com.google.chrome.ios | 2 | b.example | loaded | "
            "2021-10-18T12:30:50Z | false | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "TopFrameUniqueRedirectsTo rowid 1 | TopFrameUniqueRedirectsTo | com.google.chrome.ios | 1 | "
            "a.example | loaded | NULL | NULL | NULL | NULL | NULL | NULL | 2 | b.example | NULL\n"
            "TopFrameUniqueRedirectsTo rowid 2 | TopFrameUniqueRedirectsTo | com.google.chrome.ios | 2 | "
            "b.example | loaded | NULL | NULL | NULL | NULL | NULL | NULL | 9 | NULL | NULL\n"
            "SubresourceUnderTopFrameDomains rowid 1 | SubresourceUnderTopFrameDomains | "
            "com.google.chrome.ios | 2 | b.example | loaded | 2021-10-18T12:26:40Z | NULL | NULL | NULL | "
            "NULL | NULL | 1 | a.example | NULL\n");
}

TEST(IosWebkitResourceLoadStatistics, says_which_state_of_the_log_holds_a_site) {
  auto [main, wal] = database_with_wal(
      std::string(full) + "INSERT INTO ObservedDomains VALUES(1, 'a.example', 1634560250, 1, 0, 0, 0)",
      "DELETE FROM ObservedDomains");
  EXPECT_EQ(records_with_wal("ios.webkit_resource_load_statistics", main, wal),
            "main ObservedDomains rowid 1 | domain |  | 1 | a.example | visited | 2021-10-18T12:30:50Z | "
            "true | NULL | NULL | 0 | 0 | NULL | NULL | NULL\n");
}

TEST(IosWebkitResourceLoadStatistics, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.webkit_resource_load_statistics",
                    database_of("CREATE TABLE ObservedDomains(domainID, registrableDomain)")),
            "failed: unsupported: table ObservedDomains has no column lastSeen, hadUserInteraction\n");
}

TEST(IosWebkitResourceLoadStatistics, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/6e");
  EXPECT_EQ(records_in_domain("ios.webkit_resource_load_statistics",
                              content_of(folder / "6e9d0cb750a70e7fa10943c134a5f021dab327e7"),
                              "AppDomain-com.google.chrome.ios",
                              "Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db"),
            "ObservedDomains rowid 1 | domain | com.google.chrome.ios | 1 | google.com | visited | "
            "2021-10-18T12:30:50Z | true | 2021-10-18T12:27:10.768620Z | NULL | 1634560030.76862 | NULL | "
            "NULL | NULL | NULL\n"
            "ObservedDomains rowid 2 | domain | com.google.chrome.ios | 2 | gstatic.com | loaded | "
            "2021-10-18T12:27:10Z | false | NULL | NULL | -1 | NULL | NULL | NULL | NULL\n");
}

}  // namespace bridle::testing
