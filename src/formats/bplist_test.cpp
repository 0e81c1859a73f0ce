#include "formats/bplist.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "formats/plist.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

using namespace std::string_literals;

Fault fault_of(const std::string& bytes) {
  auto plist = Plist::parse(as_bytes(bytes));
  EXPECT_FALSE(plist) << to_json(plist->root());
  return plist ? Fault::io : plist.error().fault;
}

std::string json_of(const std::string& bytes) {
  auto plist = Plist::parse(as_bytes(bytes));
  return plist ? to_json(plist->root()) : "fault: " + plist.error().message;
}

std::string one(std::string object) {
  return RawBplist{.objects = {std::move(object)}}.write();
}

TEST(Bplist, reads_every_kind_of_value) {
  PlistTree tree = PlistTree::Dictionary{{"text", "plain"},
                                         {"wide", "gr\u00fc\u00df \U0001F600"},
                                         {"yes", true},
                                         {"no", false},
                                         {"small", 7},
                                         {"negative", -7},
                                         {"large", std::int64_t{1} << 40},
                                         {"unsigned", ~std::uint64_t{0}},
                                         {"real", 1.5},
                                         {"date", Time{1'600'000'000'000'000'000}},
                                         {"data", plist_data("\0\1\2"s)},
                                         {"uid", plist_uid(300)},
                                         {"array", PlistTree::Array{1, "two", PlistTree()}}};
  EXPECT_EQ(
      json_of(write_bplist(tree)),
      R"({"text":"plain","wide":"grüß 😀","yes":true,"no":false,"small":7,"negative":-7,"large":1099511627776,)"
      R"("unsigned":18446744073709551615,"real":1.5,"date":"2020-09-13T12:26:40Z","data":"AAEC","uid":{"CF$UID":300},)"
      R"("array":[1,"two",null]})");
}

TEST(Bplist, keeps_kinds_apart) {
  std::string bytes = write_bplist(PlistTree::Array{1, 1.0, ~std::uint64_t{0}});
  auto plist = Plist::parse(as_bytes(bytes));
  ASSERT_TRUE(plist);
  PlistValue root = plist->root();
  EXPECT_EQ(root.at(0).integer(), 1);
  EXPECT_EQ(root.at(0).real(), 1.0);
  EXPECT_EQ(root.at(1).integer(), std::nullopt);
  EXPECT_EQ(root.at(2).integer(), std::nullopt);
  EXPECT_EQ(root.at(2).unsigned_integer(), ~std::uint64_t{0});
  EXPECT_FALSE(root.at(3));
  EXPECT_FALSE(root["key"]);
  EXPECT_EQ(PlistValue().kind(), PlistKind::null);
}

TEST(Bplist, borrows_ascii_text_and_data) {
  std::string bytes = write_bplist(PlistTree::Array{"borrowed", plist_data("data")});
  auto plist = Plist::parse(as_bytes(bytes));
  ASSERT_TRUE(plist);
  auto inside = [&](const void* at) { return at >= bytes.data() && at < bytes.data() + bytes.size(); };
  EXPECT_TRUE(inside(plist->root().at(0).string()->data()));
  EXPECT_TRUE(inside(plist->root().at(1).data()->data()));
}

TEST(Bplist, handles_survive_a_move_of_the_list) {
  std::string bytes = write_bplist(PlistTree::Array{"a\u00e4"});
  auto plist = Plist::parse(as_bytes(bytes));
  PlistValue item = plist->root().at(0);
  Plist moved = std::move(*plist);
  EXPECT_EQ(item.string(), "a\u00e4");
}

TEST(Bplist, a_leaf_without_an_expressible_content_is_there_without_a_value) {
  EXPECT_EQ(json_of(one("\x14" + std::string(8, '\x01') + std::string(8, '\0'))), "null");
  EXPECT_EQ(json_of(one("\x33\x7F\xF0\0\0\0\0\0\0"s)), "null");
  EXPECT_EQ(json_of(one("\x8F" + std::string(16, '\x01'))), "null");
  EXPECT_EQ(json_of(one("\x14" + std::string(16, '\xFF'))), "-1");
}

TEST(Bplist, replaces_what_is_no_unicode) {
  EXPECT_EQ(json_of(one("\x52\xFFz"s)), "\"\uFFFDz\"");
  EXPECT_EQ(json_of(one("\x62\xD8\x00\x00z"s)), "\"\uFFFDz\"");
  EXPECT_EQ(json_of(one("\x53z\xC3\xA4"s)), "\"z\u00e4\"");
}

TEST(Bplist, refuses_a_cycle) {
  EXPECT_EQ(fault_of(one("\xA1\x00"s)), Fault::malformed);
  RawBplist ring{.objects = {"\xA1\x01"s, "\xA1\x00"s}};
  EXPECT_EQ(fault_of(ring.write()), Fault::malformed);
}

TEST(Bplist, refuses_what_is_nested_too_deeply) {
  EXPECT_EQ(json_of(deep_bplist(depth_limit)).size(), 2u * depth_limit + 4);
  EXPECT_EQ(fault_of(deep_bplist(depth_limit + 1)), Fault::limit);
  EXPECT_EQ(fault_of(deep_bplist(100'000)), Fault::limit);
}

TEST(Bplist, counts_the_depth_below_a_shared_object_at_each_place) {
  // Object 0 holds a chain of 40 at once, and again below 30 more.
  RawBplist raw{.objects = {"\xA2\x01\x1F"s}};
  for (int i = 1; i <= 30; ++i) raw.objects.push_back("\xA1" + std::string(1, static_cast<char>(i + 1)));
  for (int i = 31; i <= 70; ++i) raw.objects.push_back("\xA1" + std::string(1, static_cast<char>(i + 1)));
  raw.objects.push_back("\x09");
  EXPECT_EQ(fault_of(raw.write()), Fault::limit);
  raw.objects[0] = "\xA2\x1F\x01"s;
  EXPECT_EQ(fault_of(raw.write()), Fault::limit);
}

TEST(Bplist, shares_objects_but_refuses_a_billion_laughs) {
  EXPECT_EQ(json_of(billion_laughs(2)), R"([["lol","lol"],["lol","lol"]])");
  EXPECT_EQ(fault_of(billion_laughs(40)), Fault::limit);
}

TEST(Bplist, refuses_objects_that_lie_on_top_of_each_other) {
  // 200 entries of the offset table that all name one string of 20,000 wide characters.
  std::string text = "\x6F\x11\x4E\x20" + std::string(40'000, 'a');
  RawBplist raw{.objects = {"\xAF\x10\xC8" + std::string(200, '\0')}};
  for (int i = 0; i < 200; ++i)
    raw.objects[0][static_cast<std::size_t>(3 + i)] = static_cast<char>(static_cast<std::uint8_t>(i + 1));
  raw.objects.push_back(text);
  std::string file = raw.write();
  std::string entry = file.substr(file.size() - 34, 2);
  std::string table = file.substr(file.size() - 36, 2);
  for (int i = 0; i < 200; ++i) table += entry;
  std::string trailer = file.substr(file.size() - 32);
  trailer[15] = static_cast<char>(201);
  EXPECT_EQ(fault_of(file.substr(0, file.size() - 36) + table + trailer), Fault::malformed);
}

TEST(Bplist, refuses_sizes_beyond_the_file) {
  EXPECT_EQ(fault_of(one("\x5F\x13\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s)), Fault::truncated);
  EXPECT_EQ(fault_of(one("\x6F\x13\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s)), Fault::truncated);
  EXPECT_EQ(fault_of(one("\xDF\x13\x80\x00\x00\x00\x00\x00\x00\x00"s)), Fault::truncated);
  EXPECT_EQ(fault_of(one("\x13\x00"s)), Fault::truncated);
  EXPECT_EQ(fault_of(one("\x5F\x55z"s)), Fault::malformed);
}

TEST(Bplist, refuses_a_broken_trailer) {
  std::string file = write_bplist(PlistTree::Array{1});
  EXPECT_EQ(fault_of("bplist00"), Fault::truncated);
  EXPECT_EQ(fault_of("bplist16" + file.substr(8)), Fault::unsupported);
  auto with = [&](std::size_t from_end, char value) {
    std::string broken = file;
    broken[broken.size() - from_end] = value;
    return broken;
  };
  EXPECT_EQ(fault_of(with(26, 0)), Fault::malformed);       // offset width
  EXPECT_EQ(fault_of(with(25, 9)), Fault::malformed);       // reference width
  EXPECT_EQ(fault_of(with(24, '\x7F')), Fault::malformed);  // count
  EXPECT_EQ(fault_of(with(9, '\x7F')), Fault::malformed);   // top
  EXPECT_EQ(fault_of(with(1, '\x7F')), Fault::malformed);   // table
}

TEST(Bplist, refuses_unknown_types_and_keys_that_are_no_strings) {
  EXPECT_EQ(fault_of(one("\x70")), Fault::unsupported);
  RawBplist keyed{.objects = {"\xD1\x01\x01"s, "\x09"}};
  EXPECT_EQ(fault_of(keyed.write()), Fault::malformed);
}

TEST(Bplist, leaves_alone_what_nothing_refers_to) {
  RawBplist raw{.objects = {"\x09", "\x70"}};
  EXPECT_EQ(json_of(raw.write()), "true");
}

TEST(Bplist, reads_again_into_the_same_memory) {
  Plist plist;
  std::string first = write_bplist(PlistTree::Array{"first", "g\u00fc"});
  std::string second = write_bplist(PlistTree("second"));
  ASSERT_TRUE(plist.reparse(as_bytes(first)));
  ASSERT_TRUE(plist.reparse(as_bytes(second)));
  EXPECT_EQ(plist.root().string(), "second");
  EXPECT_FALSE(plist.reparse({}));
  EXPECT_FALSE(plist.root());
}

}  // namespace
}  // namespace bridle::testing
