#include "formats/keyed_archive.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "testing/corpus.h"
#include "testing/keyed_archive_builder.h"

namespace bridle::testing {
namespace {

/// An archive with the bytes and the list that its handles borrow.
struct Opened {
  explicit Opened(std::string content) : bytes(std::move(content)) {
    EXPECT_TRUE(plist.reparse(as_bytes(bytes)));
    if (auto opened = KeyedArchive::open(plist)) archive = *opened;
  }
  Resolved root() const { return archive ? archive->root() : Resolved(); }
  std::string bytes;
  Plist plist;
  std::optional<KeyedArchive> archive;
};

TEST(KeyedArchive, follows_references_to_members) {
  KeyedArchiveBuilder builder;
  auto root = builder.add("Thing", {{"name", builder.add("Bridle")}, {"count", 3}, {"nothing", plist_uid(0)}},
                          {"Base"});
  Opened opened(builder.write(root));
  EXPECT_EQ(opened.root().class_name(), "Thing");
  EXPECT_TRUE(opened.root().is_a("Base"));
  EXPECT_TRUE(opened.root().is_a("NSObject"));
  EXPECT_FALSE(opened.root().is_a("Other"));
  EXPECT_EQ(opened.root()["name"].string(), "Bridle");
  EXPECT_EQ(opened.root()["count"].integer(), 3);
  EXPECT_FALSE(opened.root()["nothing"]);
  EXPECT_FALSE(opened.root()["missing"]);
}

TEST(KeyedArchive, reads_the_foundation_classes) {
  KeyedArchiveBuilder b;
  auto array = b.add_array({b.add("one"), b.add(2)});
  auto dictionary = b.add_dictionary({b.add("key")}, {b.add("value")});
  auto text = b.add("NSMutableString", {{"NS.string", "mutable"}}, {"NSString"});
  auto data = b.add("NSMutableData", {{"NS.data", plist_data("bytes")}}, {"NSData"});
  auto date = b.add("NSDate", {{"NS.time", 1.0}});
  auto uuid = b.add("NSUUID", {{"NS.uuidbytes", plist_data("0123456789abcdef")}});
  auto url = b.add_url("b?q", b.add_url("https://example.org/a/"));
  auto root = b.add("Thing", {{"array", array},
                              {"dictionary", dictionary},
                              {"text", text},
                              {"data", data},
                              {"date", date},
                              {"uuid", uuid},
                              {"url", url}});
  Opened opened(b.write(root));
  Resolved thing = opened.root();
  EXPECT_EQ(thing["array"].size(), 2u);
  EXPECT_EQ(thing["array"].at(0).string(), "one");
  EXPECT_EQ(thing["array"].at(1).integer(), 2);
  EXPECT_FALSE(thing["array"].at(2));
  EXPECT_EQ(thing["dictionary"].key(0).string(), "key");
  EXPECT_EQ(thing["dictionary"].find("key").string(), "value");
  EXPECT_EQ(thing["text"].string(), "mutable");
  EXPECT_EQ(as_text(*thing["data"].data()), "bytes");
  EXPECT_EQ(thing["date"].date()->nanoseconds, (cocoa_epoch + 1) * 1'000'000'000);
  EXPECT_EQ(thing["uuid"].uuid(), "30313233-3435-3637-3839-616263646566");
  EXPECT_EQ(thing["url"].url(), "https://example.org/a/b?q");
}

TEST(KeyedArchive, takes_the_only_top_when_it_is_not_called_root) {
  KeyedArchiveBuilder b;
  auto root = b.add("text");
  Opened opened(write_bplist(b.tree(root, "dd-result")));
  EXPECT_EQ(opened.root().string(), "text");
}

TEST(KeyedArchive, ends_a_walk_in_circles) {
  KeyedArchiveBuilder b;
  auto knot = b.add(PlistTree());
  b.replace(knot, "Knot", {{"self", knot}});
  auto ring = b.add(PlistTree());
  b.replace(ring, "NSURL", {{"NS.base", ring}, {"NS.relative", "x"}});
  Opened opened(b.write(b.add_array({knot, ring})));
  int steps = 0;
  for (Resolved at = opened.root().at(0); at; at = at["self"]) ++steps;
  EXPECT_GT(steps, 3);
  EXPECT_LE(steps, depth_limit);
  EXPECT_TRUE(opened.root().at(1).url());
}

TEST(KeyedArchive, ends_a_ring_of_references) {
  KeyedArchiveBuilder b;
  auto ring = b.add(plist_uid(1));
  Opened opened(b.write(ring));
  EXPECT_FALSE(opened.root());
  Opened outside(b.write(plist_uid(99)));
  EXPECT_FALSE(outside.root());
}

TEST(KeyedArchive, refuses_other_lists) {
  std::string bytes = write_bplist(PlistTree::Dictionary{{"$objects", PlistTree::Array{}}});
  auto plist = Plist::parse(as_bytes(bytes));
  EXPECT_EQ(KeyedArchive::open(*plist).error().fault, Fault::malformed);
  EXPECT_EQ(KeyedArchive::open(Plist()).error().fault, Fault::malformed);
}

TEST(KeyedArchive, resolves_relative_urls) {
  constexpr std::string_view base = "http://a/b/c/d;p?q";
  EXPECT_EQ(resolve_url(base, "g:h"), "g:h");
  EXPECT_EQ(resolve_url(base, "g"), "http://a/b/c/g");
  EXPECT_EQ(resolve_url(base, "/g"), "http://a/g");
  EXPECT_EQ(resolve_url(base, "//g"), "http://g");
  EXPECT_EQ(resolve_url(base, "?y"), "http://a/b/c/d;p?y");
  EXPECT_EQ(resolve_url(base, "#s"), "http://a/b/c/d;p?q#s");
  EXPECT_EQ(resolve_url(base, ""), "http://a/b/c/d;p?q");
  EXPECT_EQ(resolve_url("http://a", "g"), "http://a/g");
  EXPECT_EQ(resolve_url("", "g"), "g");
}

TEST(KeyedArchive, reads_an_archive_of_xcode) {
  CORPUS_OR_SKIP(folder, "pls-rust-plist");
  Opened opened(content_of(folder / "binary_NSKeyedArchiver.plist"));
  ASSERT_TRUE(opened.root());
  EXPECT_FALSE(opened.root().class_name().empty());
}

}  // namespace
}  // namespace bridle::testing
