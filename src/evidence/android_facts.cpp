#include "evidence/android_facts.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::string_view fact_paths[] = {"androidqf/getprop.txt", "dumpstate/system_properties",
                                           "dumpstate/header"};

struct Known {
  std::string_view property, key;
};
constexpr Known known[] = {
    {"ro.product.model", "product_type"},     {"ro.product.manufacturer", "manufacturer"},
    {"ro.product.name", "product_name"},      {"ro.build.version.release", "product_version"},
    {"ro.build.version.sdk", "sdk_version"},  {"ro.build.version.security_patch", "security_patch"},
    {"ro.build.display.id", "build_version"}, {"ro.build.fingerprint", "build_fingerprint"},
    {"ro.serialno", "serial_number"},         {"persist.sys.timezone", "time_zone"},
};

constexpr std::string_view date_mark = "== dumpstate: ", fingerprint_mark = "Build fingerprint: '",
                           build_mark = "Build: ";
constexpr std::size_t longest_value = 512;

}  // namespace

std::optional<std::size_t> android_fact_rank(std::string_view path) {
  auto found = std::ranges::find(fact_paths, path);
  if (found == std::end(fact_paths)) return std::nullopt;
  return static_cast<std::size_t>(found - std::begin(fact_paths));
}

std::optional<std::pair<std::string_view, std::string_view>> property_of(std::string_view line) {
  auto middle = line.find("]: [");
  if (!line.starts_with('[') || !line.ends_with(']') || middle == std::string_view::npos) return std::nullopt;
  return std::pair{line.substr(1, middle - 1), line.substr(middle + 4, line.size() - middle - 5)};
}

std::vector<std::pair<std::string, std::string>> describe_android(std::string_view path,
                                                                  std::string_view content) {
  std::vector<std::pair<std::string, std::string>> facts;
  auto add = [&](std::string_view key, std::string_view value) {
    value = trim(value);
    if (!value.empty() && value.size() <= longest_value) facts.emplace_back(key, to_utf8_lossy(value));
  };
  bool is_header = path == "dumpstate/header";
  Lines lines(content);
  while (auto line = lines.next()) {
    std::string_view text = line->text;
    if (is_header) {
      if (text.starts_with(date_mark)) add("dump_local_time", text.substr(date_mark.size()));
      if (text.starts_with(build_mark)) add("build_version", text.substr(build_mark.size()));
      if (text.starts_with(fingerprint_mark) && text.ends_with('\''))
        add("build_fingerprint",
            text.substr(fingerprint_mark.size(), text.size() - fingerprint_mark.size() - 1));
    } else if (auto property = property_of(text)) {
      auto found = std::ranges::find(known, property->first, &Known::property);
      if (found != std::end(known)) add(found->key, property->second);
    }
  }
  return facts;
}

}  // namespace bridle
