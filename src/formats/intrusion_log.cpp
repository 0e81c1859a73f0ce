#include "formats/intrusion_log.h"

#include "base/text.h"

namespace bridle {

void read_intrusion_log(std::string_view text, std::int64_t first_line, std::string_view kind,
                        const IntrusionLogVisitor& visit) {
  Lines lines(text, first_line);
  simdjson::dom::parser parser;
  while (auto line = lines.next()) {
    if (trim(line->text).empty() || !line->text.contains(kind)) continue;
    simdjson::dom::object members;
    simdjson::padded_string padded(line->text);
    if (parser.parse(padded).get(members) != simdjson::SUCCESS) {
      visit.skip(line->number, {Fault::malformed, "a line that is no JSON object"});
      continue;
    }
    for (auto [key, event] : members)
      if (kind.empty() || key == kind) visit.event(line->number, key, event);
  }
}

}  // namespace bridle
