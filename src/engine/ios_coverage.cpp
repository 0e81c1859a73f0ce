#include "engine/ios_coverage.h"

#include <fmt/format.h>

#include <charconv>

namespace bridle {
namespace {
std::string_view version_of(const ContainerFacts& facts) {
  auto found = facts.device.find("product_version");
  return found == facts.device.end() ? std::string_view{} : std::string_view(found->second);
}
}  // namespace

std::optional<int> major_version(const ContainerFacts& facts) {
  std::string_view text = version_of(facts);
  int major = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), major);
  bool is_whole = end == text.data() + text.size() || *end == '.';
  // The first system was 1; a year-like number is the collector's, or a lie, and decides nothing.
  if (fault != std::errc{} || !is_whole || major < 1 || major > 99) return std::nullopt;
  return major;
}

std::string too_old_for(const Artefact& artefact, const ContainerFacts& facts) {
  auto major = major_version(facts);
  if (!major || *major >= artefact.since) return {};
  return fmt::format("the system keeps it since iOS {} only, and this phone has {}", artefact.since,
                     system_in_words(facts, "an older one"));
}

std::string system_in_words(const ContainerFacts& facts, std::string_view otherwise) {
  // Only digits and dots are taken over: the text is the evidence's.
  std::string_view text = version_of(facts);
  if (!major_version(facts) || text.size() > 16 || text.find_first_not_of("0123456789.") != text.npos)
    return std::string(otherwise);
  return fmt::format("iOS {}", text);
}

}  // namespace bridle
