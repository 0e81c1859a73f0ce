#include "formats/intrusion_log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bridle {
namespace {

constexpr std::string_view log = R"({"dns_event": {"hostname": "a.example"}})"
                                 "\n\n"
                                 R"({"connect_event": {}, "new_event": {}})"
                                 "\r\n"
                                 "{\"dns_event\": \n"
                                 "nothing of it\n";

std::vector<std::string> read(std::string_view kind) {
  std::vector<std::string> seen;
  read_intrusion_log(
      log, 10, kind,
      {.event = [&](std::int64_t line, std::string_view name,
                    auto) { seen.push_back(std::to_string(line) + " " + std::string(name)); },
       .skip = [&](std::int64_t line, const Error&) { seen.push_back(std::to_string(line)); }});
  return seen;
}

TEST(IntrusionLog, GivesEveryEventAndCountsBrokenLines) {
  EXPECT_EQ(read(""),
            (std::vector<std::string>{"10 dns_event", "12 connect_event", "12 new_event", "13", "14"}));
}

TEST(IntrusionLog, AKindIsLookedForInItsOwnLinesOnly) {
  EXPECT_EQ(read("dns_event"), (std::vector<std::string>{"10 dns_event", "13"}));
  EXPECT_EQ(read("connect_event"), (std::vector<std::string>{"12 connect_event"}));
}

}  // namespace
}  // namespace bridle
