#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidConnectEvents, reads_addresses_with_and_without_names) {
  EXPECT_EQ(
      records(
          "android.connect_events",
          R"dump({"connect_event":{"event_time":1700000000123,"event_id":5,"ip_address":"evil.example/1.2.3.4","port":443,"package_name":"com.a"}}
{"connect_event":{"event_time":1700000000123,"ip_address":"/127.0.0.1","port":80}}
{"connect_event":{"port":80}}
{"connect_event"
)dump"),
      "line 1 | 2023-11-14T22:13:20.123Z | 1.2.3.4 | evil.example | 443 | com.a | 5 | "
      "{\"event_time\":1700000000123,\"event_id\":5,\"ip_address\":\"evil.example/"
      "1.2.3.4\",\"port\":443,\"package_name\":\"com.a\"}\n"
      "line 2 | 2023-11-14T22:13:20.123Z |  | NULL | 80 | NULL | NULL | "
      "{\"event_time\":1700000000123,\"ip_address\":\"/127.0.0.1\",\"port\":80}\n"
      "skip line 3: a connection without its address\n"
      "skip line 4: a line that is no JSON object\n");
}

}  // namespace bridle::testing
