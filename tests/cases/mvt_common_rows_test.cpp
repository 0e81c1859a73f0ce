#include "base/local_time.h"
#include "mvt_ios_rows.h"

namespace bridle::testing {
namespace {

// Rows about indicators and times, for phones of every make.
class MvtCommon : public MvtRows {
 protected:
  IndicatorSet loaded(const std::string& name) const {
    return load(content_of(corpus_ / "ioc-mvt-tests" / name), name);
  }
  static std::int64_t of_type(const IndicatorSet& set, IndicatorType type) {
    return std::ranges::count(set.indicators, type, &Indicator::type);
  }
};

TEST_F(MvtCommon, indicators_of_each_kind) {
  IndicatorSet session = loaded("mvt-session-fixture.stix2");
  std::string row = "common/test_indicators.py::TestIndicators::";
  EXPECT_EQ(static_cast<std::int64_t>(session.indicators.size()),
            number(row + "test_parse_stix2", "expected_results"));
  for (IndicatorType type :
       {IndicatorType::domain, IndicatorType::ipv4, IndicatorType::email, IndicatorType::process_name,
        IndicatorType::android_property, IndicatorType::sha256, IndicatorType::sha1, IndicatorType::url})
    EXPECT_EQ(of_type(session, type), 1) << name(type);
  // MVT files a path that is called a name under names.
  EXPECT_EQ(of_type(session, IndicatorType::file_name) + of_type(session, IndicatorType::file_path), 1);

  IndicatorSet amnesty = loaded("cytrox.stix2");
  EXPECT_EQ(static_cast<std::int64_t>(amnesty.indicators.size()),
            number(row + "test_parse_stix2_amnesty", "expected_results"));
  EXPECT_EQ(of_type(amnesty, IndicatorType::domain), 336);
  EXPECT_EQ(of_type(amnesty, IndicatorType::file_path), 6);
  EXPECT_EQ(of_type(amnesty, IndicatorType::profile_id), 1);

  IndicatorSet otx = loaded("638cd3ee5e5f019f84f9e0ea.json");
  EXPECT_EQ(static_cast<std::int64_t>(otx.indicators.size()),
            number(row + "test_parse_stix2_otx", "expected_results"));
  EXPECT_EQ(of_type(otx, IndicatorType::domain), 15);
  EXPECT_EQ(of_type(otx, IndicatorType::url), 54);
}

TEST_F(MvtCommon, addresses_and_digests_meet_what_they_should) {
  Matcher matcher(loaded("mvt-session-fixture.stix2"));
  for (const char* met : {"http://example.com/thisisbad", "https://www.example.org/foobar",
                          "http://example.org:8080/toto", "https://198.51.100.1:8080/"})
    EXPECT_NE(grade(matcher, ObservableType::url, met), "none") << met;
  for (const char* unmet :
       {"https://github.com", "https://example.com/", "https://goo.gl/maps/x", "https://notexample.org/"})
    EXPECT_EQ(grade(matcher, ObservableType::url, unmet), "none") << unmet;
  EXPECT_NE(grade(matcher, ObservableType::sha256,
                  "570cd76bf49cf52e0cb347a68bdcf0590b2eaece134e1b1eba7e8d66261bdbe6"),
            "none");
  EXPECT_NE(grade(matcher, ObservableType::sha1, "da0611a300a9ce9aa7a09d1212f203fca5856794"), "none");
  EXPECT_EQ(grade(matcher, ObservableType::sha1, "da0611a300a9ce9aa7a09d1212f203fca5856795"), "none");
}

TEST_F(MvtCommon, times_of_three_clocks) {
  (void)row("common/test_utils.py::TestDateConversions");
  EXPECT_EQ(to_mvt_time(*time_from_unix_seconds(std::int64_t{1626566400})), "2021-07-18 00:00:00.000000");
  EXPECT_EQ(to_mvt_time(*time_from_cocoa_seconds(648259200)), "2021-07-18 00:00:00.000000");
  EXPECT_EQ(to_mvt_time(*parse_time_with_offset("2024-09-30 11:21:20 +0200")), "2024-09-30 09:21:20.000000");
}

TEST_F(MvtCommon, backups_in_folders_below_and_folders_without_one) {
  std::string device = folder_ / "MobileSync/Backup/device-id";
  std::filesystem::create_directories(device);
  std::filesystem::copy(corpus_ / "ios-mvt-backup/ios_backup", device,
                        std::filesystem::copy_options::recursive);
  (void)row("test_check_ios_backup.py::TestCheckBackupCommand::test_check_finds_backup_in_subfolder");
  auto found = run_bridle({"examine", folder_ / "MobileSync/Backup", "--case", folder_ / "case", "-q"});
  EXPECT_EQ(found.code, 3) << found.err;
  (void)row("test_check_ios_backup.py::TestCheckBackupCommand::test_check_rejects_non_backup_folder");
  std::filesystem::create_directory(folder_ / "empty");
  EXPECT_EQ(run_bridle({"examine", folder_ / "empty", "--case", folder_ / "c2"}).code, 2);
}

}  // namespace
}  // namespace bridle::testing
