#include <algorithm>

#include "indicators/lint.h"
#include "indicators/matcher.h"

namespace bridle {
namespace {

ObservableType observable_type(IndicatorType type) {
  switch (type) {
    case IndicatorType::domain:
      return ObservableType::host;
    case IndicatorType::ipv4:
      return ObservableType::ipv4;
    case IndicatorType::ipv6:
      return ObservableType::ipv6;
    case IndicatorType::url:
      return ObservableType::url;
    case IndicatorType::process_name:
      return ObservableType::process_name;
    case IndicatorType::email:
      return ObservableType::email;
    case IndicatorType::file_name:
    case IndicatorType::file_path:
      return ObservableType::file_path;
    case IndicatorType::md5:
      return ObservableType::md5;
    case IndicatorType::sha1:
      return ObservableType::sha1;
    case IndicatorType::sha256:
      return ObservableType::sha256;
    case IndicatorType::certificate_md5:
      return ObservableType::certificate_md5;
    case IndicatorType::certificate_sha1:
      return ObservableType::certificate_sha1;
    case IndicatorType::certificate_sha256:
      return ObservableType::certificate_sha256;
    case IndicatorType::app_id:
      return ObservableType::app_id;
    case IndicatorType::profile_id:
      return ObservableType::profile_id;
    case IndicatorType::android_property:
      return ObservableType::android_property;
  }
  return ObservableType::host;
}

}  // namespace

Observation observation_for(const Indicator& indicator) {
  Observation out{observable_type(indicator.type), indicator.normalised};
  switch (indicator.type) {
    case IndicatorType::ipv4:
    case IndicatorType::ipv6:  // the first address of a network
      out.value = out.value.substr(0, out.value.find('/'));
      break;
    case IndicatorType::file_name:
      out.value = "/private/var/mobile/" + out.value;
      break;
    case IndicatorType::file_path:
      if (!out.value.starts_with('/')) out.value = "/private/var/mobile/" + out.value;
      if (indicator.directory) out.value += "/anything";
      break;
    default:
      break;
  }
  return out;
}

std::vector<std::uint32_t> unmet_indicators(const IndicatorSet& set) {
  std::vector<std::uint32_t> out;
  Matcher matcher(set);
  std::vector<Hit> hits;
  for (std::uint32_t i = 0; i < set.indicators.size(); ++i) {
    const Indicator& indicator = set.indicators[i];
    if (indicator.revoked) continue;
    hits.clear();
    auto observation = observation_for(indicator);
    matcher.match(observation.type, observation.value, {indicator.platform, 0, false}, hits);
    if (std::ranges::find(hits, i, &Hit::indicator) == hits.end()) out.push_back(i);
  }
  return out;
}

}  // namespace bridle
