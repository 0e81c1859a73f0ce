#include "indicators/stix_loader.h"
#include "testing/fetch_fixture.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* first = "11111111-1111-4111-8111-111111111111";
constexpr const char* second = "22222222-2222-4222-8222-222222222222";

std::string event(std::string_view domain) {
  return R"({"Event":{"info":"x","Attribute":[{"type":"domain","value":")" + std::string(domain) +
         R"(","to_ids":true}]}})";
}
std::string manifest(std::initializer_list<std::pair<const char*, int>> events) {
  std::string out;
  for (auto [uuid, stamp] : events)
    out += (out.empty() ? "{\"" : ",\"") + std::string(uuid) + "\":{\"timestamp\":" + std::to_string(stamp) +
           "}";
  return out + "}";
}

class MispFeed : public FetchTest {
 protected:
  std::string run(const ReplayServer& server) {
    return fetch(source(SourceType::misp_feed, server, "/feed"));
  }
};

TEST_F(MispFeed, gets_what_the_manifest_lists_and_asks_only_for_what_changed) {
  std::string one = std::string(first) + ".json", two = std::string(second) + ".json";
  ReplayServer server(
      {{.target = "/feed/manifest.json", .answer = http_ok(manifest({{first, 1}, {second, 1}}))},
       {.target = "/feed/" + one, .answer = http_ok(event("a.example"))},
       {.target = "/feed/" + two, .answer = http_ok(event("b.example"))},
       {.target = "/feed/manifest.json", .answer = http_ok(manifest({{first, 2}}))},
       {.target = "/feed/" + one, .answer = http_ok(event("c.example"))},
       {.target = "/feed/manifest.json", .answer = http_ok(manifest({{first, 2}})), .again = true}});
  EXPECT_EQ(run(server), "3 files, 3 changed, 0 removed");
  auto set = load_indicators({{std::filesystem::path(options_.into + "/s")}}).value();
  EXPECT_EQ(set.indicators.size(), 2u);
  EXPECT_EQ(run(server), "2 files, 2 changed, 1 removed");
  EXPECT_EQ(content(one), event("c.example"));
  EXPECT_EQ(record().removed[0].name, two);
  EXPECT_EQ(run(server), "2 files, 0 changed, 0 removed");
  EXPECT_EQ(server.questions().size(), 6u);
}

TEST_F(MispFeed, a_broken_run_goes_on_where_it_stopped) {
  std::string one = std::string(first) + ".json", two = std::string(second) + ".json";
  ReplayServer server({{.target = "/feed/manifest.json",
                        .answer = http_ok(manifest({{first, 1}, {second, 1}})),
                        .again = true},
                       {.target = "/feed/" + one, .answer = http_ok(event("a.example"))},
                       {.target = "/feed/" + two, .answer = http_status(500)},
                       {.target = "/feed/" + two, .answer = http_ok(event("b.example"))}});
  EXPECT_THAT(run(server), HasSubstr("2 files, 2 changed, 0 removed\n" + server.url("/feed/" + two) +
                                     ": the server answered 500"));
  EXPECT_EQ(run(server), "3 files, 1 changed, 0 removed");
  EXPECT_THAT(server.targets(), HasSubstr("manifest.json\n/feed/" + two));
}

TEST_F(MispFeed, stops_after_five_failures_in_a_row_and_takes_nothing_away) {
  std::string listed = "{";
  for (int i = 10; i < 20; ++i)
    listed += (i > 10 ? "," : "") + std::string("\"") + std::to_string(i) +
              "111111-1111-4111-8111-111111111111\":{}";
  ReplayServer server({{.target = "/feed/manifest.json", .answer = http_ok(listed + "}")},
                       {.target = "*", .answer = http_status(500), .again = true}});
  EXPECT_THAT(run(server), HasSubstr("five failures in a row"));
  EXPECT_EQ(server.questions().size(), 6u);
}

TEST_F(MispFeed, a_bad_manifest_changes_nothing) {
  ReplayServer server(
      {{.target = "/feed/manifest.json", .answer = http_ok(manifest({{first, 1}}))},
       {.target = std::string("/feed/") + first + ".json", .answer = http_ok(event("a.example"))},
       {.target = "/feed/manifest.json", .answer = http_ok("<html>")},
       {.target = "/feed/manifest.json", .answer = http_ok(R"({"../../etc/passwd":{}})")}});
  run(server);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(run(server), HasSubstr("nothing was changed"));
    EXPECT_EQ(names(), std::string(first) + ".json\nmanifest.json\n");
  }
}

class MvtIndex : public FetchTest {
 protected:
  std::string run(const ReplayServer& server) {
    return fetch(source(SourceType::mvt_index, server, "/indicators.yaml"));
  }
  static std::string index(std::initializer_list<std::string> urls) {
    std::string out = "indicators:\n";
    for (const std::string& url : urls) out += "  - type: url\n    name: n\n    download_url: " + url + "\n";
    return out;
  }
};

TEST_F(MvtIndex, gets_all_that_is_listed_under_the_names_that_loading_looks_for) {
  ReplayServer files({{.target = "/a.stix2",
                       .answer = http_ok(bundle_of({"[domain-name:value='a.example']"})),
                       .again = true},
                      {.target = "/b.stix2",
                       .answer = http_ok(bundle_of({"[domain-name:value='b.example']"})),
                       .again = true}});
  ReplayServer server({{.target = "/indicators.yaml",
                        .answer = http_ok(index({files.url("/a.stix2"), files.url("/b.stix2")}))},
                       {.target = "/indicators.yaml",
                        .answer = http_ok(index({files.url("/b.stix2"), files.url("/none")}))}});
  EXPECT_EQ(run(server), "3 files, 3 changed, 0 removed");
  auto set = load_indicators({{std::filesystem::path(options_.into + "/s/indicators.yaml")}}).value();
  ASSERT_EQ(set.indicators.size(), 2u);
  EXPECT_THAT(set.indicators[0].references, ::testing::Contains(files.url("/a.stix2")));
  EXPECT_THAT(run(server), HasSubstr("2 files, 1 changed, 1 removed\n" + files.url("/none") +
                                     ": the server answered 404"));
}

TEST_F(MvtIndex, an_entry_cannot_write_where_it_should_not) {
  ReplayServer server({{.target = "/indicators.yaml",
                        .answer = http_ok(index({"https://indicators.yaml", "https://../x",
                                                 "file:///etc/passwd", "https://.incoming"}))}});
  auto got = run(server);
  EXPECT_THAT(content("indicators.yaml"), HasSubstr("download_url"));
  EXPECT_EQ(names(), "indicators.yaml\n");
  EXPECT_THAT(got, HasSubstr("1 files, 1 changed, 0 removed\n"));
}

TEST_F(MvtIndex, works_from_a_mirror_without_a_network) {
  write("mirror/indicators.yaml", index({"https://a.example/a.stix2"}));
  write("mirror/a.example_a.stix2", bundle_of({"[domain-name:value='a.example']"}));
  Source mirror{.name = "s", .type = SourceType::mvt_index, .mirror = folder_ + "/mirror"};
  EXPECT_EQ(fetch(mirror), "2 files, 2 changed, 0 removed");
  EXPECT_EQ(record().files.at("a.example_a.stix2").url, "https://a.example/a.stix2");
  EXPECT_EQ(fetch(mirror), "2 files, 0 changed, 0 removed");
}

TEST_F(MvtIndex, a_folder_of_another_source_is_not_overwritten) {
  ReplayServer server({{.target = "*", .answer = http_ok("x"), .again = true}});
  fetch(source(SourceType::file, server, "/f"));
  EXPECT_THAT(run(server), HasSubstr("holds another source"));
}

}  // namespace
}  // namespace bridle::testing
