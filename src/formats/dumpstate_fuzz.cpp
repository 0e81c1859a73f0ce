#include "formats/dumpstate.h"

// The sections follow one another inside the text and add up, and the pieces it comes in make no difference.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  DumpText whole = split_dump({data, size});
  std::uint64_t at = 0, header = 0;
  for (const DumpSection& section : whole.sections) {
    if (section.offset < at || section.offset > size || section.size > size - section.offset)
      __builtin_trap();
    at = section.offset + section.size;
    if (section.kind == DumpSection::Kind::header) ++header;
  }
  if (header > 1 || (!whole.full && whole.sections.size() != whole.headers + header)) __builtin_trap();

  DumpSplitter splitter;
  for (std::size_t i = 0; i < size; i += 7)
    splitter.feed(Bytes{data, size}.subspan(i, std::min<std::size_t>(7, size - i)));
  DumpText pieces = splitter.finish();
  if (pieces.lines != whole.lines || pieces.loose_lines != whole.loose_lines ||
      pieces.sections.size() != whole.sections.size())
    __builtin_trap();
  for (std::size_t i = 0; i < whole.sections.size(); ++i) {
    const DumpSection &a = whole.sections[i], &b = pieces.sections[i];
    if (a.name != b.name || a.offset != b.offset || a.size != b.size || a.first_line != b.first_line ||
        a.cut_off != b.cut_off || a.timed_out != b.timed_out || a.errors != b.errors)
      __builtin_trap();
  }
  return 0;
}
