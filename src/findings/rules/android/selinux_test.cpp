#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidSelinuxRule, tells_modes_and_allowed_denials) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_selinux_mode(id, mode) VALUES(1, 'Permissive')")
                .run("INSERT INTO android_log_events(id, kind, process, is_permissive, path, time) VALUES(1, "
                     "'selinux_denial', 'pred.so', 1, NULL, 1700000000000000000), (2, 'selinux_denial', 'a', "
                     "0, NULL, "
                     "1), (3, 'selinux_denial', 'b', 0, '/data/local/tmp/x', 2)")
                .findings("android.selinux"),
            "high medium undated | SELinux was not enforcing: Permissive. | android_selinux_mode 1\n"
            "medium medium 2023-11-14T22:13:20Z | The log holds denials of SELinux that were allowed all the "
            "same, of one program: pred.so. | android_log_events 1\n"
            "medium medium 1970-01-01T00:00:00.000000002Z | A denial of SELinux names a file of "
            "/data/local/tmp: /data/local/tmp/x. | android_log_events 3\n");
}

TEST(AndroidSelinuxRule, says_nothing_of_an_enforcing_phone) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_selinux_mode(id, mode) VALUES(1, 'Enforcing')")
          .run("INSERT INTO android_log_events(id, kind, process, is_permissive) VALUES(2, 'selinux_denial', "
               "'a', 0)")
          .findings("android.selinux"),
      std::string());
}

}  // namespace bridle::testing
