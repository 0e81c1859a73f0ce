// expects: a column belongs to another Row
#include "records/table.h"

namespace bridle {

struct Row {
  std::int64_t pid;
};
struct Other {
  std::int64_t pid;
};
#ifdef MISTAKE
constexpr std::array columns{column<&Other::pid>("Process id.")};
#else
constexpr std::array columns{column<&Row::pid>("Process id.")};
#endif
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

}  // namespace bridle
