#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"
#include "testing/apk_builder.h"
#include "testing/axml_builder.h"
#include "testing/dump_builder.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

std::string an_app() {
  return ApkBuilder()
      .member("AndroidManifest.xml", hidden_app_manifest())
      .member("classes.dex", "code with evil-string in it")
      .signer(scheme_v2, debug_certificate())
      .write();
}

void collect(const std::string& path, Packing packing) {
  auto builder = DumpBuilder::begin(path, packing);
  ASSERT_TRUE(builder) << builder.error().message;
  for (const auto& [name, content] : std::vector<std::pair<std::string, std::string>>{
           {"acquisition.json", "{\"uuid\":\"1\"}"},
           {"packages.json",
            "[{\"name\":\"com.example.hidden\",\"installer\":\"null\",\"files\":[{\"path\":\"/data/app/x/"
            "base.apk\","
            "\"sha256\":\"" +
                std::string(64, 'a') + "\"}],\"third_party\":true}]"},
           {"apks/com.example.hidden.apk", an_app()}})
    ASSERT_TRUE((*builder)->add({.path = name, .content = content}));
  ASSERT_TRUE((*builder)->finish());
}

}  // namespace

TEST(Apks, of_a_collection_are_read_and_judged) {
  Folder folder;
  for (Packing packing : {Packing::folder, Packing::zip}) {
    std::string at = folder / std::string(name(packing)), made = at + ".case";
    collect(at, packing);
    auto outcome = run_bridle({"examine", at, "--case", made});
    EXPECT_EQ(outcome.code, 1) << outcome.err;
    EXPECT_EQ(text_in(made, "SELECT package || ' ' || has_launcher || ' ' || roles FROM android_apk_files"),
              "com.example.hidden 0 accessibility boot");
    EXPECT_EQ(text_in(made, "SELECT schemes || ' ' || subject FROM android_apk_signers"),
              "v2 C=US,O=Android,CN=Android Debug");
    EXPECT_EQ(count_in(made, "SELECT count(*) FROM android_apk_manifest"), 3);
    for (const char* rule : {"android.apk_hidden", "android.apk_changed", "android.apk_test_build"})
      EXPECT_GT(count_in(made, "SELECT count(*) FROM finding WHERE rule = '" + std::string(rule) + "'"), 0)
          << rule;
    EXPECT_EQ(count_in(made, "SELECT count(*) FROM finding WHERE rule = 'android.apk_evasion'"), 0);
  }
}

TEST(Apks, are_held_against_yara_rules) {
  Folder folder;
  collect(folder / "collection", Packing::folder);
  write_text(folder / "r.yar", "rule planted { strings: $a = \"evil-string\" condition: $a }");
  auto outcome =
      run_bridle({"examine", folder / "collection", "--case", folder / "case", "--yara", folder / "r.yar"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_EQ(text_in(folder / "case",
                    "SELECT group_concat(file || ' ' || coalesce(member, '-')) FROM any_yara_match"),
            "androidqf/apks/com.example.hidden.apk classes.dex");
}

TEST(Apks, signers_meet_indicators) {
  Folder folder;
  collect(folder / "collection", Packing::zip);
  // The debug certificate's own digest, as the case itself states it.
  (void)run_bridle({"examine", folder / "collection", "--case", folder / "first", "--quiet"});
  std::string digest = text_in(folder / "first", "SELECT sha256 FROM android_apk_signers");
  write_text(folder / "list.csv", "certificate\n" + digest + "\n");
  auto outcome =
      run_bridle({"examine", folder / "collection", "--case", folder / "case", "-i", folder / "list.csv"});
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM match WHERE source = 'android_apk_signers'"), 1)
      << outcome.out << outcome.err;
}

}  // namespace bridle::testing
