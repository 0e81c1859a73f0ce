#include "cases/json_list.h"

#include "base/json.h"

namespace bridle {

std::string json_list(const std::vector<std::string>& texts) {
  JsonWriter json(false);
  json.array();
  for (const std::string& text : texts) json.value(text);
  return json.end().take();
}

}  // namespace bridle
