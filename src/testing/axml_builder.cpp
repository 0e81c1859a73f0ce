#include "testing/axml_builder.h"

#include <algorithm>

namespace bridle::testing {
namespace {

std::string little(std::uint64_t value, int width) {
  std::string out;
  for (int i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

std::string chunk(int type, const std::string& rest_of_header, const std::string& body) {
  std::size_t header = 8 + rest_of_header.size();
  return little(static_cast<std::uint64_t>(type), 2) + little(header, 2) + little(header + body.size(), 4) +
         rest_of_header + body;
}

// Texts of the pool: names with a number first, for the map of numbers goes by the same index.
class Pool {
 public:
  std::uint32_t index(const std::string& text) {
    auto found = std::ranges::find(texts_, text);
    if (found != texts_.end()) return static_cast<std::uint32_t>(found - texts_.begin());
    texts_.push_back(text);
    return static_cast<std::uint32_t>(texts_.size() - 1);
  }
  std::string write(bool utf8) const {
    std::string offsets, data;
    for (const std::string& text : texts_) {
      offsets += little(data.size(), 4);
      if (utf8) {
        data += static_cast<char>(text.size() & 0x7F);
        data += static_cast<char>(text.size() & 0x7F);
        data += text + '\0';
      } else {
        data += little(text.size(), 2);
        for (char c : text) data += std::string{c, '\0'};
        data += little(0, 2);
      }
    }
    data.resize((data.size() + 3) / 4 * 4);
    std::string header = little(texts_.size(), 4) + little(0, 4) + little(utf8 ? 1 << 8 : 0, 4) +
                         little(28 + offsets.size(), 4) + little(0, 4);
    return chunk(0x0001, header, offsets + data);
  }

 private:
  std::vector<std::string> texts_;
};

constexpr std::uint32_t none = 0xFFFFFFFF;

}  // namespace

AxmlBuilder& AxmlBuilder::start(std::string_view name) {
  nodes_.push_back({true, std::string(name), {}});
  return *this;
}

AxmlBuilder& AxmlBuilder::add(Attribute attribute) {
  nodes_.back().attributes.push_back(std::move(attribute));
  return *this;
}

AxmlBuilder& AxmlBuilder::text(std::uint32_t resource, std::string_view name, std::string_view value) {
  return add({resource, std::string(name), std::string(value), 3, 0});
}

AxmlBuilder& AxmlBuilder::number(std::uint32_t resource, std::string_view name, std::int32_t value) {
  return add({resource, std::string(name), {}, 16, static_cast<std::uint32_t>(value)});
}

AxmlBuilder& AxmlBuilder::truth(std::uint32_t resource, std::string_view name, bool value) {
  return add({resource, std::string(name), {}, 18, value ? none : 0});
}

AxmlBuilder& AxmlBuilder::end(std::string_view name) {
  nodes_.push_back({false, std::string(name), {}});
  return *this;
}

std::string AxmlBuilder::write(bool utf8) const {
  Pool pool;
  std::string map, body;
  std::vector<std::string> mapped;
  for (const Node& node : nodes_)
    for (const Attribute& each : node.attributes)
      if (each.resource != 0 && std::ranges::find(mapped, each.name) == mapped.end()) {
        mapped.push_back(each.name);
        (void)pool.index(each.name);
        map += little(each.resource, 4);
      }
  for (const Node& node : nodes_) {
    std::string head = little(1, 4) + little(none, 4);
    std::string rest = little(none, 4) + little(pool.index(node.name), 4);
    if (!node.is_start) {
      body += chunk(0x0103, head, rest);
      continue;
    }
    rest += little(20, 2) + little(20, 2) + little(node.attributes.size(), 2) + little(0, 6);
    for (const Attribute& each : node.attributes) {
      std::uint32_t value = each.type == 3 ? pool.index(each.text) : each.data;
      rest += little(none, 4) + little(pool.index(each.name), 4) + little(each.type == 3 ? value : none, 4) +
              little(8, 2) + little(0, 1) + little(each.type, 1) + little(value, 4);
    }
    body += chunk(0x0102, head, rest);
  }
  return chunk(0x0003, {}, pool.write(utf8) + (map.empty() ? "" : chunk(0x0180, {}, map)) + body);
}

std::string hidden_app_manifest() {
  constexpr std::uint32_t name = 0x01010003, permission = 0x01010006, exported = 0x01010010;
  return AxmlBuilder()
      .start("manifest")
      .text(0, "package", "com.example.hidden")
      .number(0x0101021B, "versionCode", 7)
      .text(0x0101021C, "versionName", "1.7")
      .start("uses-sdk")
      .number(0x0101020C, "minSdkVersion", 21)
      .number(0x01010270, "targetSdkVersion", 22)
      .end("uses-sdk")
      .start("uses-permission")
      .text(name, "name", "android.permission.RECORD_AUDIO")
      .end("uses-permission")
      .start("application")
      .truth(0x0101000F, "debuggable", true)
      .start("service")
      .text(name, "name", ".Reader")
      .text(permission, "permission", "android.permission.BIND_ACCESSIBILITY_SERVICE")
      .truth(exported, "exported", true)
      .start("intent-filter")
      .start("action")
      .text(name, "name", "android.accessibilityservice.AccessibilityService")
      .end("action")
      .end("intent-filter")
      .end("service")
      .start("receiver")
      .text(name, "name", "com.example.hidden.Boot")
      .start("intent-filter")
      .start("action")
      .text(name, "name", "android.intent.action.BOOT_COMPLETED")
      .end("action")
      .end("intent-filter")
      .end("receiver")
      .end("application")
      .end("manifest")
      .write();
}

}  // namespace bridle::testing
