#include <cstdlib>

#include "testing/indicators.h"

/// The first byte chooses the type and the platform, the rest is the value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  static const Matcher matcher(testing::indicators_of(
      {"[domain-name:value='evil.com']", "[domain-name:value='xn--mnchen-3ya.de']",
       "[domain-name:value='a.b/c']", "[ipv4-addr:value='10.0.0.0/8']", "[ipv6-addr:value='2001:db8::/32']",
       "[url:value='https://evil.com/a?b=c']", "[url:value LIKE 'https://evil.com/kit/%']",
       "[file:path='/private/var/tmp/x']", "[file:path='a/b']", "[file:name='x']",
       "[process:name='com.apple.longer']", "[app:id='com.evil.application']",
       "[email-addr:value='a@evil.com']", "[configuration-profile:id='x']"}));
  if (size == 0) return 0;
  constexpr std::size_t types = std::size(observable_type_names);
  auto type = static_cast<ObservableType>(data[0] % types);
  auto platform = static_cast<Platform>(data[0] / types % 3);
  std::vector<Hit> hits;
  matcher.match(type, as_text({data + 1, size - 1}),
                {platform, static_cast<std::uint8_t>(platform == Platform::android ? 15 : 16), true}, hits);
  // One hit per indicator, in the order of the set.
  for (std::size_t i = 1; i < hits.size(); ++i)
    if (hits[i - 1].indicator >= hits[i].indicator) std::abort();
  return 0;
}
