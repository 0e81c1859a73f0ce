#include <cstring>

#include "scan/yara_rules.h"

namespace bridle {
namespace {

void append(std::string& out, std::string_view text) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((text.size() >> shift) & 0xFF);
  out += text;
}

}  // namespace

std::uint64_t CompiledYara::rules() const {
  std::uint64_t all = 0;
  for (const File& file : files) all += file.rules;
  return all;
}

std::string pack_yara_sources(const std::vector<YaraSource>& sources) {
  std::string out;
  for (const YaraSource& source : sources) {
    append(out, source.name);
    append(out, source.text);
  }
  return out;
}

Result<std::vector<YaraSource>> unpack_yara_sources(Bytes bytes) {
  std::vector<YaraSource> out;
  Cursor in{bytes};
  while (!in.at_end()) {
    auto name = in.take(in.le<std::uint32_t>());
    auto text = in.take(in.le<std::uint32_t>());
    TRY(in.check("rules"));
    out.push_back({std::string(as_text(name)), std::string(as_text(text))});
  }
  return out;
}

}  // namespace bridle
