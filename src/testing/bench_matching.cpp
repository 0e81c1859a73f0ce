#include <fmt/core.h>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "base/json.h"
#include "base/sha256.h"
#include "base/text.h"
#include "indicators/links.h"
#include "testing/bench_inputs.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

// Figures for bench/matching: one measurement per process, so that the peak of memory is its own. Inputs
// come from bench_inputs.h.

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

IndicatorSet loaded(const std::vector<fs::path>& paths) {
  auto set = load_indicators(paths);
  if (!set) throw std::runtime_error(set.error().message);
  return std::move(*set);
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
  std::string text = host_lines(count);
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

/// Adds what a hit is to the object that `json` has begun, and prints it.
void print_hit(JsonWriter& json, const IndicatorSet& set, const Hit& hit) {
  const Indicator& indicator = set.indicators[hit.indicator];
  json.member("indicator", indicator.value);
  json.member("grade", name(hit.grade)).member("file", indicator.source_file()).key("of").array();
  for (const auto& attribution : indicator.attributions) json.value(attribution.name);
  fmt::print("{}\n", json.end().end().take());
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
      JsonWriter json(false);
      json.object().member("line", line->number);
      print_hit(json, set, hit);
    }
  }
}

/// mine FOLDER INDICATOR_PATH...: a line per hit of any link in any file below the folder, of its name and of
/// its digest, and one that counts; for bench/false_positives, which so meets what is no evidence by itself.
void mine_folder(const fs::path& folder, const std::vector<fs::path>& paths) {
  auto set = loaded(paths);
  Matcher matcher(set);
  std::uint64_t files = 0, links = 0;
  std::vector<Hit> found;
  for (const auto& file : files_below(folder)) {
    auto shown = file.lexically_relative(folder).generic_string();
    auto content = content_of(file);
    auto held = [&](ObservableType type, std::string_view value) {
      found.clear();
      matcher.match(type, value, {}, found);
      for (const Hit& hit : found) {
        JsonWriter json(false);
        json.object().member("in", shown).member("value", to_utf8_lossy(value));
        print_hit(json, set, hit);
      }
    };
    held(ObservableType::file_path, "/" + shown);
    held(ObservableType::sha256, to_hex(sha256(as_bytes(content))));
    constexpr std::size_t slice = 64 << 10, overlap = 4 << 10;
    for (std::size_t at = 0; at < content.size(); at += slice) {
      auto from = at - std::min(at, overlap);
      for (const Link& link : find_links(std::string_view(content).substr(from, at + slice - from))) {
        held(ObservableType::url, link.url);
        ++links;
      }
    }
    ++files;
  }
  fmt::print("{{\"files\":{},\"links\":{}}}\n", files, links);
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
  else if (a.size() >= 3 && a[0] == "mine")
    mine_folder(a[1], {a.begin() + 2, a.end()});
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
               "[FOLDER] | load PATH... |\n"
               "       meet VALUES PATH... | mine FOLDER PATH...\n");
  return code;
}
