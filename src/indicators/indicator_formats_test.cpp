#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "indicators/indicator_format.h"
#include "indicators/mvt_index.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

/// "domain evil.com; app_id com.bad.app", withdrawn ones with a "-" in front.
std::string values(const IndicatorSet& set) {
  std::string out;
  for (const Indicator& each : set.indicators)
    out += fmt::format("{}{}{} {}", out.empty() ? "" : "; ", each.revoked ? "-" : "", name(each.type),
                       each.normalised);
  return out;
}

std::string remarks(const std::vector<LoadRemark>& list) {
  std::string out;
  for (const LoadRemark& each : list) out += fmt::format("{}: {}: {}\n", each.id, each.pattern, each.reason);
  return out;
}

std::string error_of(std::string_view content) {
  return load(content).report.files.at(0).error;
}

TEST(IndicatorFormats, plain_list_knows_values_by_their_look) {
  auto set = load(
      "# a comment\n"
      "evil.com\n"
      "hxxp://bad[.]example.org/x?a=b#c   # of last week\n"
      "198.51.100.7\n"
      "2001:db8::1\n"
      "10.9.0.0/16\n"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
      "/private/var/tmp/x\n"
      "who@evil.com\r\n"
      "com.bad.app\n"
      "0.0.0.0 blocked.net\n"
      "bareword\n"
      "# type: process\n"
      "bh\n"
      "# type:\n"
      "last.org");
  EXPECT_EQ(
      values(set),
      "domain evil.com; url http://bad.example.org/x?a=b; ipv4 198.51.100.7; ipv6 2001:db8::1; ipv4 "
      "10.9.0.0/16; sha256 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; file_path "
      "/private/var/tmp/x; email who@evil.com; app_id com.bad.app; domain blocked.net; process_name bh; "
      "domain last.org");
  const FileReport& report = set.report.files[0];
  EXPECT_EQ(report.error, "");
  EXPECT_EQ(report.objects, 13u);
  EXPECT_EQ(
      remarks(report.rejected),
      "line 12: bareword: cannot tell what kind of value this is: say so in a line \"# type: …\" above, "
      "or use a CSV\n");
}

TEST(IndicatorFormats, table_by_the_names_of_its_columns) {
  auto set = load(
      "type;value;malware;comment;tlp;platform;first_seen\n"
      "domain;evil.com;Thing;\"two; parts\n and \"\"lines\"\"\";amber;iOS;2024-01-31\n"
      "sha256;00;;;;;\n"
      "mutex;abc;;;;;\n"
      ";plain.org;;;;;\n");
  EXPECT_EQ(values(set), "domain evil.com; domain plain.org");
  const Indicator& first = set.indicators.at(0);
  EXPECT_EQ(first.attributions.at(0).name, "Thing");
  EXPECT_EQ(first.notes.at(0), "two; parts\n and \"lines\"");
  EXPECT_EQ(first.tlp, Tlp::amber);
  EXPECT_EQ(first.platform, Platform::ios);
  EXPECT_EQ(to_iso8601(first.valid_from.value()), "2024-01-31T00:00:00Z");
  const FileReport& report = set.report.files[0];
  EXPECT_EQ(remarks(report.rejected), "line 4: 00: hash of 2 digits: no algorithm has that length\n");
  EXPECT_EQ(remarks(report.not_evaluated), "line 5: abc: values of this type are not evaluated\n");
  EXPECT_EQ(report.indicators, report.accepted + report.rejected.size() + report.not_evaluated.size());

  EXPECT_EQ(values(load("domain_name,ip_address\n\"a.com\",\"191.101.31.25\"\n")),
            "domain a.com; ipv4 191.101.31.25");
  EXPECT_EQ(
      values(load("SHA256,Package Name,App\n"
                  "2f3bc9ebe8c249f0416f5b0367f34b4b8f6aaa7d351dc5b4912fe2558491b6b7,com.topspy,1TopSpy\n")),
      "sha256 2f3bc9ebe8c249f0416f5b0367f34b4b8f6aaa7d351dc5b4912fe2558491b6b7; app_id com.topspy");
}

constexpr std::string_view event = R"({"Event":{"uuid":"aaaaaaaa-0000-4000-8000-000000000001",
"Attribute":[
 {"type":"domain|ip","value":"evil.com|198.51.100.7","to_ids":true,"uuid":"u1","comment":"first stage",
  "first_seen":"2024-01-01T00:00:00.000000+00:00"},
 {"type":"filename|sha256","value":"update.apk|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","to_ids":true},
 {"type":"domain","value":"context.com","to_ids":false},
 {"type":"domain","value":"gone.com","to_ids":true,"deleted":true},
 {"type":"yara","value":"rule x {}","to_ids":true},
 {"type":"domain|ip","value":"half.com","to_ids":"1"},
 {"type":"stix2-pattern","value":"[url:value = 'https://a.com/b']","to_ids":true},
 {"type":7},
 3],
"Object":[{"name":"android-app","Attribute":[{"type":"mobile-application-id","value":"com.bad","to_ids":true},
  {"type":"sha1","object_relation":"certificate","value":"0123456789abcdef0123456789abcdef01234567","to_ids":true}]},
 {"deleted":true,"Attribute":[{"type":"md5","value":"0123456789abcdef0123456789abcdef","to_ids":true}]}],
"info":"A campaign","Tag":[{"name":"tlp:amber+strict"},{"name":"misp-galaxy:threat-actor=\"Somebody\""}]}})";

TEST(IndicatorFormats, misp_event_with_composites_deleted_and_context) {
  auto set = load(event);
  EXPECT_EQ(set.report.files[0].error, "");
  EXPECT_EQ(values(set),
            "domain evil.com; ipv4 198.51.100.7; sha256 "
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; -domain gone.com; domain "
            "half.com; url "
            "https://a.com/b; app_id com.bad; certificate_sha1 0123456789abcdef0123456789abcdef01234567; "
            "-md5 0123456789abcdef0123456789abcdef");
  const Indicator& first = set.indicators.at(0);
  EXPECT_EQ(first.tlp, Tlp::amber_strict);
  ASSERT_EQ(first.attributions.size(), 2u);
  EXPECT_EQ(first.attributions[0].name, "Somebody");
  EXPECT_EQ(first.attributions[1].name, "A campaign");
  EXPECT_EQ(first.notes.back(), "the publisher's comment: first stage");
  EXPECT_TRUE(first.valid_from);
  EXPECT_EQ(set.indicators[2].notes.back(), "published with the file name update.apk");
  const FileReport& report = set.report.files[0];
  EXPECT_EQ(remarks(report.not_evaluated),
            "attribute 5: rule x {}: attribute of type yara is not evaluated\n");
  EXPECT_EQ(remarks(report.rejected),
            "attribute 6: half.com: second half of a composite value is missing\n"
            "attribute 9: : attribute is no JSON object\n");
  Matcher matcher(set);
  EXPECT_EQ(grade(matcher, ObservableType::host, "gone.com"), "none");
  EXPECT_EQ(grade(matcher, ObservableType::host, "evil.com"), "exact");
}

TEST(IndicatorFormats, misp_lists_of_events_and_a_break) {
  std::string one(event);
  EXPECT_EQ(load("[" + one + "]").indicators.size(), 9u);
  EXPECT_EQ(load(R"({"response":[)" + one + "]}").indicators.size(), 9u);
  auto cut = load(one.substr(0, one.size() - 2));
  EXPECT_NE(cut.report.files[0].error, "");
}

TEST(IndicatorFormats, warning_lists_are_collisions_of_the_others_values) {
  IndicatorLoader loader;
  auto add = [&](std::string_view text) { loader.add_file("f", as_bytes(text)); };
  add("cdn.popular.com\nother.net\n198.51.100.7\n");
  add(R"({"name":"Popular","type":"hostname","version":1,"list":[".popular.com"],"matching_attributes":["domain"]})");
  add(R"({"name":"Clouds","type":"cidr","version":1,"list":["198.51.0.0/16","::/0"]})");
  auto set = loader.finish();
  EXPECT_THAT(set.indicators.at(0).collisions, ElementsAre("it stands on the warning list \"Popular\""));
  EXPECT_TRUE(set.indicators.at(1).collisions.empty());
  EXPECT_THAT(set.indicators.at(2).collisions, ElementsAre("it stands on the warning list \"Clouds\""));
  EXPECT_EQ(set.report.files[1].objects, 1u);
}

TEST(IndicatorFormats, warning_lists_of_parts_and_expressions) {
  IndicatorLoader loader;
  auto add = [&](std::string_view text) { loader.add_file("f", as_bytes(text)); };
  add("someone@throw-away.com\nthrow-away.com\nserver7.host.com\nother.net\n");
  add(R"({"name":"Disposable","type":"substring","list":["Throw-Away.com","a.b"],"matching_attributes":["email-src","email-dst"]})");
  add(R"({"name":"Numbered","type":"regex","list":["/^server[0-9]+\\.HOST\\./i","^(?!x)y"]})");
  add(R"({"name":"Odd","type":"fuzzy","matching_attributes":[],"list":["a"]})");
  auto set = loader.finish();
  ASSERT_EQ(set.indicators.size(), 4u);
  EXPECT_THAT(set.indicators[0].collisions, ElementsAre("it stands on the warning list \"Disposable\""));
  EXPECT_TRUE(set.indicators[1].collisions.empty());  // a domain: the list is about addresses of mail
  EXPECT_THAT(set.indicators[2].collisions, ElementsAre("it stands on the warning list \"Numbered\""));
  EXPECT_TRUE(set.indicators[3].collisions.empty());
  EXPECT_EQ(set.report.files[1].error, "");
  EXPECT_EQ(set.report.files[2].error,
            "warning list with 1 expressions that cannot be held in linear time; the other 1 are held");
  EXPECT_EQ(set.report.files[3].error, "warning list of a type that is not known");
}

TEST(IndicatorFormats, open_ioc_takes_what_is_joined_by_or) {
  auto set = load(R"(<?xml version="1.0"?>
<ioc xmlns="http://schemas.mandiant.com/2010/ioc" id="x"><short_description>Tool</short_description><definition>
<Indicator operator="OR">
 <IndicatorItem id="i1" condition="is"><Context document="DnsEntryItem" search="DnsEntryItem/Host"/><Content type="string">evil.com</Content></IndicatorItem>
 <IndicatorItem condition="contains"><Context search="FileItem/FullPath"/><Content>tmp</Content></IndicatorItem>
 <IndicatorItem condition="is"><Context search="RegistryItem/Path"/><Content>HKLM</Content></IndicatorItem>
 <Indicator operator="AND">
  <IndicatorItem condition="is"><Context search="FileItem/FileName"/><Content>a.bin</Content></IndicatorItem>
  <IndicatorItem condition="is"><Context search="FileItem/SizeInBytes"/><Content>7</Content></IndicatorItem>
 </Indicator>
</Indicator></definition></ioc>)");
  EXPECT_EQ(values(set), "domain evil.com");
  EXPECT_EQ(set.indicators[0].attributions.at(0).name, "Tool");
  EXPECT_EQ(remarks(set.report.files[0].not_evaluated),
            "item 2: tmp: a comparison other than \"is\" is not evaluated\n"
            "item 3: HKLM: term RegistryItem/Path is not evaluated\n"
            "item 4: a.bin: joined with others by AND: not evaluated\n"
            "item 5: 7: joined with others by AND: not evaluated\n");
  EXPECT_EQ(values(load(R"(<OpenIOC><metadata><short_description>T</short_description></metadata><criteria>
<Indicator operator="OR"><IndicatorItem condition="is" negate="false"><Context search="FileItem/Md5sum"/>
<Content>0123456789abcdef0123456789ABCDEF</Content></IndicatorItem></Indicator></criteria></OpenIOC>)")),
            "md5 0123456789abcdef0123456789abcdef");
}

TEST(IndicatorFormats, foreign_files_are_refused_by_name) {
  EXPECT_EQ(
      error_of(
          R"(<?xml version="1.0"?><!-- x --><stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1">)"),
      "this is STIX 1.x, which is not read: convert it to STIX 2.1, for instance with stix2-elevator");
  EXPECT_NE(error_of("<!DOCTYPE html><html><body>404").find("a web page"), std::string::npos);
  EXPECT_NE(error_of("rule Spy {\n strings: $a = \"x\"\n}\n").find("YARA"), std::string::npos);
  EXPECT_NE(error_of("PK\3\4 something").find("ZIP"), std::string::npos);
  EXPECT_NE(
      error_of("0123456789abcdef0123456789abcdef,aaaaaaaa-0000-4000-8000-000000000001\n").find("hashes.csv"),
      std::string::npos);
  EXPECT_NE(error_of("Dear reader, this is prose.\nIt holds no values at all.\n").find("no known kind"),
            std::string::npos);
  EXPECT_NE(error_of("# only this\n"), "");
  EXPECT_NE(error_of("<feed/>").find("<feed>"), std::string::npos);
}

constexpr std::string_view index_text =
    "indicators:\n  -\n    type: github\n    name: First list\n    sources:\n      - A Lab\n    references:\n"
    "      - https://lab.example/report\n    github:\n      owner: o\n      repo: r\n      branch: main\n"
    "      path: a/first.stix2\n  - type: url\n    name: Second list\n    download_url: "
    "https://x.example/second.json\n"
    "  - {name: Escape, download_url: 'https://../../etc/passwd'}\n";

TEST(IndicatorFormats, mvt_index_names_files_and_never_leaves_its_folder) {
  auto index = read_mvt_index(index_text);
  ASSERT_TRUE(index) << index.error().message;
  ASSERT_EQ(index->size(), 3u);
  EXPECT_EQ(index->at(0).sources, std::vector<std::string>{"A Lab"});
  EXPECT_EQ(index->at(0).local_names(),
            (std::vector<std::string>{"raw.githubusercontent.com_o_r_main_a_first.stix2", "a/first.stix2"}));
  EXPECT_EQ(index->at(1).local_names(), std::vector<std::string>{"x.example_second.json"});
  EXPECT_EQ(index->at(2).local_names(), std::vector<std::string>{".._.._etc_passwd"});
  EXPECT_FALSE(read_mvt_index("indicators: [&a [*a]]"));
  EXPECT_FALSE(read_mvt_index("indicators:\n - name: \"x\n"));
}

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("bridle-formats-{}", ::getpid())) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  void write(const std::string& name, std::string_view content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
  }
  IndicatorSet load(const std::string& name = "") const {
    auto path = name.empty() ? path_ : path_ / name;
    auto set = load_indicators({&path, 1});
    EXPECT_TRUE(set);
    return set ? std::move(*set) : IndicatorSet{};
  }

 private:
  fs::path path_;
};

TEST(IndicatorFormats, index_loads_what_lies_beside_it_and_names_what_does_not) {
  Folder folder;
  folder.write("indicators.yaml", index_text);
  folder.write("a/first.stix2", bundle_of({"[domain-name:value='evil.com']"}));
  auto set = folder.load("indicators.yaml");
  EXPECT_EQ(values(set), "domain evil.com");
  EXPECT_EQ(set.indicators[0].attributions.at(0).name, "First list");
  EXPECT_EQ(set.indicators[0].references,
            (std::vector<std::string>{"https://lab.example/report",
                                      "https://raw.githubusercontent.com/o/r/main/a/first.stix2"}));
  ASSERT_EQ(set.report.files.size(), 3u);
  EXPECT_EQ(set.report.files[1].name, "Second list");
  EXPECT_EQ(set.report.files[1].error, "listed by the index, and not beside it: download it first");
}

TEST(IndicatorFormats, feed_folder_follows_its_manifest) {
  Folder folder;
  folder.write("manifest.json", R"({"aaaaaaaa-0000-4000-8000-000000000001":{"info":"x"},
                                    "aaaaaaaa-0000-4000-8000-000000000003":{"info":"y"}})");
  folder.write("aaaaaaaa-0000-4000-8000-000000000001.json", event);
  folder.write("aaaaaaaa-0000-4000-8000-000000000002.json", event);
  folder.write("hashes.csv", "0123456789abcdef0123456789abcdef,aaaaaaaa-0000-4000-8000-000000000001\n");
  auto set = folder.load();
  EXPECT_EQ(set.indicators.size(), 9u);
  std::string errors;
  for (const FileReport& file : set.report.files)
    if (!file.error.empty()) errors += fmt::format("{}: {}\n", file.name, file.error);
  EXPECT_NE(errors.find("000000000003.json"), std::string::npos) << errors;
  EXPECT_NE(errors.find("000000000002.json: not listed by the feed's manifest"), std::string::npos) << errors;
  EXPECT_EQ(set.report.left_out, std::vector<std::string>{"hashes.csv"});
}

TEST(IndicatorFormats, raw_lists_beside_structured_files_are_left_out_visibly) {
  Folder folder;
  folder.write("lists/domains.txt", "evil.com\n");
  EXPECT_EQ(values(folder.load()), "domain evil.com");
  folder.write("set.stix2", bundle_of({"[domain-name:value='evil.org']"}));
  auto set = folder.load();
  EXPECT_EQ(values(set), "domain evil.org");
  EXPECT_EQ(set.report.left_out, std::vector<std::string>{"lists/domains.txt"});
}

}  // namespace
}  // namespace bridle::testing
