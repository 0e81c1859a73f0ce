// expects: every field of Row needs exactly one column
#include "records/table.h"

namespace bridle {

struct Row {
  std::int64_t pid;
  FilePath client;
#ifdef MISTAKE
  double delay;
#endif
};
constexpr std::array columns{column<&Row::pid>("Process id."), column<&Row::client>("Its path.")};
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

}  // namespace bridle
