#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosLineMessages, reads_messages_with_their_sender) {
  EXPECT_EQ(records("ios.line_messages",
                    database_of("CREATE TABLE ZUSER(Z_PK INTEGER PRIMARY KEY, ZNAME, ZMID);"
                                "INSERT INTO ZUSER VALUES(5, 'Ann', 'u1');"
                                "CREATE TABLE ZMESSAGE(Z_PK INTEGER PRIMARY KEY, ZCHAT, ZSENDER, ZTEXT, "
                                "ZTIMESTAMP, ZCONTENTTYPE);"
                                "INSERT INTO ZMESSAGE VALUES(1, 3, 5, 'see https://a.example/x', "
                                "1700000000500, 0), (2, 3, NULL, 'yes', 1700000001000, 7), (3, NULL, 9, "
                                "NULL, 0, 0);")),
            "ZMESSAGE rowid 1 | 1 | 3 | received | Ann | u1 | see https://a.example/x | "
            "2023-11-14T22:13:20.500Z | NULL\n"
            "  mined text plain https://a.example/x\n"
            "ZMESSAGE rowid 2 | 2 | 3 | sent | NULL | NULL | yes | 2023-11-14T22:13:21Z | "
            "{\"ZCONTENTTYPE\":7}\n"
            "ZMESSAGE rowid 3 | 3 | NULL | received | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosLineMessages, names_a_database_of_another_kind) {
  EXPECT_EQ(records("ios.line_messages", database_of("CREATE TABLE t(a);")).substr(0, 20),
            "failed: unsupported:");
}

}  // namespace bridle::testing
