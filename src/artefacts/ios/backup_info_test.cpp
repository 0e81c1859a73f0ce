#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

TEST(IosBackupInfo, gives_a_row_for_every_key_and_every_app) {
  std::string info = write_plist_xml(Dictionary{
      {"Product Version", "17.4"},
      {"IMEI", "42"},
      {"Last Backup Date", Time{1'638'559'993'000'000'000}},
      {"Installed Applications", Array{"com.example.a", 7, "com.example.b"}},
      {"Applications", Dictionary{{"com.example.a", Dictionary{{"ApplicationSINF", plist_data("sinf")}}}}},
      {"iTunes Files", Dictionary{{"IC-Info.sidb", plist_data("x")}, {"VoiceMemos.plist", plist_data("y")}}},
      {"iTunes Settings",
       Dictionary{{"LibraryApplications", Array{"com.example.a"}}, {"Blob", plist_data("abc")}}},
      {"Wireless", true},
  });
  EXPECT_EQ(
      records("ios.backup_info", info),
      "key Product Version | Product Version | 17.4 | NULL | NULL\n"
      "key IMEI | IMEI | 42 | NULL | NULL\n"
      "key Last Backup Date | Last Backup Date | 2021-12-03T19:33:13Z | NULL | 2021-12-03T19:33:13Z\n"
      "key Installed Applications[0] | Installed Applications | NULL | com.example.a | NULL\n"
      "skip key Installed Applications[1]: bundle identifier is no text\n"
      "key Installed Applications[2] | Installed Applications | NULL | com.example.b | NULL\n"
      "key Applications[0] | Applications | NULL | com.example.a | NULL\n"
      "key iTunes Files | iTunes Files | [\"IC-Info.sidb\",\"VoiceMemos.plist\"] | NULL | NULL\n"
      "key iTunes Settings | iTunes Settings | "
      "{\"LibraryApplications\":[\"com.example.a\"],\"Blob\":{\"bytes\":3,"
      "\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}} | NULL | NULL\n"
      "key Wireless | Wireless | true | NULL | NULL\n");
}

TEST(IosBackupInfo, needs_none_of_the_keys) {
  EXPECT_EQ(records("ios.backup_info", write_bplist(Dictionary{{"Display Name", "x"}})),
            "key Display Name | Display Name | x | NULL | NULL\n");
  EXPECT_EQ(records("ios.backup_info", write_bplist(Dictionary{})), "");
}

TEST(IosBackupInfo, keeps_a_list_of_apps_that_is_no_list) {
  EXPECT_EQ(records("ios.backup_info",
                    write_bplist(Dictionary{{"Installed Applications", "none"}, {"Applications", 1}})),
            "key Installed Applications | Installed Applications | none | NULL | NULL\n"
            "key Applications | Applications | 1 | NULL | NULL\n");
}

TEST(IosBackupInfo, gives_up_on_what_is_no_dictionary) {
  EXPECT_EQ(records("ios.backup_info", write_bplist(Array{1})),
            "failed: malformed: Info.plist is no dictionary\n");
}

TEST(IosBackupInfo, reads_the_backup_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup");
  std::string text = records("ios.backup_info", content_of(folder / "Info.plist"));
  EXPECT_TRUE(text.contains("key Build Version | Build Version | 18C66 | NULL | NULL\n")) << text;
  EXPECT_TRUE(text.contains("key IMEI | IMEI | 42 | NULL | NULL\n")) << text;
  EXPECT_TRUE(text.contains("| NULL | net.whatsapp.WhatsApp | NULL\n")) << text;
  EXPECT_EQ(std::ranges::count(text, '\n'), 14 + 6);
}

}  // namespace
}  // namespace bridle::testing
