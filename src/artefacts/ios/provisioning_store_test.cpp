#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosProvisioningStore, reads_profiles_teams_and_withdrawals) {
  EXPECT_EQ(
      records(
          "ios.provisioning_store",
          database_of(
              "CREATE TABLE profiles(uuid, team_id, install_time, name, expires, is_for_all_devices, "
              "is_apple_internal, is_local, is_beta, cms_blob, is_der);"
              "INSERT INTO profiles VALUES('U1', 'T1', 1700000000, 'Corp', 700000000, 1, 0, 1, 0, X'30', 0);"
              "CREATE TABLE trusted_team_ids(team_id, signature);"
              "INSERT INTO trusted_team_ids VALUES('T1', X'AB');"
              "CREATE TABLE team_id_info(team_id, team_name);"
              "INSERT INTO team_id_info VALUES('T1', 'Example Corp');"
              "CREATE TABLE banned_cdhashes(cdhash);"
              "INSERT INTO banned_cdhashes VALUES(X'0A0B'), ('0c0d');")),
      "profiles rowid 1 | profile | U1 | Corp | T1 | NULL | 2023-11-14T22:13:20Z | 2023-03-08T20:26:40Z | "
      "true "
      "| false | NULL | {\"is_local\":1}\n"
      "trusted_team_ids rowid 1 | trusted_team | NULL | NULL | T1 | NULL | NULL | NULL | NULL | NULL | NULL "
      "| "
      "{\"signature\":\"qw==\"}\n"
      "banned_cdhashes rowid 1 | banned_code | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0a0b "
      "| "
      "NULL\n"
      "banned_cdhashes rowid 2 | banned_code | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0c0d "
      "| "
      "NULL\n"
      "team_id_info rowid 1 | team | NULL | NULL | T1 | Example Corp | NULL | NULL | NULL | NULL | NULL | "
      "NULL\n");
}

TEST(IosProvisioningStore, names_a_database_of_another_kind) {
  EXPECT_EQ(records("ios.provisioning_store", database_of("CREATE TABLE t(a);")),
            "failed: unsupported: the database has none of the tables of profiles that are read\n");
}

}  // namespace bridle::testing
