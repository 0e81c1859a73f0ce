#include <cstdlib>

#include "indicators/matcher.h"
#include "indicators/stix_loader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  IndicatorLoader loader;
  loader.add_file("fuzz.stix2", {data, size});
  auto set = loader.finish();
  const FileReport& report = set.report.files.at(0);
  if (report.accepted != set.indicators.size() + set.patterns.size()) std::abort();
  Matcher matcher(set);
  std::vector<Hit> hits;
  for (const Indicator& indicator : set.indicators)
    for (auto type :
         {ObservableType::url, ObservableType::host, ObservableType::file_path, ObservableType::process_name})
      for (auto platform : {Platform::ios, Platform::android})
        matcher.match(type, indicator.value, {platform, 15, true}, hits);
  for (const Hit& hit : hits)
    if (hit.indicator >= set.indicators.size()) std::abort();
  return 0;
}
