#include "cases/hash_lanes.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <map>

#include "base/sha256.h"

namespace bridle {
namespace {

Fd file_of(const std::string& content) {
  Fd file = *unnamed_file(testing::TempDir());
  EXPECT_TRUE(write_all(file.get(), as_bytes(content)));
  EXPECT_EQ(::lseek(file.get(), 0, SEEK_SET), 0);
  return file;
}

std::string content(std::size_t size, char salt) {
  std::string text(size, salt);
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(text[i] + i % 251);
  return text;
}

class HashLanesTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam() && !has_sha256_pair()) GTEST_SKIP() << "this processor has no SHA instructions";
  }
};

// Every length around a block, around the buffer, and a file much longer than its neighbours.
TEST_P(HashLanesTest, GiveEachFileItsOwnDigest) {
  std::vector<std::size_t> sizes = {3'000'017, 0, 262'144, 262'143, 262'145, 524'288};
  for (std::size_t size = 0; size <= 200; ++size) sizes.push_back(size);
  std::map<std::size_t, HashedFile> seen;
  HashLanes lanes(GetParam());
  for (std::size_t i = 0; i < sizes.size(); ++i)
    lanes.add(file_of(content(sizes[i], static_cast<char>(i))), [&, i](Result<HashedFile> hashed) {
      ASSERT_TRUE(hashed);
      EXPECT_TRUE(seen.emplace(i, *hashed).second) << "twice: " << i;
    });
  lanes.finish();
  ASSERT_EQ(seen.size(), sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_EQ(seen[i].size, sizes[i]);
    EXPECT_EQ(seen[i].sha256, to_hex(sha256(as_bytes(content(sizes[i], static_cast<char>(i)))))) << sizes[i];
  }
}

TEST_P(HashLanesTest, AFileThatCannotBeReadCostsOnlyItself) {
  std::map<std::size_t, bool> fine;
  auto is = [&](std::size_t i) {
    return [&, i](const Result<HashedFile>& hashed) { fine[i] = hashed.has_value(); };
  };
  HashLanes lanes(GetParam());
  lanes.add(file_of(content(100'000, 'a')), is(0));
  lanes.add(*open_directory(testing::TempDir()), is(1));  // read() refuses a folder
  lanes.add(file_of(content(70, 'b')), is(2));
  lanes.finish();
  EXPECT_EQ(fine, (std::map<std::size_t, bool>{{0, true}, {1, false}, {2, true}}));
}

INSTANTIATE_TEST_SUITE_P(Each, HashLanesTest, testing::Bool(),
                         [](const auto& each) { return each.param ? "paired" : "plain"; });

}  // namespace
}  // namespace bridle
