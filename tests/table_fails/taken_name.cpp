// expects: a column takes the name of one that every table has
#include "records/table.h"

namespace bridle {

struct Row {
#ifdef MISTAKE
  std::int64_t id;
#else
  std::int64_t pid;
#endif
};
#ifdef MISTAKE
constexpr std::array columns{column<&Row::id>("Its number.")};
#else
constexpr std::array columns{column<&Row::pid>("Its number.")};
#endif
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

}  // namespace bridle
