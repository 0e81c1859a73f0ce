#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

}  // namespace

TEST(IosLocationdClients, reads_clients_of_every_spelling) {
  EXPECT_EQ(
      records("ios.locationd_clients",
              write_bplist(Dictionary{
                  {"MigrationPerformed", 1},
                  {"com.example.app",
                   Dictionary{{"BundleId", "com.example.app"},
                              {"BundlePath", "/private/var/containers/Bundle/Application/U/A.app"},
                              {"Registered", true},
                              {"Authorization", 4},
                              {"LocationTimeStopped", 635290963.5},
                              {"FenceTimeStarted", 635290964}}},
                  {"com.apple.locationd.bundle-/System/Library/LocationBundles/IonosphereHarvest.bundle",
                   Dictionary{{"Registered", "/System/Library/LocationBundles/IonosphereHarvest.bundle"},
                              {"LocationTimeStopped", 0}}},
                  {"com.apple.locationd.executable-/private/var/db/x/rolexd:",
                   Dictionary{{"Executable", "/private/var/db/x/rolexd"},
                              {"ClientStorageToken", plist_data("ab")}}},
                  {"icom.apple.Maps:",
                   Dictionary{{"ConsumptionPeriodBegin", Time{1'600'000'000'000'000'000}}}}})),
      "key com.example.app | client | com.example.app | NULL | NULL | com.example.app | NULL | "
      "/private/var/containers/Bundle/Application/U/A.app | NULL | NULL | 4 | "
      "{\"BundleId\":\"com.example.app\",\"BundlePath\":\"/private/var/containers/Bundle/Application/U/"
      "A.app\",\"Registered\":true,\"Authorization\":4,\"LocationTimeStopped\":635290963.5,"
      "\"FenceTimeStarted\":635290964}\n"
      "key com.example.app.LocationTimeStopped | moment | com.example.app | LocationTimeStopped | "
      "2021-02-17T21:42:43.500Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "key com.example.app.FenceTimeStarted | moment | com.example.app | FenceTimeStarted | "
      "2021-02-17T21:42:44Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "key com.apple.locationd.bundle-/System/Library/LocationBundles/IonosphereHarvest.bundle | client | "
      "com.apple.locationd.bundle-/System/Library/LocationBundles/IonosphereHarvest.bundle | NULL | NULL | "
      "NULL | /System/Library/LocationBundles/IonosphereHarvest.bundle | NULL | NULL | "
      "/System/Library/LocationBundles/IonosphereHarvest.bundle | NULL | "
      "{\"Registered\":\"/System/Library/LocationBundles/"
      "IonosphereHarvest.bundle\",\"LocationTimeStopped\":0}\n"
      "key com.apple.locationd.executable-/private/var/db/x/rolexd: | client | "
      "com.apple.locationd.executable-/private/var/db/x/rolexd | NULL | NULL | NULL | "
      "/private/var/db/x/rolexd | NULL | /private/var/db/x/rolexd | NULL | NULL | "
      "{\"Executable\":\"/private/var/db/x/rolexd\",\"ClientStorageToken\":\"YWI=\"}\n"
      "key icom.apple.Maps: | client | icom.apple.Maps | NULL | NULL | com.apple.Maps | NULL | NULL | NULL | "
      "NULL | NULL | {\"ConsumptionPeriodBegin\":\"2020-09-13T12:26:40Z\"}\n"
      "key icom.apple.Maps:.ConsumptionPeriodBegin | moment | icom.apple.Maps | ConsumptionPeriodBegin | "
      "2020-09-13T12:26:40Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosLocationdClients, gives_up_on_what_is_no_dictionary) {
  EXPECT_EQ(records("ios.locationd_clients", write_bplist(Array{})),
            "failed: malformed: plist is no dictionary\n");
}

}  // namespace bridle::testing
