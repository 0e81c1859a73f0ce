#include <cstdlib>

#include "indicators/matcher.h"
#include "indicators/mvt_index.h"
#include "indicators/stix_loader.h"

// The first line is not looked at by name: whatever the bytes are taken for, every value must be accounted
// for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  IndicatorLoader loader;
  loader.add_file("fuzz", {data, size}, {"index entry", {"https://publisher.example/"}});
  auto set = loader.finish();
  const FileReport& report = set.report.files.at(0);
  if (report.accepted != set.indicators.size() + set.patterns.size()) std::abort();
  for (const Indicator& indicator : set.indicators)
    if (indicator.normalised.empty()) std::abort();
  Matcher matcher(set);
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto index = read_mvt_index(text))
    for (const MvtIndexEntry& entry : *index)
      for (const std::string& name : entry.local_names())
        if (name.starts_with('/') || ("/" + name + "/").find("/../") != std::string::npos) std::abort();
  return 0;
}
