#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidDnsEvents, reads_names_and_addresses) {
  EXPECT_EQ(
      records(
          "android.dns_events",
          R"dump({"dns_event":{"event_time":1700000000123,"event_id":5,"hostname":"evil.example","ip_addresses":["/1.2.3.4","0.0.0.0","2001:db8::1"],"ip_addresses_count":3,"package_name":"com.a"}}
{"connect_event":{"ip_address":"/1.2.3.4"}}
{"dns_event":{"event_time":1}}
{"dns_event":
)dump"),
      "line 1 | 2023-11-14T22:13:20.123Z | evil.example | com.a | 1.2.3.4 0.0.0.0 2001:db8::1 | 1.2.3.4 | "
      "2001:db8::1 | NULL | NULL | 3 | 5 | "
      "{\"event_time\":1700000000123,\"event_id\":5,\"hostname\":\"evil.example\",\"ip_addresses\":[\"/"
      "1.2.3.4\",\"0.0.0.0\",\"2001:db8::1\"],\"ip_addresses_count\":3,\"package_name\":\"com.a\"}\n"
      "skip line 3: a look-up without its name\n"
      "skip line 4: a line that is no JSON object\n");
}

}  // namespace bridle::testing
