#include "testing/bench_inputs.h"

#include <fmt/core.h>

#include <array>
#include <fstream>
#include <string_view>

#include "base/json.h"
#include "testing/random.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 32> words = {
    "cloud",   "update", "secure", "news",  "media",  "mobile", "login",  "account",
    "photo",   "travel", "market", "green", "blue",   "river",  "garden", "paper",
    "express", "global", "daily",  "smart", "home",   "music",  "sport",  "health",
    "energy",  "school", "city",   "north", "direct", "portal", "shop",   "data"};
constexpr std::array<std::string_view, 8> endings = {"com", "net",   "org", "info",
                                                     "xyz", "co.uk", "de",  "link"};

std::uint64_t mixed(std::uint64_t n) {
  n = (n ^ (n >> 30)) * 0xBF58476D1CE4E5B9ULL;
  n = (n ^ (n >> 27)) * 0x94D049BB133111EBULL;
  return n ^ (n >> 31);
}

/// The nth registered domain of a family; those of different families are never equal.
std::string domain(std::uint64_t n, char family) {
  auto r = mixed(n);
  return fmt::format("{}{}{}{}.{}", words[r % 32], words[r / 32 % 32], family, n, endings[r / 1024 % 8]);
}

std::string digest(std::uint64_t n) {
  return fmt::format("{:016x}{:016x}{:016x}{:016x}", mixed(n), mixed(n + 1), mixed(n + 2), mixed(n + 3));
}

/// One of ten is no domain, about as in the public sets.
std::string pattern(std::uint64_t n, bool only_hosts) {
  switch (only_hosts ? 9 : n % 20) {
    case 0:
      return fmt::format("[ipv4-addr:value='{}.{}.{}.{}']", 1 + n % 200, n / 200 % 256, n / 51200 % 256, 7);
    case 1:
      return fmt::format("[file:hashes.'SHA-256'='{}']", digest(n));
    case 2:
      return fmt::format("[url:value='https://{}/p/{}?id={}']", domain(n, 'u'), n, n);
    case 3:
      return n % 3 == 0 ? fmt::format("[process:name='procd{}']", n)
                        : fmt::format("[file:path='/private/var/db/x{}/y']", n);
    case 4:
      return n % 3 == 0 ? fmt::format("[email-addr:value='who{}@mail.com']", n)
                        : fmt::format("[app:id='com.bad.x{}']", n);
    case 5:
      return fmt::format("[domain-name:value='cdn.{}']", domain(n, 's'));
    default:
      return fmt::format("[domain-name:value='{}']", domain(n, 'i'));
  }
}

std::string uuid(std::uint64_t n) {
  return fmt::format("{:08x}-0000-4000-8000-{:012x}", n, n);
}

/// "t value": a letter for the type. Every line of a file is distinct; one in a thousand is indicated.
std::string observable(std::uint64_t n) {
  auto r = mixed(n + 77);
  bool bad = n % 1000 == 999;
  auto host = bad ? domain(r % 100'000 / 20 * 20 + 7, 'i') : domain(n, 'o');
  switch (n % 20) {
    case 0:
    case 1:
    case 2:
    case 3:
      return fmt::format("h {}.{}", words[r % 32], host);
    case 4:
    case 5:
    case 6:
    case 7:
      return fmt::format("f /private/var/mobile/Containers/Data/Application/*/Library/{}/{}/{:x}.db",
                         words[r % 32], words[r / 32 % 32], n);
    case 8:
      return fmt::format("p {}d{}", words[r % 32], n);
    case 9:
      return fmt::format("e {}.{}{}@{}", words[r % 32], words[r / 32 % 32], n, "mail.com");
    case 10:
      return fmt::format("a com.{}.{}.x{}", words[r % 32], words[r / 32 % 32], n);
    case 11:
      return fmt::format("s {}", digest(n));
    default:
      return fmt::format("u https://www.{}/{}/{}/{}?ref={}&id={:x}", host, words[r % 32], words[r / 32 % 32],
                         n, words[r / 1024 % 32], r);
  }
}

}  // namespace

void write_bundle(const fs::path& path, std::uint64_t first, std::uint64_t count, bool only_hosts) {
  std::ofstream out(path, std::ios::binary);
  out << R"({"type":"bundle","id":"bundle--)" << uuid(first)
      << R"(","objects":[{"type":"malware","spec_version":"2.1","id":"malware--)" << uuid(first)
      << R"(","created":"2024-01-01T00:00:00.000Z","modified":"2024-01-01T00:00:00.000Z","name":"Bench","is_family":false})";
  std::string text;
  for (std::uint64_t n = first; n < first + count; ++n) {
    auto value = json_string(pattern(n, only_hosts));
    text = fmt::format(
        ",\n{{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--{0}\",\"created\":\"2024-"
        "01-01T00:00:00.000000Z\","
        "\"modified\":\"2024-01-01T00:00:00.000000Z\",\"indicator_types\":[\"malicious-activity\"],"
        "\"pattern\":{1},"
        "\"pattern_type\":\"stix\",\"pattern_version\":\"2.1\",\"valid_from\":\"2024-01-01T00:00:00Z\"}},\n"
        "{{\"type\":\"relationship\",\"spec_version\":\"2.1\",\"id\":\"relationship--{0}\",\"created\":"
        "\"2024-01-01T00:00:00.000Z\","
        "\"modified\":\"2024-01-01T00:00:00.000Z\",\"relationship_type\":\"indicates\",\"source_ref\":"
        "\"indicator--{0}\","
        "\"target_ref\":\"malware--{2}\"}}",
        uuid(n), value, uuid(first));
    out << text;
  }
  out << "]}\n";
}

void write_observables(const fs::path& path, std::uint64_t count) {
  std::ofstream out(path, std::ios::binary);
  for (std::uint64_t n = 0; n < count; ++n) out << observable(n) << '\n';
}

std::string host_lines(std::uint64_t count) {
  std::string text;
  for (std::uint64_t n = 0; n < count; ++n)
    text += n % 2 == 0 ? fmt::format("h {}.{}\n", words[n % 32], domain(n, 'o'))
                       : fmt::format("u https://www.{}/{}/{}\n", domain(n, 'o'), words[n % 31], n);
  return text;
}

std::string messages(std::size_t size) {
  std::string out;
  for (std::uint64_t n = 0; out.size() < size; ++n) {
    auto r = mixed(n);
    for (int i = 0; i < 8 + static_cast<int>(r % 24); ++i)
      out += fmt::format("{}{} ", words[mixed(n + static_cast<std::uint64_t>(i)) % 32],
                         i % 9 == 8   ? "."
                         : i % 5 == 4 ? ","
                                      : "");
    if (n % 8 == 0)
      out += fmt::format("https://www.{}/{}?x={}", domain(n % 500 == 0 ? n : n, n % 500 == 0 ? 'i' : 'o'),
                         words[n % 32], n);
    out += '\n';
  }
  return out;
}

std::string log_lines(std::size_t size) {
  std::string out;
  for (std::uint64_t n = 0; out.size() < size; ++n) {
    auto r = mixed(n);
    out += fmt::format(
        "2024-03-{:02} {:02}:{:02}:{:02}.{:06} +0000 {}d[{}] <Notice>: com.{}.{}: {} {} of /var/{}/{}.plist "
        "took {}.{:02} s\n",
        1 + r % 28, r % 24, r % 60, r / 60 % 60, r % 1'000'000, words[r % 32], r % 9999, words[r / 32 % 32],
        words[r / 1024 % 32], words[r / 7 % 32], words[r / 11 % 32], words[r / 13 % 32], words[r / 17 % 32],
        r % 9, r % 100);
    if (n % 30 == 0)
      out += fmt::format("GET https://{}/{}/{} HTTP/1.1 200\n", domain(n, 'o'), words[n % 32], n);
  }
  return out;
}

}  // namespace bridle::testing
