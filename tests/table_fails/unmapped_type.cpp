// expects: Field<float>
#include "records/table.h"

namespace bridle {

struct Row {
#ifdef MISTAKE
  float delay;
#else
  double delay;
#endif
};
constexpr std::array columns{column<&Row::delay>("Seconds.")};
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

}  // namespace bridle
