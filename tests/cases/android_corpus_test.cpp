#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/unwrap.h"
#include "packing.h"
#include "program.h"
#include "testing/age_builder.h"
#include "testing/corpus.h"
#include "testing/deflate.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

Outcome examine(const std::string& evidence, const std::string& made, const std::string& password = "",
                const std::string& identity = "") {
  std::vector<std::string> arguments{"examine", evidence, "--case", made, "-q"};
  if (!identity.empty()) arguments.insert(arguments.end(), {"--identity", identity});
  return run_bridle(arguments, {{"BRIDLE_PASSWORD", password}});
}

std::string inflated(const std::string& gzip) {
  std::string content;
  auto source = view_source(as_bytes(gzip));
  EXPECT_TRUE(open_gzip_file(*source, 64 << 20, [&](Bytes bytes) -> Result<> {
    content += as_text(bytes);
    return {};
  }));
  return content;
}

}  // namespace

TEST(AndroidCorpus, five_backups_of_mvt_give_their_messages) {
  CORPUS_OR_SKIP(mvt, "and-mvt");
  Folder folder;
  struct Backup {
    const char* path;
    int messages;
    const char* link;
  };
  int number = 0;
  for (const Backup& backup : {Backup{"android_backup/backup.ab", 2, "https://google.com/"},
                               {"android_backup/backup2.ab", 1, "https://google.com/"},
                               {"android_backup/backup3.ab", 1, "https://google.com/"},
                               {"androidqf/backup.ab", 2, "https://google.com/"},
                               {"androidqf_encrypted/backup.ab", 1, "https://google.com/"}}) {
    std::string made = folder / std::to_string(++number);
    EXPECT_NE(examine(mvt / backup.path, made, "123456").code, 2) << backup.path;
    EXPECT_EQ(count_in(made, "SELECT count(*) FROM android_sms"), backup.messages) << backup.path;
    EXPECT_EQ(
        count_in(made, "SELECT count(DISTINCT value) FROM mined WHERE source = 'android_sms' AND value = '" +
                           std::string(backup.link) + "'"),
        1)
        << backup.path;
  }
}

TEST(AndroidCorpus, eight_answers_of_abes_backups) {
  CORPUS_OR_SKIP(abe, "and-abe-backups");
  Folder folder;
  struct Try {
    const char *name, *password, *says;  // "" = it opens
  };
  int number = 0;
  for (const Try& one :
       {Try{"test.encrypted.backup", "12345", ""},
        {"test.unencrypted.backup", "", ""},
        {"uncompressed.backup", "", ""},
        // The tool that the key is of knew version 1 alone; version 2 of a plain backup differs in nothing.
        {"invalid_header.uncompressed.unencrypted.backup", "", ""},
        {"test.encrypted_invalidHeader.backup", "12345",
         "the password salt in the backup's header is damaged"},
        {"test.encrypted_invalidHeader2.backup", "12345",
         "the checksum salt in the backup's header is damaged"},
        {"test.encrypted.backup", "x", "the password does not open"},
        {"test.encrypted.backup", "", "no password was given"}}) {
    std::string made = folder / std::to_string(++number);
    auto outcome = examine(abe / one.name, made, one.password);
    bool opens = *one.says == '\0';
    EXPECT_EQ(outcome.code == 2, !opens) << one.name << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(one.says)) << one.name;
    if (opens) {
      EXPECT_EQ(count_in(made, "SELECT records FROM coverage WHERE artefact = 'evidence.index'"), 7)
          << one.name;
    }
  }
}

TEST(AndroidCorpus, the_tombstone_of_sentry_gives_its_crash_in_every_form) {
  CORPUS_OR_SKIP(sentry, "and-sentry-tombstone");
  Folder folder;
  std::string packed_crash = content_of(sentry / "tombstone.pb.gz");
  int number = 0;
  for (const auto& [name, content] : std::map<std::string, std::string>{
           {"tombstone_00.pb", inflated(packed_crash)}, {"tombstone_00.pb.gz", packed_crash}}) {
    std::string evidence = folder / ("e" + std::to_string(++number)), made = evidence + ".case";
    pack(evidence, Packing::zip,
         {{"main_entry.txt", "b.txt"},
          {"b.txt", "------ UPTIME (uptime) ------\n"},
          {"FS/data/tombstones/" + name, content}});
    EXPECT_NE(examine(evidence, made).code, 2);
    EXPECT_EQ(
        text_in(made,
                "SELECT pid || ' ' || signal_name || ' ' || code_name FROM android_tombstones WHERE kind = "
                "'crash'"),
        "21891 SIGSEGV SEGV_MAPERR")
        << name;
  }
}

TEST(AndroidCorpus, thread_dumps_of_sentry_are_read_or_said) {
  CORPUS_OR_SKIP(sentry, "and-sentry-tombstone");
  Folder folder;
  std::vector<Packed> files{{"main_entry.txt", "b.txt"}, {"b.txt", "------ UPTIME (uptime) ------\n"}};
  for (const auto& path : files_below(sentry))
    if (path.extension() == ".txt")
      files.push_back({"FS/data/anr/anr_" + path.stem().string(), content_of(path)});
  ASSERT_EQ(files.size(), 7u);
  pack(folder / "e", Packing::zip, files);
  EXPECT_NE(examine(folder / "e", folder / "case").code, 2);
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM coverage WHERE artefact = 'android.anr'"), 5);
  EXPECT_EQ(
      count_in(folder / "case",
               "SELECT count(*) FROM coverage WHERE artefact = 'android.anr' AND records = 0 AND status = "
               "'complete'"),
      0)
      << "silence";
}

// The collection of MVT's tests as folder, as zip with and without a folder around it, and encrypted.
TEST(AndroidCorpus, a_collection_gives_the_same_records_in_every_packing) {
  CORPUS_OR_SKIP(collection, "and-mvt/androidqf");
  Folder folder;
  auto files = [&](const std::string& leading) {
    std::vector<Packed> all;
    for (const auto& path : files_below(collection))
      all.push_back({leading + std::filesystem::relative(path, collection).string(), content_of(path)});
    return all;
  };
  EXPECT_NE(examine(collection, folder / "case", "123456").code, 2);
  std::string records = all_records(folder / "case");
  EXPECT_THAT(records, HasSubstr("com.malware.blah"));
  std::string zip = packed(Packing::zip, files(""));
  write_text(folder / "key.txt", std::string(age_test_identity) + "\n");
  write_text(folder / "plain.zip", zip);
  write_text(folder / "leading.zip", packed(Packing::zip, files("0f09-uuid/")));
  write_text(folder / "sealed.zip.age", write_age(zip, {}));
  for (const char* name : {"plain.zip", "leading.zip", "sealed.zip.age"}) {
    std::string made = folder / (std::string("case of ") + name);
    EXPECT_NE(examine(folder / name, made, "123456", folder / "key.txt").code, 2) << name;
    EXPECT_EQ(all_records(made), records) << name;
  }
}

}  // namespace bridle::testing
