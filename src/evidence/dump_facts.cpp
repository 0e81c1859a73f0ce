#include "evidence/dump_facts.h"

#include <iterator>
#include <span>

#include "base/glob.h"
#include "formats/plist.h"

namespace bridle {
namespace {

struct Fact {
  std::string_view name, key;
};
constexpr Fact system_version[] = {{"product_name", "ProductName"},
                                   {"product_version", "ProductVersion"},
                                   {"build_version", "ProductBuildVersion"}};
constexpr Fact lockdown[] = {{"device_name", "-DeviceName"}, {"product_version", "-DarkProductVersion"}};
constexpr Fact gestalt[] = {{"product_type", "h9jDsbgj7xIVeIQ8S3/X3Q"},
                            {"product_version", "qNNddlUK+B/YlooNoymwgA"},
                            {"build_version", "mZfUC7qo4pURNhyMHZ62RQ"},
                            {"serial_number", "VasUgeSzVyHdB27g2XpN0g"},
                            {"unique_identifier", "re6Zb+zwFKJNlkQTUeT+/w"}};

struct Source {
  std::string_view path;
  std::span<const Fact> facts;
  std::string_view below;  // a dictionary inside, or "" for the root
};
constexpr Source sources[] = {
    {"/System/Library/CoreServices/SystemVersion.plist", system_version, ""},
    {"/private/var/installd/Library/MobileInstallation/LastBuildInfo.plist", system_version, ""},
    {"/private/var/containers/Shared/SystemGroup/*/Library/Caches/com.apple.MobileGestalt.plist", gestalt,
     "CacheExtra"},
    {"/private/var/root/Library/Lockdown/data_ark.plist", lockdown, ""},
};

}  // namespace

std::optional<std::size_t> dump_fact_rank(std::string_view device_path) {
  for (std::size_t i = 0; i < std::size(sources); ++i)
    if (glob_fits(sources[i].path, device_path)) return i;
  return std::nullopt;
}

Result<std::vector<std::pair<std::string, std::string>>> describe_dump(std::string_view device_path,
                                                                       Bytes content) {
  std::vector<std::pair<std::string, std::string>> found;
  auto plist = TRY(Plist::parse(content));
  for (const Source& source : sources) {
    if (!glob_fits(source.path, device_path)) continue;
    PlistValue root = source.below.empty() ? plist.root() : plist.root()[source.below];
    for (const Fact& fact : source.facts)
      if (auto text = root[fact.key].string(); text && !text->empty()) found.emplace_back(fact.name, *text);
  }
  return found;
}

}  // namespace bridle
