#include "cases/process_table.h"

#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

std::string listed_processes(CaseBuilder& builder) {
  auto beyond = fill_process_table(builder.store(), CaseBuilder::artefacts());
  if (!beyond) return beyond.error().message;
  auto select = builder.store().database().prepare(
      "SELECT id || ' ' || coalesce(name, '-') || ' ' || coalesce(path, '-') || ' ' || coalesce(uuid, '-') "
      "|| "
      "' ' || coalesce(app, '-') || ' ' || coalesce(first_seen, '-') || ' ' || coalesce(last_seen, '-') || ' "
      "' || sources || ' ' || records FROM process ORDER BY id");
  std::string out;
  while (select->step().value_or(false)) out += std::string(select->text(0)) + "\n";
  return out;
}

}  // namespace

TEST(ProcessTable, puts_what_every_source_saw_into_one_row) {
  CaseBuilder builder;
  builder
      .run(
          "INSERT INTO ios_data_usage(id, kind, process_name, bundle_id, first_seen, last_seen, live_time) "
          "VALUES(1, 'usage', 'apsd', NULL, 100, 300, 50), (2, 'usage', 'nsurlsessiond', 'org.example.app', "
          "NULL, NULL, NULL), (3, 'gap', NULL, NULL, NULL, NULL, NULL)")
      .run("INSERT INTO ios_os_analytics_ad_daily(id, process, time) VALUES(1, 'apsd', 400)")
      .run(
          "INSERT INTO ios_shutdown_log(id, kind, client, client_uuid, time) VALUES(1, 'client', "
          "'/usr/libexec/apsd', 'U1', 10), (2, 'client', '/usr/libexec/apsd', 'U1', 20), (3, 'shutdown', "
          "NULL, NULL, 20)");
  EXPECT_EQ(listed_processes(builder),
            "1 apsd - - - 50 400 [\"ios_data_usage\",\"ios_os_analytics_ad_daily\"] 2\n"
            "2 apsd /usr/libexec/apsd U1 - 10 20 [\"ios_shutdown_log\"] 2\n"
            "3 nsurlsessiond - - org.example.app - - [\"ios_data_usage\"] 1\n");
  EXPECT_EQ(builder.store().database().number("SELECT records FROM process_source WHERE process = 1 AND "
                                              "source = 'ios_data_usage' AND last_seen = 300"),
            1);
}

TEST(ProcessTable, leaves_out_apps_that_were_only_installed) {
  CaseBuilder builder;
  builder
      .run("INSERT INTO ios_backup_info(id, key, app_id) VALUES(1, 'Installed Applications', 'org.example')")
      .run("INSERT INTO android_usage_events(id, package, time) VALUES(1, 'org.example.ran', 5)");
  EXPECT_EQ(listed_processes(builder), "1 - - - org.example.ran 5 5 [\"android_usage_events\"] 1\n");
}

}  // namespace bridle::testing
