#include "cli/options.h"

namespace bridle::cli {
int demo(const std::string&) { return complain("demo"); }
}  // namespace bridle::cli
