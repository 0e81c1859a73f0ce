// expects: a column has a name that every record has already
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
constexpr std::array columns{column<&Row::id>("Process id.")};
#else
constexpr std::array columns{column<&Row::pid>("Process id.")};
#endif
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

}  // namespace bridle
