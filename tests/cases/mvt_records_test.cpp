#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "mvt_output.h"
#include "testing/corpus.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;

// MVT itself: $BRIDLE_MVT, else where bench/run installs it.
std::optional<std::string> mvt_ios() {
  const char* given = std::getenv("BRIDLE_MVT");
  std::string program =
      given != nullptr ? given : std::string(BRIDLE_SOURCE_DIR) + "/bench/.venv/bin/mvt-ios";
  return fs::exists(program) ? std::optional(program) : std::nullopt;
}

// The same in both programs: nothing as "", numbers as numbers, times cut to seconds, as MVT cuts some.
std::string settled(simdjson::dom::element value) {
  if (value.is_null()) return {};
  if (value.is_double()) return std::to_string(double(value));
  if (value.is_int64()) return std::to_string(static_cast<double>(std::int64_t(value)));
  if (!value.is_string()) return simdjson::to_string(value);
  std::string text{std::string_view(value)};
  bool time = text.size() == 26 && text[10] == ' ' && text[13] == ':' && text[19] == '.';
  return time ? text.substr(0, 19) : text;
}

// The members of a record, by name.
using Members = std::map<std::string, std::string>;
std::vector<Members> records_in(const std::string& file) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::vector<Members> records;
  if (parser.load(file).get(root) != simdjson::SUCCESS) return records;
  auto add = [&](simdjson::dom::element record) {
    Members& members = records.emplace_back();
    for (auto [key, value] : simdjson::dom::object(record)) members[std::string(key)] = settled(value);
  };
  if (root.is_object()) add(root);
  if (root.is_array())
    for (simdjson::dom::element record : root) add(record);
  return records;
}

bool agree(const Members& theirs, const Members& ours) {
  std::size_t shared = 0;
  for (const auto& [key, value] : theirs) {
    auto at = ours.find(key);
    if (at == ours.end()) continue;
    if (at->second != value) return false;
    ++shared;
  }
  return shared > 1;
}

struct Compared {
  std::string_view slug;
  std::size_t apart;  ///< records of MVT without one of ours, explained in docs/differences-from-mvt.md
};
constexpr Compared modules[] = {
    {"backup_info", 0},
    {"calendar", 0},
    {"datausage", 0},
    {"global_preferences", 1},  // a date, which MVT gives in Python's form
    {"interaction_c", 1},       // the number of a recipient who is known by it: MVT leaves it out
    {"manifest", 0},
    {"safari_browser_state", 0},
    {"sms", 0},
    {"tcc", 0},
    {"webkit_resource_load_statistics", 0},
    {"whatsapp", 2},  // the pair of LID.sqlite, which the index does not list, and the number found by it
    {"whatsapp_contacts", 0},
};

// Record by record, where both programs name a member.
TEST(MvtRecords, are_those_that_mvt_itself_writes_of_its_fixture) {
  CORPUS_OR_SKIP(backup, "ios-mvt-backup/ios_backup");
  auto mvt = mvt_ios();
  if (!mvt) GTEST_SKIP() << "no MVT: run bench/run once, or set BRIDLE_MVT";
  Folder folder;
  fs::copy(backup, folder / "copy", fs::copy_options::recursive);  // MVT opens databases for writing
  auto theirs = run_program(*mvt, {"check-backup", "--output", folder / "theirs", folder / "copy"});
  ASSERT_EQ(theirs.code, 0) << theirs.err;
  run_bridle({"examine", backup.string(), "--case", folder / "case", "-q"});
  ASSERT_EQ(run_bridle({"export", folder / "case", "--format", "mvt", "-o", folder / "ours"}).code, 0);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder / "theirs")) {
    std::string slug = entry.path().stem();
    if (entry.path().extension() != ".json" || slug == "alerts" || slug == "info" || slug == "urls" ||
        slug.ends_with("_detected"))
      continue;
    auto known = std::ranges::find(modules, slug, &Compared::slug);
    ASSERT_NE(known, std::end(modules)) << slug << " is compared nowhere";
    auto mine = records_in(folder / ("ours/" + slug + ".json"));
    std::size_t apart = 0;
    for (const Members& record : records_in(entry.path())) {
      auto same = std::ranges::find_if(mine, [&](const Members& one) { return agree(record, one); });
      if (same != mine.end())
        mine.erase(same);
      else
        ++apart;
    }
    EXPECT_EQ(apart, known->apart) << slug;
    ++files;
  }
  EXPECT_EQ(files, std::size(modules));
}

}  // namespace
}  // namespace bridle::testing
