#pragma once

namespace bridle {

/// Is this built with the address sanitizer? It reserves terabytes, looks at itself through /proc and traces
/// itself at the end: what confines a program must let it. Such a build is never what ships.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

}  // namespace bridle
