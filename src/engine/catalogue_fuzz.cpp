#include <unistd.h>

#include "artefacts/catalogue.h"
#include "engine/run_task.h"

// Every artefact over the same hostile bytes: the first byte chooses it, the second whether half of them are
// its log. A new artefact is covered without a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  if (size < 2) return 0;
  auto all = catalogue();
  const Artefact& artefact = *all[data[0] % all.size()];
  bool has_wal = (data[1] & 1) != 0;
  Bytes content{data + 2, size - 2};
  Bytes wal = has_wal ? content.subspan(content.size() / 2) : Bytes{};
  if (has_wal) content = content.first(content.size() / 2);
  static const Fd file = *unnamed_file("/tmp");
  if (::ftruncate(file.get(), 0) != 0 || ::lseek(file.get(), 0, SEEK_SET) != 0) return 0;
  auto opener = [](Bytes bytes) {
    return [bytes](Input::Remarks&) -> Result<std::unique_ptr<ByteSource>> { return view_source(bytes); };
  };
  Limits limits{.seconds = 10, .rows = 10'000};
  BatchWriter out(file.get());
  Entry entry;
  entry.path = artefact.paths.front();
  BatchEnd end = run_extractor(artefact, out, limits, has_wal, [&](WalUse use) {
    return Input(entry, opener(content), has_wal ? opener(wal) : Input::Opener{}, limits, use);
  });
  if (!out.finish(end)) return 0;
  // What an extractor writes must be readable by the one who loads it.
  auto read = read_batch(
      file.get(), *artefact.table,
      {.row = [](const BatchRow&) {}, .mined = [](const BatchMined&) {}, .skip = [](const BatchSkip&) {}});
  if (!read) __builtin_trap();
  return 0;
}
