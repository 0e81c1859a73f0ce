#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

std::string found(std::string_view sources) {
  CaseBuilder builder;
  builder
      .run(
          "INSERT INTO process(id, name, app) VALUES(1, 'bh', NULL), (2, 'apsd', NULL), (3, "
          "'com.example.longn', NULL), (4, 'com.example.long', NULL), (5, 'seen', NULL), (6, 'Maps', "
          "'org.example.maps'), (7, 'seen', NULL)")
      .run(
          "INSERT INTO process_source(process, source, first_record, records) VALUES(1, 'ios_data_usage', "
          "11, "
          "1), (2, 'ios_data_usage', 12, 1), (4, 'ios_data_usage', 14, 1), (5, 'ios_data_usage', 15, 1), (6, "
          "'ios_data_usage', 16, 1)")
      .run("INSERT INTO process_source(process, source, first_record, records) VALUES" +
           std::string(sources));
  return builder.findings("ios.process_one_source");
}

}  // namespace

TEST(IosProcessOneSource, names_programs_that_nothing_but_the_traffic_shows) {
  EXPECT_EQ(found("(3, 'ios_crash_reports', 1, 1), (7, 'ios_shutdown_log', 1, 1), (7, 'ios_powerlog', 1, 1)"),
            "informational low undated | A program had network traffic and stands in no other source about "
            "programs: bh. | ios_data_usage 11\n");
}

TEST(IosProcessOneSource, says_nothing_where_few_sources_were_read) {
  EXPECT_EQ(found("(3, 'ios_crash_reports', 1, 1), (7, 'ios_shutdown_log', 1, 1)"), "");
}

}  // namespace bridle::testing
