#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidDbinfo, reads_every_connection_of_a_pool) {
  EXPECT_EQ(
      records("android.dbinfo", R"dump(** Database info for pid 8817 [com.wssyncmldm] **

Connection pool for /data/user/0/com.wssyncmldm/databases/idmsdk.db:
  Open: true
    Connection #0:
      Most recently executed operations:
        0: [2023-07-27 12:21:44.097] [Pid:(0)]executeForCursorWindow took 2ms - succeeded, sql="SELECT "a" FROM b", bindArgs=["x"], path=/data/user/0/x
        1: [07-27 12:21:44.096] prepare took 0ms - failed, sql="PRAGMA x;", exception="no "such" thing"
    Connection #1:
      Most recently executed operations:
        0: [2023-07-27 12:21:45.000] execute took 5ms - running, sql="X"
        1: broken
        2: [2023-07-27 12:21:45.000] odd
** Database info for pid x [a b] **
Connection pool for /data/data/com.b/x.db:
      Most recently executed operations:
        0: [y] execute took zms - succeeded
)dump"),
      "line 7 | 8817 | com.wssyncmldm | /data/user/0/com.wssyncmldm/databases/idmsdk.db | com.wssyncmldm | "
      "2023-07-27 12:21:44.097 | 2023-07-27 12:21:44.097 | NULL | executeForCursorWindow | 2 | succeeded | "
      "SELECT \"a\" FROM b | 0\n"
      "line 8 | 8817 | com.wssyncmldm | /data/user/0/com.wssyncmldm/databases/idmsdk.db | com.wssyncmldm | "
      "07-27 12:21:44.096 | NULL | NULL | prepare | 0 | failed | PRAGMA x; | NULL\n"
      "line 11 | 8817 | com.wssyncmldm | /data/user/0/com.wssyncmldm/databases/idmsdk.db | com.wssyncmldm | "
      "2023-07-27 12:21:45.000 | 2023-07-27 12:21:45.000 | NULL | execute | 5 | running | X | NULL\n"
      "skip line 12: an operation without its time\n"
      "skip line 13: an operation without its length\n"
      "line 17 | NULL | NULL | /data/data/com.b/x.db | com.b | y | NULL | NULL | execute | NULL | succeeded "
      "| NULL | NULL\n");
}

}  // namespace bridle::testing
