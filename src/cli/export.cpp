#include "cli/options.h"

namespace bridle::cli {
int export_case(const std::string&, const std::string&, const std::string&) { return complain("export"); }
}  // namespace bridle::cli
