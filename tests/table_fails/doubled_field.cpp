// expects: two columns read one field
#include "records/table.h"

namespace bridle {

struct Row {
  std::int64_t pid;
  std::int64_t parent;
};
#ifdef MISTAKE
constexpr std::array columns{column<&Row::pid>("Process id."), column<&Row::pid>("Process id.")};
#else
constexpr std::array columns{column<&Row::pid>("Process id."), column<&Row::parent>("Its parent's.")};
#endif
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

}  // namespace bridle
