#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(IosTelegram, says_that_messages_were_not_examined) {
  constexpr const char* path =
      "/private/var/mobile/Containers/Shared/AppGroup/U/telegram-data/account-1/postbox/db/db_sqlite";
  EXPECT_EQ(records("ios.telegram", "whatever", path),
            std::string("file | ph.telegra.Telegraph | ") + path +
                "\nfailed: unsupported: Telegram keeps its messages in a store of its own that is encrypted: "
                "they were not examined\n");
}

}  // namespace bridle::testing
