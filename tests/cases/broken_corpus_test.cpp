#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "artefacts/catalogue.h"
#include "program.h"
#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/dump_builder.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;

// Published files, many of them broken on purpose, each at a place where an artefact reads its kind.
struct Set {
  std::string_view folder, artefact, place, name;  ///< `{}` in `place` stands for the file's number
};
constexpr Set sets[] = {
    {"sql-upstream-hexdb", "ios.cache_files",
     "private/var/mobile/Containers/Data/Application/{}/Library/Caches/x/", "Cache.db"},
    {"sql-nemetz-subset", "ios.cache_files",
     "private/var/mobile/Containers/Data/Application/{}/Library/Caches/x/", "Cache.db"},
    {"sql-sqlcipher-keys", "ios.cache_files",
     "private/var/mobile/Containers/Data/Application/{}/Library/Caches/x/", "Cache.db"},
    {"pls-libplist", "ios.configuration_profiles",
     "private/var/containers/Shared/SystemGroup/{}/Library/ConfigurationProfiles/", "profile-x.stub"},
    {"pls-rust-plist", "ios.configuration_profiles",
     "private/var/containers/Shared/SystemGroup/{}/Library/ConfigurationProfiles/", "profile-x.stub"},
    {"pls-plaso", "ios.configuration_profiles",
     "private/var/containers/Shared/SystemGroup/{}/Library/ConfigurationProfiles/", "profile-x.stub"},
    {"crash-apple-legacy", "ios.crash_reports", "private/var/mobile/Library/Logs/CrashReporter/{}/", "x.ips"},
    {"crash-idb", "ios.crash_reports", "private/var/mobile/Library/Logs/CrashReporter/{}/", "x.ips"},
    {"crash-pycrashreport", "ios.crash_reports", "private/var/mobile/Library/Logs/CrashReporter/{}/",
     "x.ips"},
    {"pls-libplist", "ios.biome_entries", "private/var/mobile/Library/Biome/streams/restricted/{}/local/",
     "1"},
};

std::string healthy_cache() {
  return database_of(
      "CREATE TABLE cfurl_cache_response(entry_ID INTEGER PRIMARY KEY, version INTEGER, hash_value INTEGER, "
      "storage_policy INTEGER, request_key TEXT, time_stamp TEXT, partition TEXT); INSERT INTO "
      "cfurl_cache_response VALUES(1, 0, 2, 0, 'https://healthy.example/', '2023-11-14 22:13:20', NULL)");
}
std::string healthy_profile() {
  return write_bplist(PlistTree::Dictionary{{"PayloadIdentifier", "healthy.example"},
                                            {"PayloadType", "Configuration"},
                                            {"PayloadDisplayName", "Healthy"}});
}

class BrokenCorpus : public ::testing::Test {
 protected:
  // The healthy files alone, or among the broken ones.
  void examine(const std::string& name, const fs::path* corpus) {
    auto dump = DumpBuilder::begin(folder_ / (name + "_dump"), Packing::folder);
    ASSERT_TRUE(dump);
    std::string cache = healthy_cache(), profile = healthy_profile();
    ASSERT_TRUE((*dump)->add(
        {.path = "private/var/mobile/Containers/Data/Application/healthy/Library/Caches/x/Cache.db",
         .content = cache}));
    ASSERT_TRUE((*dump)->add({.path = "private/var/containers/Shared/SystemGroup/healthy/Library/"
                                      "ConfigurationProfiles/profile-x.stub",
                              .content = profile}));
    if (corpus != nullptr) add_broken(**dump, *corpus);
    ASSERT_TRUE((*dump)->finish());
    auto outcome = run_bridle({"examine", folder_ / (name + "_dump"), "--case", made(name), "-q"});
    ASSERT_NE(outcome.code, 2) << outcome.err;
  }
  void add_broken(DumpBuilder& dump, const fs::path& corpus) {
    for (const Set& set : sets)
      for (const fs::path& file : files_below(corpus / set.folder)) {
        std::string of = file.string();
        if (of.ends_with("-wal") || of.ends_with("-shm") || of.ends_with("-journal")) continue;
        std::string place = fmt::format(fmt::runtime(set.place), ++placed_);
        ASSERT_TRUE(dump.add({.path = place + std::string(set.name), .from_file = of}));
        if (fs::exists(of + "-wal")) {
          ASSERT_TRUE(dump.add({.path = place + std::string(set.name) + "-wal", .from_file = of + "-wal"}));
        }
      }
  }
  std::string made(const std::string& name) const { return folder_ / (name + "_case"); }
  std::string healthy(const std::string& name) const {
    return text_in(made(name),
                   "SELECT group_concat(t.url || t.time || t.state || c.status) FROM ios_cache_files t JOIN "
                   "coverage c ON "
                   "c.task = t.task WHERE c.path LIKE '%/healthy/%'") +
           text_in(made(name),
                   "SELECT group_concat(t.identifier || c.status || c.records) FROM "
                   "ios_configuration_profiles t JOIN "
                   "coverage c ON c.task = t.task WHERE c.path LIKE '%/healthy/%'");
  }
  Folder folder_;
  int placed_ = 0;
};

TEST_F(BrokenCorpus, costs_nothing_but_itself) {
  CORPUS_OR_SKIP(corpus, "");
  examine("alone", nullptr);
  examine("among", &corpus);
  EXPECT_THAT(healthy("alone"), ::testing::HasSubstr("https://healthy.example/"));
  EXPECT_THAT(healthy("alone"), ::testing::HasSubstr("healthy.examplecomplete"));
  EXPECT_EQ(healthy("among"), healthy("alone"));
  auto count = [&](const std::string& rest) {
    return count_in(made("among"), "SELECT count(*) FROM coverage WHERE " + rest);
  };
  // Each file that an artefact reads has its line, and each line that is not complete says why.
  EXPECT_GE(count("artefact = 'ios.cache_files'"), 90);
  EXPECT_GE(count("artefact = 'ios.configuration_profiles'"), 150);
  EXPECT_GE(count("artefact = 'ios.crash_reports'"), 17);
  EXPECT_GE(count("artefact = 'ios.biome_entries'"), 110);
  EXPECT_GT(count("status = 'failed'"), 50);
  EXPECT_EQ(count("status IN ('failed', 'unsupported', 'partial') AND reason = '' AND notes IN ('', '[]') "
                  "AND skipped = 0 AND lost_pages = 0"),
            0);
  EXPECT_EQ(count("reason LIKE '%ended by%' OR reason LIKE '%signal%' OR reason LIKE '%exception%'"), 0)
      << "a worker died: "
      << text_in(made("among"),
                 "SELECT artefact || ' ' || path || ' ' || reason FROM coverage WHERE reason LIKE "
                 "'%ended by%' OR reason LIKE '%signal%' OR reason LIKE '%exception%'");
  // What is counted as skipped has its place and its reason.
  EXPECT_EQ(count_in(made("among"), "SELECT count(*) FROM skip WHERE reason = '' OR locator = ''"), 0);
}

// Every artefact of an iPhone over every such file, in one process, where the sanitizers watch.
TEST_F(BrokenCorpus, is_survived_by_every_artefact) {
  CORPUS_OR_SKIP(corpus, "");
  std::size_t runs = 0, failed = 0;
  for (const char* folder :
       {"sql-upstream-hexdb", "sql-nemetz-subset", "pls-libplist", "pls-rust-plist", "pls-plaso",
        "crash-apple-legacy", "crash-idb", "crash-pycrashreport", "ios-biome-segb", "ios-plaso"})
    for (const fs::path& file : files_below(corpus / folder)) {
      std::string content = content_of(file);
      if (content.size() > 400'000) continue;  // whole and healthy
      for (const Artefact* artefact : catalogue()) {
        if (artefact->platform != Platform::ios) continue;
        std::string text = records(artefact->id, content);
        auto reason = text.find("failed: ");
        if (reason != std::string::npos && (reason == 0 || text[reason - 1] == '\n')) {
          EXPECT_GT(text.size(), reason + 10)
              << artefact->id << " " << file << ": a failure without a reason";
          ++failed;
        }
        ++runs;
      }
    }
  EXPECT_GT(runs, 10'000u);
  std::printf("%zu runs, %zu of them said why they give nothing\n", runs, failed);
}

}  // namespace
}  // namespace bridle::testing
