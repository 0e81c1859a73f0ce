#include "evidence/android_layout.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string found(std::initializer_list<std::string_view> paths) {
  AndroidLayoutFinder finder;
  for (std::string_view path : paths) finder.see(path);
  auto layout = finder.found();
  return std::string(name(layout.layout)) + " " + layout.leading;
}

TEST(AndroidLayout, is_told_by_names) {
  EXPECT_EQ(found({"main_entry.txt", "dumpstate.txt", "FS/data/tombstones/tombstone_00"}), "bugreport ");
  EXPECT_EQ(found({"bugreport-UP1A-2024.txt"}), "bugreport ");
  EXPECT_EQ(found({"log/dumpState_G991B_2024.log", "log/x"}), "bugreport log/");
  EXPECT_EQ(found({"dumpState_G991B_2024.log", "ap_silentlog.lst"}), "bugreport ");
  EXPECT_EQ(found({"getprop.txt"}), "androidqf ");
  EXPECT_EQ(found({"bugreport.zip", "acquisition.json", "logs/data/anr/anr_1"}), "androidqf ");
  EXPECT_EQ(found({"backup.ab"}), "androidqf ");
  EXPECT_EQ(found({"apps/org.example/_manifest", "backup.ab"}), "android_backup ");
  EXPECT_EQ(found({"apps/com.android.providers.telephony/d_f/000000_sms_backup"}), "android_backup ");
  EXPECT_EQ(found({"2026-05-01.txt", "2026-05-02_b.TXT"}), "intrusion_log ");
  EXPECT_EQ(found({"private/var/mobile/Library/SMS/sms.db"}), "none ");
  EXPECT_EQ(found({}), "none ");
}

TEST(AndroidLayout, leaves_one_leading_folder_out) {
  EXPECT_EQ(found({"androidqfzip/getprop.txt", "__MACOSX/._x"}), "androidqf androidqfzip/");
  EXPECT_EQ(found({"x/main_entry.txt", "x/FS/data/a"}), "bugreport x/");
  EXPECT_EQ(found({"x/main_entry.txt", "y/other"}), "none ");
  EXPECT_EQ(found({"x/main_entry.txt", "other"}), "none ");
}

TEST(AndroidLayout, ranks_texts_of_a_bug_report) {
  EXPECT_EQ(bugreport_text_rank("log/dumpState_G991B_1.log"), 0);
  EXPECT_EQ(bugreport_text_rank("bugreport-x.txt"), 1);
  EXPECT_EQ(bugreport_text_rank("dumpstate.txt"), 1);
  EXPECT_EQ(bugreport_text_rank("a/dumpsys.txt"), 2);
  EXPECT_EQ(bugreport_text_rank("renamed.txt"), 3);
  for (const char* other : {"version.txt", "main_entry.txt", "dumpstate_log-1.txt", "FS/x.txt", "shot.png"})
    EXPECT_FALSE(bugreport_text_rank(other)) << other;
}

TEST(AndroidLayout, knows_the_beginning_of_a_text) {
  EXPECT_TRUE(is_bugreport_text("=====\n== dumpstate: 2024-01-01 00:00:00\n"));
  EXPECT_TRUE(is_bugreport_text("noise\nDUMP OF SERVICE adb:\n"));
  EXPECT_TRUE(is_bugreport_text("------ UPTIME (uptime) ------\n"));
  EXPECT_FALSE(is_bugreport_text("plain text\n------ a heading ------\n"));
  EXPECT_FALSE(is_bugreport_text(""));
}

}  // namespace
}  // namespace bridle
