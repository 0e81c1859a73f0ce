#include "formats/link_metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/keyed_archive_builder.h"
#include "testing/link_metadata_builder.h"

namespace bridle::testing {
namespace {

using ::testing::ElementsAre;

TEST(LinkMetadata, reads_a_preview) {
  std::string bytes = write_link_metadata(
      {.original_url = "https://short.example/x",
       .url = "https://long.example/",
       .title = "Title",
       .summary = "Summary",
       .image_urls = {"https://img.example/1", "https://img.example/1", "https://long.example/"},
       .is_placeholder = true});
  auto link = read_link_metadata(as_bytes(bytes));
  ASSERT_TRUE(link);
  EXPECT_EQ(link->original_url, "https://short.example/x");
  EXPECT_EQ(link->url, "https://long.example/");
  EXPECT_EQ(link->title, "Title");
  EXPECT_EQ(link->summary, "Summary");
  EXPECT_TRUE(link->is_placeholder);
  EXPECT_THAT(link->other_urls, ElementsAre("https://img.example/1"));
}

TEST(LinkMetadata, finds_urls_in_other_balloons) {
  KeyedArchiveBuilder b;
  auto root = b.add_dictionary({b.add("URL"), b.add("text")}, {b.add_url("data:,x"), b.add("see://there")});
  std::string bytes = b.write(root);
  auto link = read_link_metadata(as_bytes(bytes));
  ASSERT_TRUE(link);
  EXPECT_EQ(link->original_url, std::nullopt);
  EXPECT_THAT(link->other_urls, ElementsAre("data:,x", "see://there"));
}

TEST(LinkMetadata, bounds_urls_that_share_a_base) {
  KeyedArchiveBuilder b;
  auto base = b.add_url("https://" + std::string(1 << 20, 'a') + "/");
  auto last = base;
  for (int i = 0; i < 30; ++i) last = b.add_url("b", base);
  std::string bytes = b.write(last);
  EXPECT_EQ(read_link_metadata(as_bytes(bytes)).error().fault, Fault::limit);
}

TEST(LinkMetadata, reads_the_previews_of_real_messages) {
  CORPUS_OR_SKIP(folder, "ios-imessage-payloads");
  auto read = [&](const char* file) {
    std::string bytes = content_of(folder / file);
    auto link = read_link_metadata(as_bytes(bytes));
    EXPECT_TRUE(link) << file;
    return link.value_or(LinkMetadata{});
  };
  LinkMetadata plain = read("url_message/URL.plist");
  EXPECT_EQ(plain.original_url, "https://chrissardegna.com");
  EXPECT_EQ(plain.url, "https://chrissardegna.com/");
  EXPECT_EQ(plain.title, "Christopher Sardegna");
  EXPECT_THAT(plain.other_urls, ElementsAre("https://chrissardegna.com/favicon.ico"));
  LinkMetadata tweet = read("url_message/Twitter.plist");
  EXPECT_EQ(tweet.summary, "“Hello Twitter, meet Bella”");
  EXPECT_EQ(tweet.item_type, "article");
  EXPECT_EQ(tweet.other_urls.size(), 5u);
  LinkMetadata shared = read("url_message/MetadataURL.plist");
  EXPECT_EQ(shared.summary, "Sample page description");
  EXPECT_EQ(shared.site_name, "Christopher Sardegna");
  EXPECT_THAT(shared.other_urls, ::testing::Contains("https://www.facebook.com/fakepage"));
  EXPECT_EQ(read("url_message/Reminder.plist").original_url,
            "https://www.icloud.com/reminders/ZmFrZXVybF9mb3JfcmVtaW5kZXI#TestList");
  EXPECT_EQ(read("app_store/AppStoreLink.plist").title, "SortPuz - Water Puzzles Games");
  EXPECT_FALSE(read("app_message/Business.plist").original_url);
}

TEST(LinkMetadata, survives_every_payload_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-imessage-payloads");
  int opened = 0;
  for (const auto& path : files_below(folder)) {
    std::string bytes = content_of(path);
    if (read_link_metadata(as_bytes(bytes))) ++opened;
  }
  EXPECT_GE(opened, 18);
}

}  // namespace
}  // namespace bridle::testing
