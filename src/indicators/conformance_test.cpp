#include <gtest/gtest.h>
#include <simdjson.h>

#include "base/text.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

ObservableType type_named(std::string_view wanted) {
  for (std::size_t i = 0; i < observable_type_count; ++i)
    if (name(static_cast<ObservableType>(i)) == wanted) return static_cast<ObservableType>(i);
  ADD_FAILURE() << "no observable type " << wanted;
  return ObservableType::url;
}

Platform platform_named(std::string_view wanted) {
  for (auto platform : {Platform::any, Platform::ios, Platform::android})
    if (name(platform) == wanted) return platform;
  ADD_FAILURE() << "no platform " << wanted;
  return Platform::any;
}

TEST(Conformance, every_vector_gives_its_grade) {
  auto text = content_of(BRIDLE_SOURCE_DIR "/tests/conformance/matching.jsonl");
  simdjson::dom::parser parser;
  int vectors = 0;
  for (Lines lines(text); auto line = lines.next();) {
    simdjson::dom::element vector;
    ASSERT_FALSE(parser.parse(line->text.data(), line->text.size()).get(vector)) << "line " << line->number;
    std::string_view pattern = vector["indicator"]["pattern"];
    auto seen = vector["observation"];
    std::string_view type = seen["type"], value = seen["value"], platform = seen["platform"];
    std::string_view expected = vector["expect"], reason = vector["reason"];
    std::uint64_t limit = 0;
    bool executables = false;
    if (seen["name_limit"].get(limit)) limit = 0;
    if (seen["executables"].get(executables)) executables = false;
    Matcher matcher(indicators_of({pattern}));
    MatchContext context{platform_named(platform), static_cast<std::uint8_t>(limit), executables};
    EXPECT_EQ(grade(matcher, type_named(type), value, context), expected)
        << "line " << line->number << ": " << pattern << " | " << value << " | " << reason;
    ++vectors;
  }
  EXPECT_GE(vectors, 120);
}

}  // namespace
}  // namespace bridle::testing
