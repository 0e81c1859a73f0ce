#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidDropbox, reads_entries_with_their_previews) {
  EXPECT_EQ(records("android.dropbox", R"dump(Drop box contents: 3 entries
Max entries: 1000

========================================
2024-03-21 10:00:00 data_app_crash (compressed text, 1234 bytes)
    Process: com.a/PID: 12345/Flags: 0x28e83e46/Package: com.a v3
2024-03-21 10:00:01 SYSTEM_BOOT (text, 20 bytes)
2024-03-21 10:00:02 SYSTEM_TOMBSTONE (contents lost)
)dump"),
            "line 5 | data_app_crash | 2024-03-21 10:00:00 | NULL | 1234 | compressed text | com.a | "
            "Process: com.a/PID: 12345/Flags: 0x28e83e46/Package: com.a v3\n"
            "line 7 | SYSTEM_BOOT | 2024-03-21 10:00:01 | NULL | 20 | text | NULL | NULL\n"
            "line 8 | SYSTEM_TOMBSTONE | 2024-03-21 10:00:02 | NULL | NULL | contents lost | NULL | NULL\n");
}

}  // namespace bridle::testing
