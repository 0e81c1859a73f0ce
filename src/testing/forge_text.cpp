#include <fmt/format.h>

#include "testing/forge_parts.h"

namespace bridle::testing {
namespace {

constexpr std::string_view words[] = {
    "see",   "you",   "at",    "the",    "station", "tomorrow", "did",     "she",    "call",   "about",
    "lunch", "bring", "keys",  "please", "thanks",  "again",    "meeting", "moved",  "to",     "nine",
    "train", "late",  "sorry", "ok",     "great",   "photos",   "from",    "summer", "garden", "rain"};
constexpr std::string_view sites[] = {"en.wikipedia.org",      "www.bbc.co.uk",    "news.ycombinator.com",
                                      "www.openstreetmap.org", "github.com",       "www.theguardian.com",
                                      "weather.example.com",   "maps.example.com", "shop.example.net",
                                      "www.debian.org"};

}  // namespace

Result<Database> raw_database(const std::string& path) {
  auto database = TRY(Database::open(path, Database::Mode::create));
  TRY(database.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; BEGIN"));
  return database;
}

std::string ordinary_url(Random& random) {
  return fmt::format("https://{}/{}/{}?p={}", sites[random.below(std::size(sites))],
                     words[random.below(std::size(words))], words[random.below(std::size(words))],
                     random.below(100'000));
}

std::string chatter(Random& random, bool with_link) {
  std::string text;
  for (std::uint64_t i = 0, count = 3 + random.below(15); i < count; ++i) {
    if (i > 0) text += ' ';
    text += words[random.below(std::size(words))];
  }
  if (with_link) text += " " + ordinary_url(random);
  return text;
}

}  // namespace bridle::testing
