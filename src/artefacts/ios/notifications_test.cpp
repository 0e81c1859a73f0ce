#include <gtest/gtest.h>

#include "testing/keyed_archive_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

PlistTree notification(KeyedArchiveBuilder& b, const char* message) {
  auto date = b.add("NSDate", {{"NS.time", 700'000'000.0}});
  return b.add_dictionary(
      {b.add("AppNotificationCreationDate"), b.add("AppNotificationTitle"), b.add("AppNotificationMessage"),
       b.add("AppNotificationIdentifier"), b.add("ToneAlertType"), b.add("SchemaVersion")},
      {date, b.add("ALERT"), b.add(message), b.add("I-1"), b.add(17), b.add("x")});
}

}  // namespace

TEST(IosNotifications, reads_what_was_shown) {
  KeyedArchiveBuilder b;
  auto root = b.add_array({notification(b, "see https://example.org/"), b.add("no dictionary")});
  EXPECT_EQ(
      records(
          "ios.notifications", b.write(root),
          "/private/var/mobile/Library/UserNotifications/com.apple.MobileSMS/DeliveredNotifications.plist"),
      "key root[0] | com.apple.MobileSMS | 2023-03-08T20:26:40Z | ALERT | NULL | see https://example.org/ | "
      "I-1 | {\"ToneAlertType\":17,\"SchemaVersion\":\"x\"}\n"
      "  mined message plain https://example.org/\n"
      "skip key root[1]: notification is no dictionary\n");
}

TEST(IosNotifications, refuses_another_file) {
  EXPECT_EQ(records("ios.notifications", write_bplist(PlistTree::Array{})),
            "failed: malformed: keyed archive has no $objects\n");
}

}  // namespace bridle::testing
