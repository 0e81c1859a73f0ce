#include <fmt/core.h>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "base/text.h"
#include "indicators/links.h"
#include "testing/corpus.h"
#include "testing/indicators.h"
#include "testing/random.h"

// Figures for bench/matching: one measurement per process, so that the peak of memory is its own. Everything
// is made from counters, so that two runs measure the same work.

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

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

/// Bundles of the public sets' shape: an indicator object and its relationship for each value.
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

IndicatorSet loaded(const std::vector<fs::path>& paths) {
  auto set = load_indicators(paths);
  if (!set) throw std::runtime_error(set.error().message);
  return std::move(*set);
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

void write_observables(const fs::path& path, std::uint64_t count) {
  std::ofstream out(path, std::ios::binary);
  for (std::uint64_t n = 0; n < count; ++n) out << observable(n) << '\n';
}

ObservableType type_of(char letter) {
  switch (letter) {
    case 'h':
      return ObservableType::host;
    case 'f':
      return ObservableType::file_path;
    case 'p':
      return ObservableType::process_name;
    case 'e':
      return ObservableType::email;
    case 'a':
      return ObservableType::app_id;
    case 's':
      return ObservableType::sha256;
    case '1':
      return ObservableType::sha1;
    case '5':
      return ObservableType::md5;
    default:
      return ObservableType::url;
  }
}

struct Count {
  std::uint64_t values = 0, hits = 0;
};

Count match_lines(const Matcher& matcher, std::string_view text, std::vector<Hit>& hits) {
  Count count;
  for (Lines lines(text); auto line = lines.next();) {
    if (line->text.size() < 3) continue;
    hits.clear();
    matcher.match(type_of(line->text[0]), line->text.substr(2), {Platform::ios, 16, false}, hits);
    ++count.values;
    count.hits += hits.size();
  }
  return count;
}

/// Each thread reads every nth block of the file, and looks after the lines that begin in it.
Count match_file(const Matcher& matcher, const fs::path& path, unsigned threads) {
  constexpr std::uint64_t block = 1 << 20, tail = 4096;
  auto size = fs::file_size(path);
  std::vector<Count> counts(threads);
  std::vector<std::thread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      std::ifstream in(path, std::ios::binary);
      std::string buffer(block + tail, '\0');
      std::vector<Hit> hits;
      for (std::uint64_t begin = t * block; begin < size; begin += threads * block) {
        // One byte before the block tells whether a line begins with it.
        auto from = begin == 0 ? 0 : begin - 1;
        in.clear();
        in.seekg(static_cast<std::streamoff>(from));
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        std::string_view text(buffer.data(), static_cast<std::size_t>(in.gcount()));
        auto end =
            text.size() > begin - from + block ? text.find('\n', begin - from + block - 1) : text.size();
        text = text.substr(0, end);
        if (begin > 0) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
        auto part = match_lines(matcher, text, hits);
        counts[t].values += part.values;
        counts[t].hits += part.hits;
      }
    });
  Count total;
  for (unsigned t = 0; t < threads; ++t) {
    workers[t].join();
    total.values += counts[t].values;
    total.hits += counts[t].hits;
  }
  return total;
}

/// look-up OBSERVABLES INDICATORS THREADS
void look_up(const fs::path& observables, const fs::path& indicators, unsigned threads) {
  std::optional<Matcher> matcher;
  {
    auto set = loaded({indicators});
    matcher.emplace(set);
  }
  auto start = Clock::now();
  auto count = match_file(*matcher, observables, threads);
  auto wall = seconds_since(start);
  fmt::print("{{\"seconds\":{:.3f},\"values\":{},\"hits\":{},\"peak_mb\":{:.0f}}}\n", wall, count.values,
             count.hits, peak_mb());
}

/// hosts INDICATORS COUNT: nanoseconds per host and per URL, the best of five rounds.
void hosts(const fs::path& indicators, std::uint64_t count) {
  std::optional<Matcher> matcher;
  {
    auto set = loaded({indicators});
    matcher.emplace(set);
  }
  std::string text;
  for (std::uint64_t n = 0; n < count; ++n)
    text += n % 2 == 0 ? fmt::format("h {}.{}\n", words[n % 32], domain(n, 'o'))
                       : fmt::format("u https://www.{}/{}/{}\n", domain(n, 'o'), words[n % 31], n);
  std::vector<Hit> hits;
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    auto start = Clock::now();
    match_lines(*matcher, text, hits);
    best = std::min(best, seconds_since(start));
  }
  fmt::print("{{\"nanoseconds\":{:.1f},\"peak_mb\":{:.0f}}}\n", best * 1e9 / static_cast<double>(count),
             peak_mb());
}

/// Messages: sentences, a link in one of eight.
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

/// A system log: times, names of processes with dots, file names, versions, addresses; a link in one of
/// thirty lines.
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

struct Mined {
  std::uint64_t links = 0, hits = 0;
};

Mined mine(const Matcher& matcher, std::string_view text, std::size_t record) {
  Mined out;
  std::vector<Hit> hits;
  while (!text.empty()) {
    auto end = record == 0 ? text.find('\n') + 1 : text.find('\n', std::min(record, text.size())) + 1;
    if (end == 0) end = text.size();
    for (const Link& link : find_links(text.substr(0, end))) {
      hits.clear();
      matcher.match(ObservableType::url, link.url, {}, hits);
      ++out.links;
      out.hits += hits.size();
    }
    text.remove_prefix(end);
  }
  return out;
}

/// text INDICATORS [FOLDER...]: gigabytes per second on one core; of folders, their files that hold text.
void text(const fs::path& indicators, const std::vector<std::string>& folders) {
  Matcher matcher(loaded({indicators}));
  std::string real;
  for (const auto& folder : folders)
    for (const auto& file : files_below(folder)) {
      auto content = content_of(file);
      if (content.size() > 10'000 && content.find('\0') == std::string::npos) real += content;
    }
  auto report = [&](std::string_view title, const std::string& input, std::size_t record) {
    if (input.empty()) return;
    double best = 1e9;
    Mined mined;
    for (int round = 0; round < 7; ++round) {
      auto start = Clock::now();
      mined = mine(matcher, input, record);
      best = std::min(best, seconds_since(start));
    }
    fmt::print("{{\"text\":\"{}\",\"mb\":{:.0f},\"gb_per_second\":{:.3f},\"links\":{},\"hits\":{}}}\n", title,
               static_cast<double>(input.size()) / 1e6, static_cast<double>(input.size()) / best / 1e9,
               mined.links, mined.hits);
  };
  report("messages of 150 bytes", messages(100 << 20), 0);
  report("messages in slices of 64 KiB", messages(100 << 20), 64 << 10);
  report("system log in slices of 64 KiB", log_lines(100 << 20), 64 << 10);
  report("text files of the corpus", real, 64 << 10);
}

/// load PATH...: the best of three.
void load_all(const std::vector<fs::path>& paths) {
  double best = 1e9, making = 1e9;
  std::size_t count = 0;
  for (int round = 0; round < 3; ++round) {
    auto start = Clock::now();
    auto set = loaded(paths);
    auto after = seconds_since(start);
    Matcher matcher(set);
    auto all = seconds_since(start);
    if (all < best) {
      best = all;
      making = all - after;
    }
    count = set.indicators.size();
    if (all > 1) break;
  }
  fmt::print("{{\"seconds\":{:.4f},\"of_which_index\":{:.4f},\"indicators\":{},\"peak_mb\":{:.0f}}}\n", best,
             making, count, peak_mb());
}

/// meet VALUES INDICATOR_PATH...: a line per hit, for bench/false_positives.
void meet(const fs::path& values, const std::vector<fs::path>& paths) {
  auto set = loaded(paths);
  Matcher matcher(set);
  auto text = content_of(values);
  std::vector<Hit> found;
  for (Lines lines(text); auto line = lines.next();) {
    if (line->text.size() < 3) continue;
    found.clear();
    matcher.match(type_of(line->text[0]), line->text.substr(2), {}, found);
    for (const Hit& hit : found) {
      const Indicator& indicator = set.indicators[hit.indicator];
      JsonWriter json(false);
      json.object().member("line", line->number).member("indicator", indicator.value);
      json.member("grade", name(hit.grade)).member("file", indicator.source_file).key("of").array();
      for (const auto& attribution : indicator.attributions) json.value(attribution.name);
      fmt::print("{}\n", json.end().end().take());
    }
  }
}

int run(const std::vector<std::string>& a) {
  auto number = [](const std::string& text) { return std::stoull(text); };
  if (a.size() == 5 && a[0] == "write-indicators")
    write_bundle(a[1], number(a[2]), number(a[3]), a[4] == "hosts");
  else if (a.size() == 3 && a[0] == "write-observables")
    write_observables(a[1], number(a[2]));
  else if (a.size() == 4 && a[0] == "look-up")
    look_up(a[1], a[2], static_cast<unsigned>(number(a[3])));
  else if (a.size() == 3 && a[0] == "hosts")
    hosts(a[1], number(a[2]));
  else if (a.size() >= 2 && a[0] == "text")
    text(a[1], {a.begin() + 2, a.end()});
  else if (a.size() >= 3 && a[0] == "meet")
    meet(a[1], {a.begin() + 2, a.end()});
  else if (a.size() >= 2 && a[0] == "load")
    load_all({a.begin() + 1, a.end()});
  else
    return 2;
  return 0;
}

}  // namespace
}  // namespace bridle::testing

int main(int argc, char** argv) {
  int code = bridle::testing::run({argv + 1, argv + argc});
  if (code == 2)
    fmt::print(stderr,
               "usage: bridle-bench-matching write-indicators FILE FIRST COUNT hosts|mixed | "
               "write-observables FILE COUNT |\n"
               "       look-up OBSERVABLES INDICATORS THREADS | hosts INDICATORS COUNT | text INDICATORS "
               "[FOLDER] | load PATH...\n");
  return code;
}
