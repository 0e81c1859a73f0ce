#include <unistd.h>

#include "records/batch.h"

namespace {
struct Row {
  std::int64_t number;
  bridle::Prose text;
  std::optional<bridle::Blob> bytes;
  std::optional<double> real;
};
constexpr std::array columns{bridle::column<&Row::number>("A number."), bridle::column<&Row::text>("A text."),
                             bridle::column<&Row::bytes>("Bytes."), bridle::column<&Row::real>("A real.")};
constexpr bridle::TableSchema schema = bridle::table<Row>("t", "A table.", columns);
}  // namespace

// The way back from a worker that evidence has taken over: whatever it writes is read, or refused, and never
// more.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bridle::Fd file = *bridle::unnamed_file("/tmp");
  if (::ftruncate(file.get(), 0) != 0 || ::pwrite(file.get(), data, size, 0) != static_cast<ssize_t>(size))
    return 0;
  std::uint64_t rows = 0;
  auto end = bridle::read_batch(file.get(), schema,
                                {.row = [&](const bridle::BatchRow&) { ++rows; },
                                 .mined = [](const bridle::BatchMined&) {},
                                 .skip = [](const bridle::BatchSkip&) {}});
  if (end && end->rows != rows) __builtin_trap();
  return 0;
}
