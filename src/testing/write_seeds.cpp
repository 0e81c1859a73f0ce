// bridle-seeds DIRECTORY writes DIRECTORY/<fuzz target>/<n>: what the fuzzers start from. Every format adds
// its own.
#include <iostream>
#include <string>
#include <string_view>

#include "testing/age_builder.h"
#include "testing/android_backup_builder.h"
#include "testing/dumpstate_builder.h"
#include "testing/keybag_builder.h"
#include "testing/keyed_archive_builder.h"
#include "testing/link_metadata_builder.h"
#include "testing/mbdb_builder.h"
#include "testing/mbfile_builder.h"
#include "testing/message_summary_builder.h"
#include "testing/plist_builder.h"
#include "testing/seeds.h"
#include "testing/typedstream_builder.h"

namespace bridle::testing {
namespace {

PlistTree every_kind() {
  return PlistTree::Dictionary{
      {"text", "plain"},
      {"wide", "gr\u00fc\u00df \U0001F600"},
      {"truth", PlistTree::Array{true, false}},
      {"numbers", PlistTree::Array{7, -7, std::int64_t{1} << 40, ~std::uint64_t{0}, 1.5}},
      {"date", Time{1'600'000'000'000'000'000}},
      {"data", plist_data("data")},
      {"uid", plist_uid(300)}};
}

std::string every_class() {
  KeyedArchiveBuilder b;
  auto array = b.add_array({b.add("one"), b.add(2)});
  auto dictionary = b.add_dictionary({b.add("key")}, {b.add("value")});
  auto text = b.add("NSMutableString", {{"NS.string", "mutable"}}, {"NSString"});
  auto data = b.add("NSMutableData", {{"NS.data", plist_data("bytes")}}, {"NSData"});
  auto date = b.add("NSDate", {{"NS.time", 1.0}});
  auto uuid = b.add("NSUUID", {{"NS.uuidbytes", plist_data("0123456789abcdef")}});
  auto url = b.add_url("b?q", b.add_url("https://example.org/a/"));
  return b.write(b.add_array({array, dictionary, text, data, date, uuid, url}));
}

void write_messages(Seeds& seeds) {
  AttributedTemplate body{
      .text = "\uFFFC see https://example.org/",
      .runs = {{.length = 6, .attributes = {{"__kIMFileTransferGUIDAttributeName", "at_0_GUID"}}},
               {.length = 20,
                .attributes = {{"__kIMLinkAttributeName", AttributedTemplate::Link{"https://example.org/"}},
                               {"__kIMMessagePartAttributeName", std::int64_t{1}},
                               {"data", AttributedTemplate::Data{"bytes"}}}}}};
  for (const char* target : {"typedstream_fuzz", "attributed_text_fuzz"})
    seeds.add(target, {write_typedstream(body), write_typedstream(plain_text("plain"))});
  seeds.add("message_summary_fuzz",
            {write_message_summary(
                {.edited = {{.part = 0, .versions = {{1.0, "first"}, {2.0, "second"}}}}, .retracted = {1}})});
  seeds.add("link_metadata_fuzz", {write_link_metadata({.original_url = "https://short.example/x",
                                                        .url = "https://long.example/",
                                                        .title = "Title",
                                                        .summary = "Summary",
                                                        .image_urls = {"https://img.example/1"}})});
}

void write_formats(Seeds& seeds) {
  seeds.add("bplist_fuzz", {write_bplist(every_kind()), billion_laughs(3), deep_bplist(5)});
  seeds.add("plist_xml_fuzz", {write_plist_xml(every_kind()), deep_plist_xml(5)});
  seeds.add("keyed_archive_fuzz", {every_class()});
  MbFileTemplate file{.relative_path = "Library/SMS/sms.db",
                      .encryption_key = stored_key(3, std::string(40, 'w')),
                      .target = "link",
                      .digest = std::string(20, 'd'),
                      .extended_attributes = {{"name", "value"}}};
  MbFileTemplate old_file{.relative_path = "a", .dates_as_objects = true};
  seeds.add("mbfile_fuzz", {write_mbfile(file), write_mbfile(old_file)});
  seeds.add("mbdb_fuzz",
            {write_mbdb({{.domain = "HomeDomain", .path = "Library"},
                         {.domain = "HomeDomain", .path = "l", .target = "t", .properties = {{"n", "v"}}}})});
  AndroidBackupTemplate encrypted{.version = 5, .password = "pw", .rounds = 10};
  std::vector<std::string> backups{write_android_backup("tar", {}), write_android_backup("tar", encrypted)};
  seeds.add("android_backup_header_fuzz", backups);
  seeds.add("android_backup_fuzz", backups);
  std::vector<std::string> ages{write_age("content", {.passphrase = "pw", .work_factor = 1}),
                                write_age("content", {}), std::string(age_test_identity)};
  seeds.add("age_header_fuzz", ages);
  seeds.add("age_file_fuzz", ages);
  seeds.add("dumpstate_fuzz",
            {every_kind_of_section(), DumpstateBuilder(DumpstateBuilder::Age::old, "\r\n")
                                          .header("generic/sdk/generic:2.3.3/GRI34/1:eng/test-keys")
                                          .section("PROCESSES", "ps -P", "USER PID\n")
                                          .begin_dumpsys()
                                          .service("alarm", "x\n")
                                          .end_dumpsys()
                                          .text()});
  seeds.add("keybag_fuzz",
            {write_keybag({.classes = {{.id = 1}, {.id = 2, .public_key = std::string(32, 'p')}}})});
}

}  // namespace
}  // namespace bridle::testing

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bridle-seeds DIRECTORY\n";
    return 2;
  }
  bridle::testing::Seeds seeds{argv[1]};
  bridle::testing::write_formats(seeds);
  bridle::testing::write_messages(seeds);
  bridle::testing::write_evidence_seeds(seeds);
  bridle::testing::write_indicator_seeds(seeds);
  bridle::testing::write_android_seeds(seeds);
  bridle::testing::write_ios_seeds(seeds);
  return seeds.ok() ? 0 : 1;
}
