#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include "artefacts/catalogue.h"
#include "packing.h"
#include "program.h"
#include "testing/age_builder.h"
#include "testing/android_backup_builder.h"
#include "testing/corpus.h"
#include "testing/dump_builder.h"
#include "testing/dumpstate_builder.h"
#include "testing/forge_android.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

std::string a_text() {
  return DumpstateBuilder()
      .header("google/oriole/oriole:14/UP1A.231005.007/1:user/release-keys")
      .section("SYSTEM PROPERTIES", "getprop",
               "[ro.product.model]: [Pixel 6]\n[ro.build.version.release]: [14]\n"
               "[persist.sys.timezone]: [Europe/Rome]\n")
      .begin_dumpsys()
      .service("adb", "ADB MANAGER STATE (dumpsys adb):\n")
      .service("package", "Packages:\n")
      .stopped_service("activity", "half\n")
      .service("package", "Packages:\n", "CRITICAL")
      .end_dumpsys()
      .done()
      .text();
}

std::vector<Packed> a_bugreport(const std::string& leading = "") {
  return {{leading + "version.txt", "2.0"},
          {leading + "main_entry.txt", "bugreport-oriole.txt\n"},
          {leading + "other.txt", std::string(100'000, 'x')},
          {leading + "bugreport-oriole.txt", a_text()},
          {leading + "FS/data/tombstones/tombstone_00", "pid: 1\n"}};
}

Outcome examine(const std::string& evidence, const std::string& case_folder,
                const std::vector<std::string>& more = {},
                const std::map<std::string, std::string>& environment = {}) {
  std::vector<std::string> arguments{"examine", evidence, "--case", case_folder};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_bridle(arguments, environment);
}

// What every packing of one report must agree on.
std::string said(const std::string& case_folder) {
  return text_in(case_folder,
                 "SELECT group_concat(row, char(10)) FROM (SELECT artefact || '|' || path || '|' || status "
                 "|| '|' "
                 "|| records || '|' || reason || '|' || notes AS row FROM coverage WHERE artefact NOT IN "
                 "('evidence.index', 'evidence.files') ORDER BY 1)") +
         "\n" +
         text_in(case_folder,
                 "SELECT group_concat(row, char(10)) FROM (SELECT key || '=' || value AS row FROM device "
                 "ORDER BY 1)");
}

TEST(Bugreport, gives_the_same_in_every_packing) {
  Folder folder;
  pack(folder / "first", Packing::folder, a_bugreport());
  auto outcome = examine(folder / "first", folder / "case");
  ASSERT_NE(outcome.code, 2) << outcome.err;
  std::string expected = said(folder / "case");
  EXPECT_THAT(expected, HasSubstr("evidence.sections|bugreport/bugreport-oriole.txt|complete|6|"));
  EXPECT_THAT(expected, HasSubstr("1 without an end, 1 stopped because they took too long"));
  EXPECT_THAT(expected, HasSubstr("product_type=Pixel 6"));
  EXPECT_THAT(expected, HasSubstr("time_zone=Europe/Rome"));
  EXPECT_THAT(expected, HasSubstr("dump_local_time=2024-03-21 11:07:22"));
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM examination WHERE key = 'container'"), "bugreport");
  int number = 0;
  for (Packing packing : {Packing::folder, Packing::zip, Packing::zip_stored, Packing::tar_gz})
    for (const char* leading : {"", "bugreport of the phone/"}) {
      std::string path = folder / ("e" + std::to_string(++number)),
                  made = folder / ("c" + std::to_string(number));
      pack(path, packing, a_bugreport(leading));
      outcome = examine(path, made);
      ASSERT_NE(outcome.code, 2) << outcome.err;
      EXPECT_EQ(said(made), expected) << name(packing) << leading;
      EXPECT_EQ(run_bridle({"verify", made, "--evidence", path}).code, 0);
    }
}

TEST(Bugreport, may_be_its_text_alone) {
  Folder folder;
  write_text(folder / "renamed.log", a_text());
  ASSERT_NE(examine(folder / "renamed.log", folder / "case").code, 2);
  EXPECT_THAT(said(folder / "case"), HasSubstr("evidence.sections|bugreport/renamed.log|complete|6|"));
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM device WHERE key = 'product_version'"), "14");
}

TEST(Bugreport, says_when_the_named_text_is_missing_and_which_was_taken) {
  Folder folder;
  pack(folder / "zip", Packing::zip,
       {{"main_entry.txt", "gone.txt"}, {"bugreport-a.txt", "short"}, {"bugreport-b.txt", a_text()}});
  EXPECT_EQ(examine(folder / "zip", folder / "case").code, 3);
  EXPECT_THAT(said(folder / "case"), HasSubstr("main_entry.txt names a text that is not there"));
  EXPECT_THAT(said(folder / "case"),
              HasSubstr("2 files may be the text of the bug report; bugreport-b.txt was taken"));
}

TEST(Bugreport, that_is_cut_off_is_said) {
  Folder folder;
  std::string text = a_text();
  write_text(folder / "report.txt", text.substr(0, text.find("half")));
  EXPECT_EQ(examine(folder / "report.txt", folder / "case").code, 3);
  EXPECT_THAT(said(folder / "case"), HasSubstr("its text stops in the middle of a section"));
  pack(folder / "zip", Packing::zip, a_bugreport());
  std::string zip = read_text(folder / "zip");
  write_text(folder / "half.zip", zip.substr(0, zip.size() / 2));
  EXPECT_EQ(examine(folder / "half.zip", folder / "case2").code, 3);
}

TEST(Bugreport, without_a_text_is_not_complete) {
  Folder folder;
  pack(folder / "zip", Packing::zip, {{"FS/data/anr/anr_1", "x"}, {"main_entry.txt", "gone.txt"}});
  EXPECT_EQ(examine(folder / "zip", folder / "case").code, 3);
  EXPECT_THAT(said(folder / "case"), HasSubstr("evidence.sections|bugreport/|failed"));
}

TEST(Bugreport, of_old_phones_adds_up) {
  CORPUS_OR_SKIP(old, "and-bugreport-old");
  Folder folder;
  int number = 0;
  for (const auto& path : files_below(old)) {
    std::string made = folder / ("c" + std::to_string(++number));
    auto outcome = examine(path.string(), made);
    ASSERT_NE(outcome.code, 2) << outcome.err;
    EXPECT_EQ(count_in(made, "SELECT records FROM coverage WHERE artefact = 'evidence.sections'"), 96);
    // What the rows say is what the tables hold: records, skips, and the sections that traces read.
    EXPECT_EQ(count_in(made, "SELECT sum(skipped) FROM coverage"),
              count_in(made, "SELECT count(*) FROM skip"));
    std::string held = "SELECT 0";
    for (const Artefact* artefact : catalogue())
      if (artefact->platform == Platform::android)
        held += " + (SELECT count(*) FROM " + std::string(artefact->table->name) + ")";
    EXPECT_EQ(count_in(made, "SELECT sum(records) FROM coverage WHERE artefact LIKE 'android.%'"),
              count_in(made, held));
    std::string notes = text_in(made, "SELECT notes FROM coverage WHERE artefact = 'evidence.sections'");
    int read = 0, unread = 0, endless = 0;
    ASSERT_EQ(
        std::sscanf(notes.c_str(), "[\"%*d sections: %d read by some trace, %d by none; %d without an end",
                    &read, &unread, &endless),
        3)
        << notes;
    EXPECT_EQ(read + unread, 96);
    EXPECT_EQ(endless, 0);
    EXPECT_THAT(
        notes,
        HasSubstr("96 sections: " +
                  std::to_string(count_in(made,
                                          "SELECT count(DISTINCT path) FROM coverage WHERE artefact LIKE "
                                          "'android.%' AND stored_as <> '' AND path LIKE 'dump%'")) +
                  " read by some trace"));
    EXPECT_EQ(
        count_in(made, "SELECT count(*) FROM coverage WHERE artefact LIKE 'android.%' AND status = 'failed'"),
        0);
    EXPECT_EQ(text_in(made, "SELECT value FROM device WHERE key = 'product_version'"), "2.3.5");
    EXPECT_EQ(count_in(made, "SELECT count(*) FROM coverage WHERE artefact LIKE 'ios.%'"), 0);
  }
}

TEST(AndroidEvidence, of_an_iphone_is_not_looked_for) {
  Folder folder;
  forge(folder / "forged", BackupTemplate{});
  ASSERT_NE(examine(folder / "forged/backup", folder / "case").code, 2);
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM coverage WHERE artefact LIKE 'android.%'"), 0);
}

const std::map<std::string, std::string> with_password{{"BRIDLE_PASSWORD", "pw"}};

// A collection with everything that can stand in it.
std::vector<Packed> a_collection(const std::string& leading = "") {
  std::string backup =
      packed(Packing::tar,
             {{"apps/com.android.providers.telephony/_manifest", "1\ncom.android.providers.telephony\n"},
              {"apps/com.android.providers.telephony/d_f/000000_sms_backup", "[]"}});
  std::string logs = packed(
      Packing::zip,
      {{"2026-05-01.txt", "{\"dns_event\":{\"event_time\":1777000000000,\"hostname\":\"example.org\"}}\n"}});
  return {
      {leading + "acquisition.json", "{\"uuid\": \"0\"}"},
      {leading + "getprop.txt", "[ro.product.model]: [Pixel 6]\n[persist.sys.timezone]: [Europe/Rome]\n"},
      {leading + "packages.json", "[]"},
      {leading + "dumpsys.txt", DumpstateBuilder().service("adb", "x\n").service("package", "y\n").text()},
      {leading + "bugreport.zip", packed(Packing::zip, a_bugreport())},
      {leading + "backup.ab", write_android_backup(backup, {.version = 5, .password = "pw", .rounds = 100})},
      {leading + "intrusion_logs/a.zip", logs},
      {leading + "intrusion_logs/2026-05-02.txt", "{}\n"}};
}

// The paths of the coverage rows, and what they count.
std::string parts_of(const std::string& case_folder) {
  return text_in(
      case_folder,
      "SELECT group_concat(row, char(10)) FROM (SELECT artefact || ' ' || path || ' ' || status || ' ' "
      "|| records AS row FROM coverage WHERE artefact IN ('evidence.sections', 'evidence.nested') OR "
      "(artefact = 'evidence.index' AND path <> 'androidqf/') ORDER BY 1)");
}

TEST(Androidqf, gives_the_same_in_every_packing_and_encrypted) {
  Folder folder;
  pack(folder / "first", Packing::folder, a_collection());
  auto outcome = examine(folder / "first", folder / "case", {}, with_password);
  ASSERT_NE(outcome.code, 2) << outcome.err;
  EXPECT_EQ(parts_of(folder / "case"),
            "evidence.index androidqf/backup.ab complete 2\n"
            "evidence.index androidqf/bugreport.zip complete 5\n"
            "evidence.index androidqf/intrusion_logs/a.zip complete 1\n"
            "evidence.sections androidqf/dumpsys.txt complete 2\n"
            "evidence.sections bugreport/bugreport-oriole.txt complete 6");
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM device WHERE key = 'product_type'"), "Pixel 6");
  std::string parts = parts_of(folder / "case"), records = all_records(folder / "case"),
              facts = said(folder / "case");
  std::string zip = packed(Packing::zip, a_collection());
  write_text(folder / "key.txt", "# identity\n" + std::string(age_test_identity) + "\n");
  write_text(folder / "plain.zip", zip);
  write_text(folder / "leading.zip", packed(Packing::zip, a_collection("0f09-uuid/")));
  write_text(folder / "stored.zip", packed(Packing::zip_stored, a_collection()));
  write_text(folder / "x25519.zip.age", write_age(zip, {}));
  write_text(folder / "scrypt.zip.age", write_age(zip, {.passphrase = "pw"}));
  for (const char* name : {"plain.zip", "leading.zip", "stored.zip", "x25519.zip.age", "scrypt.zip.age"}) {
    std::string made = folder / (std::string("case of ") + name);
    outcome = examine(folder / name, made, {"--identity", folder / "key.txt"}, with_password);
    ASSERT_NE(outcome.code, 2) << name << outcome.err;
    EXPECT_EQ(parts_of(made), parts) << name;
    EXPECT_EQ(all_records(made), records) << name;
    EXPECT_EQ(said(made), facts) << name;
    EXPECT_EQ(run_bridle({"verify", made, "--evidence", folder / name}).code, 0) << name;
  }
}

TEST(Androidqf, is_told_from_others_and_says_what_is_missing) {
  Folder folder;
  auto files = a_collection();
  files[4].content = "no zip";
  pack(folder / "collection", Packing::folder, files);
  EXPECT_EQ(examine(folder / "collection", folder / "case").code, 3);
  EXPECT_THAT(text_in(folder / "case", "SELECT reason FROM coverage WHERE path = 'androidqf/backup.ab'"),
              HasSubstr("encrypted and no password was given"));
  EXPECT_EQ(count_in(folder / "case",
                     "SELECT count(*) FROM coverage WHERE path = 'androidqf/bugreport.zip' AND status <> "
                     "'complete'"),
            2);
  write_text(folder / "x.age", write_age("no archive", {.passphrase = "pw"}));
  EXPECT_EQ(examine(folder / "x.age", folder / "case2").code, 2);
  EXPECT_THAT(examine(folder / "x.age", folder / "case3", {}, {{"BRIDLE_PASSWORD", "other"}}).err,
              HasSubstr("the password does not open the age file"));
  write_text(folder / "y.age", write_age("x", {}));
  EXPECT_THAT(examine(folder / "y.age", folder / "case4").err, HasSubstr("--identity"));
}

TEST(Androidqf, in_triage_hashes_the_encrypted_file_and_not_what_is_in_it) {
  Folder folder;
  write_text(folder / "c.zip.age", write_age(packed(Packing::zip, a_collection()), {.passphrase = "pw"}));
  ASSERT_NE(examine(folder / "c.zip.age", folder / "case", {"--triage"}, with_password).code, 2);
  EXPECT_EQ(
      count_in(folder / "case", "SELECT count(*) FROM evidence_file WHERE path <> 'c.zip.age' OR size <> " +
                                    std::to_string(read_text(folder / "c.zip.age").size())),
      0);
}

TEST(Androidqf, encrypted_by_age_itself_opens) {
  const char* age = nullptr;
  for (const char* path : {"/usr/bin/age", "/usr/local/bin/age"})
    if (::access(path, X_OK) == 0) age = path;
  if (age == nullptr) GTEST_SKIP() << "age is not installed: apt-get install age";
  Folder folder;
  write_text(folder / "c.zip", packed(Packing::zip, a_collection()));
  write_text(folder / "key.txt", std::string(age_test_identity));
  std::string command = std::string(age) + " --encrypt -i " + (folder / "key.txt") + " -o " +
                        (folder / "c.zip.age") + " " + (folder / "c.zip");
  ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(*-env33-c,concurrency-*)
  auto outcome =
      examine(folder / "c.zip.age", folder / "case", {"--identity", folder / "key.txt"}, with_password);
  ASSERT_NE(outcome.code, 2) << outcome.err;
  EXPECT_THAT(parts_of(folder / "case"),
              HasSubstr("evidence.sections bugreport/bugreport-oriole.txt complete 6"));
  // And the other way round: it opens ours.
  write_text(folder / "ours.age", write_age("ours", {}));
  command = std::string(age) + " --decrypt -i " + (folder / "key.txt") + " -o " + (folder / "out") + " " +
            (folder / "ours.age");
  ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(*-env33-c,concurrency-*)
  EXPECT_EQ(read_text(folder / "out"), "ours");
}

TEST(ForgedAndroid, meets_its_answer_key) {
  using Kind = AndroidTemplate::Kind;
  Folder folder;
  int number = 0;
  for (AndroidTemplate as :
       {AndroidTemplate{.kind = Kind::bugreport, .megabytes = 1},
        AndroidTemplate{.kind = Kind::bugreport, .megabytes = 1, .packing = Packing::folder},
        AndroidTemplate{.kind = Kind::androidqf, .megabytes = 1, .password = "pw"},
        AndroidTemplate{.kind = Kind::androidqf, .megabytes = 1, .for_identity = true},
        AndroidTemplate{.kind = Kind::backup, .megabytes = 1, .password = "pw"}}) {
    std::string forged = folder / ("f" + std::to_string(++number)), made = forged + "-case";
    auto written = forge_android(forged, as);
    ASSERT_TRUE(written) << written.error().message;
    std::string evidence;
    for (const char* name : {"/evidence", "/evidence.zip", "/evidence.ab", "/evidence.zip.age"})
      if (std::filesystem::exists(forged + name)) evidence = forged + name;
    std::vector<std::string> more{"-i", forged + "/indicators.stix2"};
    if (as.for_identity) more.insert(more.end(), {"--identity", forged + "/identity.txt"});
    auto outcome = examine(evidence, made, more, with_password);
    ASSERT_NE(outcome.code, 2) << outcome.err;
    expect_answers(forged, made);
    if (as.kind != Kind::backup) {
      EXPECT_EQ(count_in(made, "SELECT min(records) FROM coverage WHERE artefact = 'evidence.sections'"),
                166);
    }
  }
}

TEST(ForgedAndroid, is_the_same_for_the_same_seed) {
  Folder folder;
  AndroidTemplate as{.kind = AndroidTemplate::Kind::androidqf, .megabytes = 1, .password = "pw"};
  ASSERT_TRUE(forge_android(folder / "a", as));
  ASSERT_TRUE(forge_android(folder / "b", as));
  EXPECT_TRUE(read_text(folder / "a/evidence.zip") == read_text(folder / "b/evidence.zip"));
}

TEST(AndroidBackup, of_the_corpus_is_examined_or_refused) {
  CORPUS_OR_SKIP(abe, "and-abe-backups");
  Folder folder;
  int number = 0;
  auto code = [&](const std::filesystem::path& path, const char* password) {
    std::string made = folder / ("c" + std::to_string(++number));
    return examine(path.string(), made, {}, {{"BRIDLE_PASSWORD", password}}).code;
  };
  for (const char* name : {"test.encrypted.backup", "test.unencrypted.backup", "uncompressed.backup"}) {
    EXPECT_NE(code(abe / name, "12345"), 2) << name;
    EXPECT_EQ(count_in(folder / ("c" + std::to_string(number)),
                       "SELECT records FROM coverage WHERE artefact = 'evidence.index'"),
              7);
  }
  for (const char* name : {"test.encrypted_invalidHeader.backup", "test.encrypted_invalidHeader2.backup"})
    EXPECT_EQ(code(abe / name, "12345"), 2) << name;
  EXPECT_EQ(code(abe / "test.encrypted.backup", "x"), 2);
  EXPECT_EQ(code(abe / "test.encrypted.backup", ""), 2);
  CORPUS_OR_SKIP(mvt, "and-mvt");
  for (const char* name :
       {"android_backup/backup.ab", "android_backup/backup2.ab", "android_backup/backup3.ab",
        "androidqf/backup.ab", "androidqf_encrypted/backup.ab"})
    EXPECT_NE(code(mvt / name, "123456"), 2) << name;
}

}  // namespace
}  // namespace bridle::testing
