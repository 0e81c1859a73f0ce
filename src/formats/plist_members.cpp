#include "formats/plist_members.h"

#include <algorithm>

#include "base/json.h"

namespace bridle {

std::string other_members(PlistValue dictionary, std::span<const std::string_view> taken, std::size_t most,
                          bool leaves) {
  std::string json;
  for (std::size_t i = 0; i < dictionary.size() && json.size() < most; ++i) {
    PlistKind kind = dictionary.at(i).kind();
    bool is_leaf = kind != PlistKind::data && kind != PlistKind::array && kind != PlistKind::dictionary;
    if ((leaves && !is_leaf) || std::ranges::find(taken, dictionary.key(i)) != taken.end()) continue;
    json += json.empty() ? '{' : ',';
    append_json(json, dictionary.key(i));
    json += ':' + to_json(dictionary.at(i));
  }
  return json.empty() ? json : json + '}';
}

}  // namespace bridle
