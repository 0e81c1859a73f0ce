#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidIntrusionEvents, keeps_what_no_other_trace_reads) {
  EXPECT_EQ(records("android.intrusion_events",
                    R"dump({"future_event":{"event_time":1700000000000,"field":"value"}}
{"dns_event":{"hostname":"a.example"},"usb_event":{"event_time":1700000000000000001,"package_name":"com.a"}}
{"security_event":{"event_time":1,"keyguard_dismissed":{}}}
nonsense
{"bare_event":7}
{"web_event":{"hostname":"b.example"}}
)dump"),
            "line 1 | future_event | 2023-11-14T22:13:20Z | NULL | NULL | "
            "{\"event_time\":1700000000000,\"field\":\"value\"}\n"
            "line 2 | usb_event | 2023-11-14T22:13:20.000000001Z | com.a | NULL | "
            "{\"event_time\":1700000000000000001,\"package_name\":\"com.a\"}\n"
            "line 5 | bare_event | NULL | NULL | NULL | 7\n"
            "line 6 | web_event | NULL | NULL | b.example | {\"hostname\":\"b.example\"}\n");
}

}  // namespace bridle::testing
