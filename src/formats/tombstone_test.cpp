#include "formats/tombstone.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/wire_builder.h"

namespace bridle {
namespace {

using testing::WireBuilder;

std::string shown(const Result<Tombstone>& read) {
  if (!read) return read.error().message;
  const Tombstone& t = *read;
  std::string text = fmt::format(
      "pid {} tid {} uid {} | {} | {} | signal {} {} code {} {} at {} | {} | {} | {} | {}",
      t.pid.value_or(-1), t.tid.value_or(-1), t.uid.value_or(-1), t.thread_name.value_or("-"),
      t.process.value_or("-"), t.signal.value_or(-1), t.signal_name.value_or("-"), t.code.value_or(-99),
      t.code_name.value_or("-"), t.fault_address.value_or("-"), t.timestamp.value_or("-"),
      fmt::join(t.command_line, " "), fmt::join(t.causes, "; "), t.abort_message.value_or("-"));
  for (const TombstoneThing& thing : t.things)
    text += fmt::format("\n  {} {} {} ({})", static_cast<int>(thing.kind), thing.path, thing.details,
                        thing.place);
  for (const std::string& note : t.notes) text += "\n  note " + note;
  return text;
}

TEST(TombstoneText, keeps_the_crashing_thread_and_odd_mappings) {
  EXPECT_EQ(
      shown(read_tombstone_text(
          "*** *** ***\nBuild fingerprint: 'a/b'\nABI: 'arm64'\nTimestamp: 2023-04-12 12:32:40.5+0200\n"
          "Cmdline: /system/bin/x -a\npid: 1, tid: 2, name: th read  >>> /system/bin/x <<<\nuid: 0\n"
          "signal 6 (SIGABRT), code -1 (SI_QUEUE from pid 9, uid 10), fault addr --------\n"
          "Cause: null pointer dereference\nAbort message: 'it's over '\n\nbacktrace:\n"
          "      #00 pc 0004bd80  /data/local/tmp/wd/pred.so (run+32) (BuildId: c3)\n"
          "--- --- ---\npid: 1, tid: 3, name: other  >>> /system/bin/x <<<\n"
          "memory map (3 entries):\n"
          "    00000000'12c00000-00000000'52bfffff r-x         0  40000000  /data/local/tmp/wd/pred.so\n"
          "    00000000'12c00000-00000000'52bfffff r-x         0  40000000  /memfd:jit-cache (deleted)\n"
          "    00000000'12c00000-00000000'52bfffff rwx         0  40000000  /data/data/a/x.so (deleted) "
          "(BuildId: 00)\n"
          "open files:\n    fd 5: /data/data/com.whatsapp/databases/msgstore.db (owned by unique_fd 0x1)\n"
          "--------- log main\n    fd 6: /data/local/tmp/a\n")),
      "pid 1 tid 2 uid 0 | th read | /system/bin/x | signal 6 SIGABRT code -1 SI_QUEUE at -------- | "
      "2023-04-12 12:32:40.5+0200 | /system/bin/x -a | null pointer dereference | it's over \n"
      "  2 /data/local/tmp/wd/pred.so run+32 (13)\n"
      "  0 /data/local/tmp/wd/pred.so r-x (17)\n"
      "  0 /data/data/a/x.so (deleted) rwx (19)\n"
      "  1 /data/data/com.whatsapp/databases/msgstore.db (owned by unique_fd 0x1) (21)");
}

TEST(TombstoneText, needs_no_particular_line) {
  EXPECT_EQ(shown(read_tombstone_text("code around pc:\n\xFF\npid: x, tid: 2, name: a\nsignal y\n")),
            "no line of a tombstone in this file");
  EXPECT_EQ(shown(read_tombstone_text("pid: 7, tid: 7, name: a\n")),
            "pid 7 tid 7 uid -1 | a | - | signal -1 - code -99 - at - | - |  |  | -");
}

WireBuilder whole() {
  return WireBuilder()
      .number(1, 1)
      .text(2, "a/b")
      .text(4, "2023-04-12 12:32:40+0200")
      .number(5, 7)
      .number(6, 8)
      .text(9, "/system/bin/x")
      .message(
          10,
          WireBuilder().number(1, 11).text(2, "SIGSEGV").number(3, 1).text(4, "SEGV_MAPERR").number(9, 16))
      .text(14, "over")
      .message(15, WireBuilder().text(1, "use after free"))
      .message(16, WireBuilder().number(1, 8).message(
                       2, WireBuilder()
                              .number(1, 8)
                              .text(2, "worker")
                              .message(4, WireBuilder().text(4, "f").text(6, "/data/data/a/b.so"))))
      .message(17, WireBuilder().number(4, 1).number(6, 1).text(7, "/data/data/a/b.so"))
      .message(19, WireBuilder().number(1, 3).text(2, "/data/local/tmp/x"));
}

TEST(TombstoneProtobuf, gives_the_same_fields) {
  EXPECT_EQ(shown(read_tombstone(as_bytes(whole().write()))),
            "pid 7 tid 8 uid 0 | worker | /system/bin/x | signal 11 SIGSEGV code 1 SEGV_MAPERR at 0x10 | "
            "2023-04-12 "
            "12:32:40+0200 | /system/bin/x | use after free | over\n"
            "  2 /data/data/a/b.so f (1)\n"
            "  0 /data/data/a/b.so r-x (1)\n"
            "  1 /data/local/tmp/x  (1)");
}

TEST(TombstoneProtobuf, gives_what_stands_before_a_cut) {
  std::string bytes = whole().write();
  EXPECT_TRUE(shown(read_tombstone(as_bytes(std::string_view(bytes).substr(0, bytes.size() - 3))))
                  .contains("| use after free | over\n  2 /data/data/a/b.so f (1)\n  0 /data/data/a/b.so r-x "
                            "(1)\n  note tombstone: "
                            "protobuf has a field longer than itself at byte "));
  for (std::size_t i = 0; i < bytes.size(); ++i)
    (void)read_tombstone(as_bytes(std::string_view(bytes).substr(0, i)));
  EXPECT_EQ(shown(read_tombstone(as_bytes("hello"))), "neither a tombstone's text nor its protobuf");
}

TEST(TombstoneCorpus, both_forms_of_one_crash_agree) {
  using namespace testing;
  CORPUS_OR_SKIP(corpus, "");
  auto text = read_tombstone(as_bytes(content_of(corpus / "and-mvt/android_data/tombstone_process.txt"))),
       wire = read_tombstone(as_bytes(content_of(corpus / "and-mvt/android_data/tombstone_process.pb")));
  ASSERT_TRUE(text && wire);
  for (const Tombstone* t : {&*text, &*wire}) {
    EXPECT_EQ(t->pid, 25541);
    EXPECT_EQ(t->tid, 21307);
    EXPECT_EQ(t->uid, 1046);
    EXPECT_EQ(t->thread_name, "mtk.ape.decoder");
    EXPECT_EQ(t->command_line.at(0), "/vendor/bin/hw/android.hardware.media.c2@1.2-mediatek");
    EXPECT_EQ(t->timestamp, "2023-04-12 12:32:40.518290770+0200");
    EXPECT_EQ(t->causes.at(0), "null pointer dereference");
    EXPECT_GT(t->mappings, 100);
  }
  EXPECT_EQ(text->mappings, wire->mappings);
}

}  // namespace
}  // namespace bridle
