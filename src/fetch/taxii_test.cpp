#include "indicators/stix_loader.h"
#include "testing/fetch_fixture.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

std::string page(std::string_view id, std::string_view more) {
  return std::string("{\"objects\":[{\"type\":\"indicator\",\"id\":\"indicator--") + std::string(id) +
         "\",\"pattern_type\":\"stix\",\"pattern\":\"[domain-name:value='" + std::string(id) +
         ".example']\"}]" + std::string(more) + "}";
}
std::string taxii(std::string_view body, std::string_view last = {}) {
  std::string headers = "Content-Type: application/taxii+json;version=2.1\r\n";
  if (!last.empty()) headers += "X-TAXII-Date-Added-Last: " + std::string(last) + "\r\n";
  return http_ok(body, headers);
}

class Taxii : public FetchTest {
 protected:
  std::string run(const ReplayServer& server) {
    return fetch(source(SourceType::taxii, server, "/api/collections/c/"));
  }
};

TEST_F(Taxii, follows_next_and_goes_on_from_the_date_added_last) {
  ReplayServer server({{.target = "/api/collections/c/objects/",
                        .answer = taxii(page("a", R"(,"more":true,"next":"n 1")"), "2026-01-01T00:00:01.5Z")},
                       {.target = "/api/collections/c/objects/?next=n+1",
                        .answer = taxii(page("b", ""), "2026-01-02T00:00:00Z")},
                       {.target = "/api/collections/c/objects/?added_after=2026-01-01T23%3a59%3a59.999Z",
                        .answer = taxii("{}"),
                        .again = true}});
  EXPECT_EQ(run(server), "2 files, 2 changed, 0 removed");
  EXPECT_THAT(server.questions()[0], HasSubstr("Accept: application/taxii+json;version=2.1\r\n"));
  EXPECT_EQ(names(), "0001-00001.json\n0001-00002.json\n");
  EXPECT_EQ(content("0001-00001.json"), page("a", R"(,"more":true,"next":"n 1")"));
  EXPECT_EQ(record().added_after, "2026-01-02T00:00:00Z");
  EXPECT_EQ(run(server), "2 files, 0 changed, 0 removed");
  EXPECT_EQ(record().added_after, "2026-01-02T00:00:00Z");
  EXPECT_EQ(server.questions().size(), 3u);
  auto set = load_indicators({{std::filesystem::path(options_.into + "/s")}}).value();
  EXPECT_EQ(set.indicators.size(), 2u);
}

TEST_F(Taxii, goes_on_by_date_where_there_is_no_next) {
  ReplayServer server({{.target = "/api/collections/c/objects/",
                        .answer = taxii(page("a", R"(,"more":true)"), "2026-01-01T00:00:00Z")},
                       {.target = "/api/collections/c/objects/?added_after=2026-01-01T00%3a00%3a00Z",
                        .answer = taxii(page("b", ""))}});
  EXPECT_EQ(run(server), "2 files, 2 changed, 0 removed");
}

TEST_F(Taxii, a_broken_pull_goes_on_and_misses_nothing_of_the_same_instant) {
  ReplayServer server(
      {{.target = "/api/collections/c/objects/",
        .answer = taxii(page("a", R"(,"more":true,"next":"1")"), "2026-01-01T00:00:00Z")},
       {.target = "/api/collections/c/objects/?next=1", .answer = http_status(500)},
       {.target = "/api/collections/c/objects/?added_after=2025-12-31T23%3a59%3a59.999Z",
        .answer = taxii(page("a", R"(,"more":true,"next":"1")"), "2026-01-01T00:00:00Z")},
       {.target = "/api/collections/c/objects/?added_after=2025-12-31T23%3a59%3a59.999Z&next=1",
        .answer = taxii(page("b", ""), "2026-01-01T00:00:00Z")}});
  EXPECT_THAT(run(server), HasSubstr("1 files, 1 changed, 0 removed\n"));
  EXPECT_TRUE(record().pulling);
  EXPECT_EQ(record().completed, "");
  EXPECT_EQ(run(server), "2 files, 1 changed, 0 removed");
  EXPECT_FALSE(record().pulling);
  EXPECT_EQ(names(), "0001-00001.json\n0001-00002.json\n");
}

TEST_F(Taxii, the_same_next_may_stand_for_another_page) {  // as medallion has it
  ReplayServer server(
      {{.target = "/api/collections/c/objects/", .answer = taxii(page("a", R"(,"more":true,"next":"x")"))},
       {.target = "*", .answer = taxii(page("b", R"(,"more":true,"next":"x")"))},
       {.target = "*", .answer = taxii(page("c", ""))}});
  EXPECT_EQ(run(server), "3 files, 3 changed, 0 removed");
}

TEST_F(Taxii, leaves_a_circle_and_an_endless_collection) {
  ReplayServer circle(
      {{.target = "*", .answer = taxii(page("a", R"(,"more":true,"next":"1")")), .again = true}});
  EXPECT_THAT(run(circle), HasSubstr("leads in a circle"));
  EXPECT_EQ(circle.questions().size(), 2u);
  ReplayServer nowhere({{.target = "*", .answer = taxii(page("a", R"(,"more":true)")), .again = true}});
  auto from = source(SourceType::taxii, nowhere, "/api/collections/c/");
  from.name = "t";
  EXPECT_THAT(fetch(from), HasSubstr("there is more, and not how to get it"));
  std::vector<Exchange> many;
  for (int i = 0; i < 10; ++i)
    many.push_back(
        {.target = "*",
         .answer = taxii(page(std::to_string(i), ",\"more\":true,\"next\":\"" + std::to_string(i) + "\""))});
  ReplayServer endless(many);
  from = source(SourceType::taxii, endless, "/api/collections/c/");
  from.name = "u";
  from.max_files = 4;
  EXPECT_THAT(fetch(from), HasSubstr("4 files, 4 changed, 0 removed\n4 pages and still more"));
}

TEST_F(Taxii, refuses_what_is_no_envelope) {
  for (auto [answer, words] :
       {std::pair{http_ok("<html>"), "no TAXII envelope"},
        {http_ok(R"({"title":"a root"})"), "no TAXII envelope"},
        {http_ok("[]"), "no TAXII envelope"},
        {http_ok(R"({"objects":5})"), "no list"},
        {http_ok(R"({"more":"yes","objects":[]})"), "neither true nor false"},
        {http_ok(R"({"objects":[]})", "Content-Type: application/vnd.oasis.stix+json; version=2.0\r\n"),
         "TAXII 2.0"},
        {http_status(406), "does not speak the form"}}) {
    ReplayServer server({{.target = "*", .answer = answer}});
    EXPECT_THAT(run(server), HasSubstr(words));
    EXPECT_EQ(names(), "");
    std::filesystem::remove_all(options_.into);
  }
}

TEST_F(Taxii, a_full_pull_learns_what_was_deleted) {
  ReplayServer server({{.target = "*", .answer = taxii(page("a", ""), "2026-01-01T00:00:00Z")},
                       {.target = "*", .answer = taxii(page("b", ""), "2026-01-02T00:00:00Z")},
                       {.target = "*", .answer = taxii(page("b", ""), "2026-01-02T00:00:00Z")}});
  run(server);
  EXPECT_EQ(run(server), "2 files, 1 changed, 0 removed");
  options_.full = true;
  EXPECT_EQ(run(server), "1 files, 1 changed, 2 removed");
  EXPECT_EQ(names(), "0003-00001.json\n");
  EXPECT_EQ(record().removed.size(), 2u);
}

TEST_F(Taxii, asks_for_everything_again_when_a_page_was_changed_here) {
  ReplayServer server({{.target = "/api/collections/c/objects/",
                        .answer = taxii(page("a", ""), "2026-01-01T00:00:00Z"),
                        .again = true}});
  run(server);
  write("into/s/0001-00001.json", "{}");
  EXPECT_EQ(run(server), "1 files, 1 changed, 1 removed");
  EXPECT_EQ(content("0002-00001.json"), page("a", ""));
}

TEST_F(Taxii, a_mirror_gives_the_pages_and_where_they_came_from) {
  ReplayServer server(
      {{.target = "*", .answer = taxii(page("a", ""), "2026-01-01T00:00:00Z"), .again = true}});
  run(server);
  auto first = record().files.at("0001-00001.json");
  Source mirror{.name = "m", .type = SourceType::taxii, .mirror = options_.into + "/s/"};
  EXPECT_EQ(fetch(mirror), "1 files, 1 changed, 0 removed");
  auto copied = read_fetch_record(content_of(options_.into + "/m.record")).value();
  EXPECT_EQ(copied.files.at("0001-00001.json").url, first.url);
  EXPECT_EQ(copied.files.at("0001-00001.json").fetched, first.fetched);
}

}  // namespace
}  // namespace bridle::testing
