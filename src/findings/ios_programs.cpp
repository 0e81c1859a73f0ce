#include "findings/ios_programs.h"

#include "findings/letters_apart.h"
#include "indicators/stock_names.h"

namespace bridle {

std::string_view name_that_it_resembles(std::string_view name) {
  if (name.size() < 6 || name.size() == 16 || stock_name_of(name) != nullptr) return {};
  for (const StockName& stock : stock_names()) {
    std::size_t most = stock.name.size() >= 10 ? 2 : 1;
    if (stock.name.size() < 6 || stock.name.size() + most < name.size() ||
        name.size() + most < stock.name.size())
      continue;
    if (letters_apart(name, stock.name, most) <= most) return stock.name;
  }
  return {};
}

}  // namespace bridle
