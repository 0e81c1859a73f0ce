#include "testing/binary_cookies_builder.h"
#include "testing/certificate_builder.h"
#include "testing/crash_report_builder.h"
#include "testing/fsevents_builder.h"
#include "testing/seeds.h"
#include "testing/segb_builder.h"
#include "testing/webkit_origin_builder.h"
#include "testing/wire_builder.h"

namespace bridle::testing {

void write_ios_seeds(Seeds& seeds) {
  CrashTemplate crash{
      .information = "abort() called",
      .images = {{.name = "a", .path = "/usr/lib/a", .uuid = "5fd6c4ca55493855959fbe077158c67a"}},
      .frames = {{.image = 0, .offset = 16, .symbol = "f"}, {.image = 9}}};
  seeds.add("crash_report_fuzz",
            {write_ips_head("309", "imagent") + write_crash_json(crash),
             write_ips_head("109", "imagent") + write_crash_text(crash), write_crash_text(crash),
             write_jetsam({"apsd", "imagent"}), write_stackshot({"apsd"})});
  seeds.add("binary_cookies_fuzz", {write_binary_cookies({{{"a.example", "b"}}, {{"c.example", "d"}}})});
  seeds.add("fsevents_fuzz", {write_fsevents_page({{"a/b", 1, 2, 3}, {"c", 4, 5, 6}}, 1),
                              write_fsevents_page({{"a/b", 1, 2, 3}}, 3)});
  seeds.add("certificate_fuzz", {write_certificate({}), write_certificate_pem({})});
  seeds.add(
      "webkit_origin_fuzz",
      {write_webkit_origin({{"https", "a.example", {}}, {"https", "b.example", {}}}), "https_a.example_0"});
  SegbTemplate segment{.entries = {{WireBuilder().text(1, "a").number(2, 1).write()}, {"gone", 7e8, 3}}};
  seeds.add("segb_fuzz", {write_segb(segment, 1), write_segb(segment, 2)});
  seeds.add("protobuf_message_fuzz",
            {WireBuilder().text(1, "a").message(2, WireBuilder().number(3, 4)).write()});
}

}  // namespace bridle::testing
