#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

// Programs that one source saw: id, name and path of each.
CaseBuilder& with_programs(CaseBuilder& builder, std::string_view source, std::string_view rows) {
  return builder.run("INSERT INTO process(id, name, path) VALUES" + std::string(rows))
      .run("INSERT INTO process_source SELECT id, '" + std::string(source) +
           "', 1600000000000000000, 1600000000000000000, 1, id FROM process");
}

}  // namespace

TEST(IosProcessPlace, weighs_programs_by_their_place_and_name) {
  CaseBuilder builder;
  EXPECT_EQ(
      with_programs(builder, "ios_locationd_clients",
                    "(1, 'x', '/private/var/mobile/x'), (2, 'y', '/private/var/tmp/y'), (3, "
                    "'backboardd', '/private/var/mobile/backboardd'), (4, 'a', "
                    "'/usr/libexec/../../private/a')")
          .findings("ios.process_place"),
      "high medium 2020-09-13T12:26:40Z | The program \"backboardd\" ran from /private/var/mobile, "
      "which is no place of programs. iOS has a program of that name elsewhere. | "
      "ios_locationd_clients 3\n"
      "medium medium 2020-09-13T12:26:40Z | The program \"x\" ran from /private/var/mobile, which is no "
      "place of programs. | ios_locationd_clients 1\n"
      "high medium 2020-09-13T12:26:40Z | The program \"y\" ran from /private/var/tmp, which is no "
      "place of programs. | ios_locationd_clients 2\n"
      "medium medium 2020-09-13T12:26:40Z | The program \"a\" ran from /usr/libexec/../../private, "
      "which is no place of programs. | ios_locationd_clients 4\n");
}

TEST(IosProcessPlace, says_nothing_of_the_system_of_apps_and_of_other_rules) {
  CaseBuilder system;
  EXPECT_EQ(with_programs(system, "ios_locationd_clients",
                          "(1, 'a', '/System/Library/a'), (2, 'b', "
                          "'/private/var/containers/Bundle/Application/U/b.app/b'), (3, 'c', NULL), (4, "
                          "'kernel', '/kernel')")
                .findings("ios.process_place"),
            "");
  CaseBuilder shutdown;
  EXPECT_EQ(with_programs(shutdown, "ios_shutdown_log", "(1, 'x', '/private/var/tmp/x')")
                .findings("ios.process_place"),
            "");
  CaseBuilder android;
  EXPECT_EQ(with_programs(android, "android_processes", "(1, 'x', '/data/local/tmp/x')")
                .findings("ios.process_place"),
            "");
}

TEST(IosProcessLookAlike, names_programs_that_pass_for_those_of_the_system) {
  CaseBuilder builder;
  EXPECT_EQ(with_programs(builder, "ios_data_usage",
                          "(1, 'backboardd', NULL), (2, 'backbaordd', NULL), (3, 'backboard', NULL), (4, "
                          "'apsx', NULL), (5, 'com.apple.WebKit', NULL), (6, 'backboardx', "
                          "'/private/var/containers/Bundle/Application/U/b.app/backboardx')")
                .findings("ios.process_look_alike"),
            "medium low 2020-09-13T12:26:40Z | A program called \"backbaordd\" ran; its name is that of "
            "\"backboardd\" of iOS but for a letter or two. | ios_data_usage 2\n"
            "medium low 2020-09-13T12:26:40Z | A program called \"backboard\" ran; its name is that of "
            "\"backboardd\" of iOS but for its length. | ios_data_usage 3\n");
}

TEST(IosBackupAgent, tells_the_old_name_from_the_new) {
  CaseBuilder builder;
  EXPECT_EQ(with_programs(builder, "ios_os_analytics_ad_daily",
                          "(1, 'BackupAgent2', NULL), (2, 'BackupAgent', NULL), (3, 'backupagent', NULL)")
                .findings("ios.backup_agent"),
            "high medium 2020-09-13T12:26:40Z | A source names the process BackupAgent, which today's iOS "
            "does not use: BackupAgent (ios_os_analytics_ad_daily). | ios_os_analytics_ad_daily 2\n");
}

TEST(IosProcessUuid, names_binaries_that_take_turns_and_not_updates) {
  auto programs = [](std::string_view rows) {
    CaseBuilder builder;
    builder.run("INSERT INTO process(id, name, path, uuid, first_seen, last_seen) VALUES" + std::string(rows))
        .run(
            "INSERT INTO process_source SELECT id, 'ios_shutdown_log', first_seen, last_seen, 2, id FROM "
            "process");
    return builder.findings("ios.process_uuid");
  };
  EXPECT_EQ(programs("(1, 'a', '/usr/libexec/a', 'U1', 10, 30), (2, 'a', '/usr/libexec/a', 'U2', 20, 20)"),
            "medium low 1970-01-01T00:00:00.000000010Z | Two binaries (UUIDs U1 and U2) ran in turns under "
            "the path \"/usr/libexec/a\" of the sealed system. | ios_shutdown_log 1, ios_shutdown_log 2\n");
  EXPECT_EQ(programs("(1, 'a', '/usr/libexec/a', 'U1', 10, 30), (2, 'a', '/usr/libexec/a', 'U2', 30, 40)"),
            "");
  EXPECT_EQ(
      programs("(1, 'a', '/usr/libexec/a', 'U1', NULL, NULL), (2, 'a', '/usr/libexec/a', 'U2', 30, 40)"), "");
  EXPECT_EQ(programs("(1, 'a', '/private/var/containers/Bundle/a', 'U1', 10, 30), (2, 'a', "
                     "'/private/var/containers/Bundle/a', 'U2', 20, 20)"),
            "");
}

TEST(IosAppGone, names_apps_that_no_list_has) {
  auto apps = [](std::string_view installed) {
    CaseBuilder builder;
    builder
        .run(
            "INSERT INTO process(id, name, app) VALUES(1, 'nsurlsessiond', 'org.example.gone'), (2, 'App', "
            "'org.example.app.widget'), (3, 'apsd', 'com.apple.apsd'), (4, 'x', 'Unsaid'), (5, 'y', "
            "'group.org.example.other')")
        .run("INSERT INTO process_source SELECT id, 'ios_data_usage', NULL, NULL, 1, id FROM process");
    if (!installed.empty())
      builder.run("INSERT INTO ios_backup_info(id, key, app_id) VALUES" + std::string(installed));
    return builder.findings("ios.app_gone");
  };
  EXPECT_EQ(apps("(1, 'Installed Applications', 'org.example.app')"),
            "informational medium undated | An app was active that the evidence does not list as installed: "
            "org.example.gone. | ios_data_usage 1\n");
  EXPECT_EQ(apps("(1, 'Installed Applications', 'org.example.app'), (2, 'Installed Applications', "
                 "'org.example.gone')"),
            "");
  EXPECT_EQ(apps(""), "");
}

}  // namespace bridle::testing
