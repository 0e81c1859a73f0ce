#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(IosSignal, says_that_messages_were_not_examined) {
  EXPECT_EQ(
      records("ios.signal", "whatever",
              "/private/var/mobile/Containers/Shared/AppGroup/U/grdb/signal.sqlite"),
      "file | org.whispersystems.signal | "
      "/private/var/mobile/Containers/Shared/AppGroup/U/grdb/signal.sqlite\n"
      "failed: unsupported: Signal encrypts its messages with a key that stays on the phone: they were not "
      "examined\n");
}

}  // namespace bridle::testing
