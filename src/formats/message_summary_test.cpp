#include "formats/message_summary.h"

#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/message_summary_builder.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

TEST(MessageSummary, reads_the_history_of_each_part) {
  std::string bytes = write_message_summary(
      {.edited = {{.part = 1, .versions = {{1.0, "first"}, {2.5, "second"}}}}, .retracted = {0, 3}});
  auto summary = read_message_summary(as_bytes(bytes));
  ASSERT_TRUE(summary);
  ASSERT_EQ(summary->edited.size(), 1u);
  EXPECT_EQ(summary->edited[0].part, 1);
  ASSERT_EQ(summary->edited[0].versions.size(), 2u);
  EXPECT_EQ(summary->edited[0].versions[0].text.text, "first");
  EXPECT_EQ(summary->edited[0].versions[1].text.text, "second");
  EXPECT_EQ(summary->edited[0].versions[1].time->nanoseconds, cocoa_epoch * 1'000'000'000 + 2'500'000'000);
  EXPECT_EQ(summary->retracted, (std::vector<std::int64_t>{0, 3}));
  ASSERT_EQ(summary->original_ranges.size(), 1u);
  EXPECT_EQ(summary->original_ranges[0].length, 5);
}

TEST(MessageSummary, keeps_the_place_of_a_version_that_cannot_be_read) {
  PlistTree broken = PlistTree::Dictionary{
      {"ec", PlistTree::Dictionary{
                 {"0", PlistTree::Array{PlistTree::Dictionary{{"t", plist_data("broken")}}, 7}}, {"x", 1}}}};
  std::string bytes = write_bplist(broken);
  auto summary = read_message_summary(as_bytes(bytes));
  ASSERT_TRUE(summary);
  ASSERT_EQ(summary->edited.size(), 1u);
  ASSERT_EQ(summary->edited[0].versions.size(), 2u);
  EXPECT_EQ(summary->edited[0].versions[0].fault->fault, Fault::truncated);
  EXPECT_EQ(summary->edited[0].versions[1].fault->fault, Fault::absent);
}

TEST(MessageSummary, refuses_other_lists) {
  std::string bytes = write_bplist(PlistTree::Array{});
  EXPECT_EQ(read_message_summary(as_bytes(bytes)).error().fault, Fault::malformed);
  EXPECT_EQ(read_message_summary(as_bytes("<plist/>")).error().fault, Fault::unsupported);
}

TEST(MessageSummary, reads_the_summaries_of_real_messages) {
  CORPUS_OR_SKIP(folder, "ios-imessage-payloads/edited_message");
  std::string edited_bytes = content_of(folder / "Edited.plist");
  auto edited = read_message_summary(as_bytes(edited_bytes));
  ASSERT_TRUE(edited);
  std::vector<std::string> texts;
  for (const auto& version : edited->edited.at(0).versions) {
    EXPECT_FALSE(version.fault);
    EXPECT_FALSE(version.text.stopped);
    texts.push_back(version.text.text);
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"First message  ", "Edit 1", "Edit 2", "Edited message"}));
  EXPECT_EQ(to_iso8601(*edited->edited[0].versions[0].time), "2022-11-19T01:17:54.272551Z");

  std::string deleted_bytes = content_of(folder / "Deleted.plist");
  auto deleted = read_message_summary(as_bytes(deleted_bytes));
  ASSERT_TRUE(deleted);
  EXPECT_EQ(deleted->retracted, (std::vector<std::int64_t>{0}));
  EXPECT_EQ(deleted->original_ranges.at(0).length, 13);

  std::string link_bytes = content_of(folder / "EditedToLink.plist");
  auto link = read_message_summary(as_bytes(link_bytes));
  ASSERT_TRUE(link);
  EXPECT_EQ(link->edited.at(0).part, 1);
  EXPECT_EQ(link->edited[0].versions.at(1).text.text,
            "https://github.com/ReagentX/imessage-exporter/issues/10");
}

}  // namespace
}  // namespace bridle::testing
