#include "base/csv.h"

namespace bridle {

std::string csv_own_cell(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_cell(std::string_view text) {
  bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return csv_own_cell(formula ? "'" + std::string(text) : std::string(text));
}

}  // namespace bridle
