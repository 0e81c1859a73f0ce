#include "testing/fetch_fixture.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Http : public FetchTest {
 protected:
  /// Fetches /f of a server with these exchanges.
  std::string one(std::vector<Exchange> exchanges) {
    std::filesystem::remove_all(options_.into);
    ReplayServer server(std::move(exchanges));
    auto out = fetch(source(SourceType::file, server, "/f"));
    asked_ = server.targets();
    return out;
  }
  std::string asked_;
};

TEST_F(Http, keeps_exactly_the_bytes_of_the_server) {
  std::string body("a\0\r\n\xff", 5);
  EXPECT_EQ(one({{.target = "/f", .answer = http_ok(body)}}), "1 files, 1 changed, 0 removed");
  EXPECT_EQ(content("f"), body);
  EXPECT_EQ(record().files.at("f").bytes, 5u);
  EXPECT_THAT(record().files.at("f").fetched, HasSubstr("Z"));
}

TEST_F(Http, asks_again_only_for_what_changed) {
  ReplayServer server(
      {{.target = "/f",
        .answer = http_ok("old", "ETag: \"1\"\r\nLast-Modified: Mon, 05 Jan 2026 00:00:00 GMT\r\n")},
       {.target = "/f", .answer = http_status(304)},
       {.target = "/f", .answer = http_ok("new", "ETag: \"2\"\r\n")}});
  auto from = source(SourceType::file, server, "/f");
  EXPECT_EQ(fetch(from), "1 files, 1 changed, 0 removed");
  auto fetched = record().files.at("f").fetched;
  EXPECT_EQ(fetch(from), "1 files, 0 changed, 0 removed");
  EXPECT_THAT(server.questions()[1], HasSubstr("If-None-Match: \"1\""));
  EXPECT_THAT(server.questions()[1], HasSubstr("If-Modified-Since: Mon, 05 Jan 2026 00:00:00 GMT"));
  EXPECT_EQ(record().files.at("f").fetched, fetched);
  EXPECT_EQ(fetch(from), "1 files, 1 changed, 0 removed");
  EXPECT_EQ(content("f"), "new");
}

TEST_F(Http, asks_without_condition_when_the_file_was_changed_here) {
  ReplayServer server({{.target = "/f", .answer = http_ok("old", "ETag: \"1\"\r\n"), .again = true}});
  auto from = source(SourceType::file, server, "/f");
  fetch(from);
  write("into/s/f", "bad");
  EXPECT_EQ(fetch(from), "1 files, 1 changed, 0 removed");
  EXPECT_THAT(server.questions()[1], Not(HasSubstr("If-None-Match")));
  EXPECT_EQ(content("f"), "old");
}

TEST_F(Http, stops_at_an_endless_body) {
  auto from = one({{.target = "/f",
                    .answer = "HTTP/1.1 200 OK\r\n\r\n",
                    .then = Exchange::endless,
                    .more = std::string(4096, 'x')}});
  EXPECT_THAT(from, HasSubstr("the answer is longer than 268435456 bytes"));
  EXPECT_EQ(names(), "");
}

TEST_F(Http, stops_at_headers_without_end) {
  EXPECT_THAT(
      one({{.target = "/f", .answer = "HTTP/1.1 200 OK\r\n", .then = Exchange::endless, .more = "A: b\r\n"}}),
      HasSubstr("headers without end"));
}

TEST_F(Http, keeps_the_old_file_when_the_new_one_is_cut_off) {
  ReplayServer server(
      {{.target = "/f", .answer = http_ok("old")},
       {.target = "/f", .answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnew", .again = true}});
  auto from = source(SourceType::file, server, "/f");
  fetch(from);
  EXPECT_THAT(fetch(from), HasSubstr("1 files, 0 changed, 0 removed\n" + server.url("/f") +
                                     ": the answer ended before the length that was announced"));
  EXPECT_EQ(content("f"), "old");
  EXPECT_EQ(names(), "f\n");
}

TEST_F(Http, a_body_longer_than_announced_is_cut_at_the_announced_length) {
  EXPECT_EQ(one({{.target = "/f", .answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef"}}),
            "1 files, 1 changed, 0 removed");
  EXPECT_EQ(content("f"), "abc");
}

TEST_F(Http, leaves_a_loop_of_redirects) {
  EXPECT_THAT(one({{.target = "/f", .answer = http_redirect("/f"), .again = true}}),
              HasSubstr("more than 5 redirects"));
}

TEST_F(Http, follows_a_redirect_and_no_further_than_http) {
  EXPECT_EQ(one({{.target = "/f", .answer = http_redirect("/g")}, {.target = "/g", .answer = http_ok("x")}}),
            "1 files, 1 changed, 0 removed");
  for (const char* where :
       {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "dict://127.0.0.1/x"})
    EXPECT_THAT(one({{.target = "/f", .answer = http_redirect(where)}}), HasSubstr("not followed")) << where;
  EXPECT_THAT(one({{.target = "/f", .answer = http_redirect("http://user:secret@127.0.0.1/x")}}),
              HasSubstr("not to be used"));
}

TEST_F(Http, gives_up_on_a_silent_and_on_a_slow_server) {
  EXPECT_THAT(one({{.target = "/f",
                    .answer = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
                    .then = Exchange::hold,
                    .again = true}}),
              HasSubstr("within the time allowed"));
  EXPECT_THAT(one({{.target = "/f",
                    .answer = http_ok(std::string(400, 'x')),
                    .each_byte = std::chrono::milliseconds(30),
                    .again = true}}),
              HasSubstr("within the time allowed"));
}

TEST_F(Http, says_what_a_status_means) {
  for (auto [status, words] : {std::pair{401, "it wants a login"},
                               {403, "access is refused"},
                               {404, "there is no such thing"},
                               {406, "it does not speak"},
                               {500, "it has trouble of its own"},
                               {503, "it has trouble of its own"}})
    EXPECT_THAT(one({{.target = "/f", .answer = http_status(status), .again = true}}),
                HasSubstr("the server answered " + std::to_string(status) + ": " + words));
  EXPECT_THAT(one({{.target = "/f", .answer = http_status(429, "Retry-After: 120\r\n"), .again = true}}),
              HasSubstr("asked too often; it asks to come back in 120 s"));
  EXPECT_EQ(asked_, "/f\n");  // not asked again: the wait is longer than allowed
  EXPECT_THAT(one({{.target = "/f",
                    .answer = "HTTP/1.1 500 No\r\n\r\n",
                    .then = Exchange::endless,
                    .more = std::string(4096, 'x'),
                    .again = true}}),
              HasSubstr("the server answered 500"));
}

TEST_F(Http, tries_again_when_the_server_has_passing_trouble) {
  options_.most_wait = 1;
  EXPECT_EQ(one({{.target = "/f", .answer = http_status(503)}, {.target = "/f", .answer = http_ok("x")}}),
            "1 files, 1 changed, 0 removed");
  EXPECT_EQ(asked_, "/f\n/f\n");
}

TEST_F(Http, refuses_compressed_content_it_did_not_ask_for) {
  EXPECT_THAT(one({{.target = "/f", .answer = http_ok("x", "Content-Encoding: gzip\r\n")}}),
              HasSubstr("compressed content"));
}

TEST_F(Http, refuses_what_is_not_http) {
  EXPECT_THAT(one({{.target = "/f", .answer = "SSH-2.0-OpenSSH\r\n", .again = true}}),
              HasSubstr("files, 0 changed"));
  EXPECT_EQ(names(), "");
}

TEST_F(Http, plain_http_and_logins_in_a_url_are_refused) {
  ReplayServer server({});
  auto from = source(SourceType::file, server, "/f");
  from.plain_http = false;
  EXPECT_THAT(fetch(from), HasSubstr("set plain-http: true"));
  from.plain_http = true;
  from.url = "http://user:secret@127.0.0.1/f";
  EXPECT_THAT(fetch(from), HasSubstr("use login-file"));
  from.url = "file:///etc/passwd";
  EXPECT_THAT(fetch(from), HasSubstr("only https"));
  EXPECT_EQ(server.targets(), "");
}

TEST_F(Http, trusts_a_self_signed_certificate_only_when_it_is_named) {
  ReplayServer server({{.target = "/f", .answer = http_ok("x"), .again = true}}, true);
  auto from = source(SourceType::file, server, "/f");
  EXPECT_THAT(fetch(from), HasSubstr("certificate is not trusted"));
  EXPECT_EQ(server.targets(), "");
  write("ca.pem", server.certificate());
  from.ca_file = folder_ + "/ca.pem";
  EXPECT_EQ(fetch(from), "1 files, 1 changed, 0 removed");
  ReplayServer other({{.target = "/f", .answer = http_ok("x"), .again = true}}, true);
  from.url = other.url("/f");
  from.name = "t";
  EXPECT_THAT(fetch(from), HasSubstr("certificate is not trusted"));
  // The right certificate for another name: this one is for 127.0.0.1.
  from.url = "https://localhost:" + std::to_string(server.port()) + "/f";
  from.name = "u";
  EXPECT_THAT(fetch(from), HasSubstr("certificate is not trusted"));
}

TEST_F(Http, does_not_leave_tls) {
  ReplayServer plain({{.target = "/f", .answer = http_ok("x"), .again = true}});
  ReplayServer server({{.target = "/f", .answer = http_redirect(plain.url("/f"))}}, true);
  write("ca.pem", server.certificate());
  auto from = source(SourceType::file, server, "/f");
  from.ca_file = folder_ + "/ca.pem";
  EXPECT_THAT(fetch(from), HasSubstr("not https, which is not followed"));
  EXPECT_EQ(plain.targets(), "");
}

TEST_F(Http, a_login_goes_to_its_own_server_only) {
  ReplayServer other({{.target = "/g", .answer = http_ok("x"), .again = true}});
  ReplayServer server({{.target = "/f", .answer = http_redirect(other.url("/g")), .again = true}});
  write("login", "user:secret\n");
  write("token", "abcdef\n");
  auto from = source(SourceType::file, server, "/f");
  from.login_file = folder_ + "/login";
  fetch(from);
  from.login_file.clear();
  from.token_file = folder_ + "/token";
  fetch(from);
  EXPECT_THAT(server.questions()[0], HasSubstr("Authorization: Basic dXNlcjpzZWNyZXQ="));
  EXPECT_THAT(server.questions()[1], HasSubstr("Authorization: Bearer abcdef"));
  ASSERT_EQ(other.questions().size(), 2u);
  for (const std::string& question : other.questions())
    EXPECT_THAT(question, Not(HasSubstr("Authorization")));
  EXPECT_THAT(content_of(options_.into + "/s.record"), Not(HasSubstr("secret")));
}

TEST_F(Http, goes_through_a_proxy) {
  ReplayServer proxy({{.target = "http://nowhere.example/f", .answer = http_ok("x"), .again = true}});
  auto from = source(SourceType::file, proxy, "/f");
  from.url = "http://nowhere.example/f";
  options_.proxy = proxy.url("");
  EXPECT_EQ(fetch(from), "1 files, 1 changed, 0 removed");
  options_.proxy.clear();
  ::setenv("http_proxy", proxy.url("").c_str(), 1);
  EXPECT_EQ(fetch(from), "1 files, 0 changed, 0 removed");
  ::unsetenv("http_proxy");
  EXPECT_EQ(proxy.questions().size(), 2u);
}

TEST_F(Http, names_of_files_cannot_leave_the_folder) {
  ReplayServer server({{.target = "*", .answer = http_ok("x"), .again = true}});
  for (const char* as : {"../f", "/f", "a/b", "..", ".incoming", "a b", "a\nb"}) {
    auto from = source(SourceType::file, server, "/f");
    from.as = as;
    EXPECT_THAT(fetch(from), HasSubstr("no name of a file")) << as;
  }
  EXPECT_EQ(server.targets(), "");
}

}  // namespace
}  // namespace bridle::testing
