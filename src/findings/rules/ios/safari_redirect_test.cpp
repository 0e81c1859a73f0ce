#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

std::string found(const std::string& values) {
  return CaseBuilder()
      .run(
          "CREATE TABLE IF NOT EXISTS ios_safari_history(id INTEGER PRIMARY KEY, url, visit_id, visit_time, "
          "redirect_destination, destination_url, "
          "seconds_to_destination);"
          "INSERT INTO ios_safari_history(url, visit_id, visit_time, destination_url, "
          "seconds_to_destination) VALUES" +
          values)
      .findings("ios.safari_redirect");
}

}  // namespace

TEST(IosSafariRedirect, is_one_finding_for_each_destination) {
  EXPECT_EQ(
      found("('http://news.example.org/', 1, 1700000000000000000, 'https://a.free247downloads.com:30495/x', "
            "0.04), "
            "('HTTP://other.example.net/', 2, 1600000000000000000, 'https://b.free247downloads.com/y', 0.5), "
            "('http://192.0.2.1/', 3, 1700000000000000000, 'http://192.0.2.2/', 0)"),
      "low low 2023-11-14T22:13:20Z | 1 unencrypted visit to 192.0.2.1 led to 192.0.2.2 within one second. | "
      "ios_safari_history 3\n"
      "low low 2020-09-13T12:26:40Z | 2 unencrypted visits to example.org and example.net led to "
      "free247downloads.com within one second. | ios_safari_history 1, ios_safari_history 2\n");
}

TEST(IosSafariRedirect, does_not_report_one_organisation_or_slow_or_encrypted_visits) {
  EXPECT_EQ(
      found("('http://youtube.com/', 1, 1, 'https://m.youtube.com/', 0), ('http://www.bbc.co.uk/', 2, 1, "
            "'https://bbc.co.uk/', 0), "
            "('http://a.example.org/', 3, 1, 'https://b.example.net/', 1.0), ('https://a.example.org/', 4, "
            "1, 'https://b.example.net/', 0), "
            "('http://a.example.org/', 5, 1, NULL, NULL), ('http:///', 6, 1, 'https://b.example.net/', 0)"),
      std::string());
}

}  // namespace bridle::testing
