// expects: a column needs a doc
#include "records/table.h"

namespace bridle {

struct Row {
  std::int64_t pid;
};
#ifdef MISTAKE
constexpr std::array columns{column<&Row::pid>("")};
#else
constexpr std::array columns{column<&Row::pid>("Process id.")};
#endif
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

}  // namespace bridle
