#include "formats/fsevents.h"

#include <fmt/format.h>

#include <algorithm>

namespace bridle {
namespace {

constexpr std::uint64_t page_head = 12;

struct Word {
  std::uint32_t flag;
  std::string_view name;
};
constexpr Word words[] = {
    {0x1, "created"},
    {0x2, "removed"},
    {0x4, "metadata changed"},
    {0x8, "renamed"},
    {0x10, "content changed"},
    {0x20, "exchanged"},
    {0x40, "finder information changed"},
    {0x80, "folder created"},
    {0x100, "permissions changed"},
    {0x200, "attribute changed"},
    {0x400, "attribute removed"},
    {0x800, "document created"},
    {0x1000, "document revised"},
    {0x2000, "unmount pending"},
    {0x4000, "cloned"},
    {0x10000, "clone notified"},
    {0x20000, "path cut"},
    {0x40000, "remote folder"},
    {0x80000, "last hard link removed"},
    {0x100000, "hard link"},
    {0x400000, "symbolic link"},
    {0x800000, "file"},
    {0x1000000, "folder"},
    {0x2000000, "mounted"},
    {0x4000000, "unmounted"},
    {0x20000000, "end of transaction"},
};

// 1 to 3, or 0 for what is no page.
int version_of(std::string_view mark) {
  if (mark.size() != 4 || mark.substr(1) != "SLD") return 0;
  return mark[0] >= '1' && mark[0] <= '3' ? mark[0] - '0' : 0;
}

void read_page(Bytes page, std::uint64_t at, int version, const FseventsVisitor& visit) {
  std::uint64_t tail = version == 1 ? 12 : version == 2 ? 20 : 24;
  std::uint64_t done = page_head;
  while (done < page.size()) {
    Bytes rest = page.subspan(static_cast<std::size_t>(done));
    auto end = std::ranges::find(rest, std::uint8_t{0});
    auto length = static_cast<std::uint64_t>(end - rest.begin());
    if (end == rest.end() || rest.size() - length - 1 < tail)
      return visit.skip(at + done, {Fault::truncated, "a page ends inside an entry"});
    Cursor in(rest.subspan(static_cast<std::size_t>(length) + 1));
    FseventsEntry entry{.offset = at + done,
                        .path = as_text(rest.first(static_cast<std::size_t>(length))),
                        .event_id = in.le<std::uint64_t>(),
                        .flags = in.le<std::uint32_t>()};
    if (version > 1) entry.node_id = in.le<std::uint64_t>();
    visit.entry(entry);
    done += length + 1 + tail;
  }
}

}  // namespace

Result<> read_fsevents(Bytes file, const FseventsVisitor& visit) {
  if (version_of(as_text(slice(file, 0, 4))) == 0) return fail(Fault::unsupported, "no file of .fseventsd");
  for (std::uint64_t at = 0; at < file.size();) {
    Cursor head(slice(file, at, page_head));
    int version = version_of(as_text(head.take(4)));
    head.skip(4);
    std::uint64_t size = head.le<std::uint32_t>();
    if (version == 0 || !head.ok() || size < page_head) {
      visit.skip(at, {Fault::malformed, "a page does not begin as one"});
      break;
    }
    std::uint64_t there = std::min<std::uint64_t>(size, file.size() - at);
    if (there < size) visit.skip(at, {Fault::truncated, "the file ends inside a page"});
    read_page(slice(file, at, there), at, version, visit);
    at += there;
  }
  return {};
}

std::string fsevents_words(std::uint32_t flags) {
  std::string text;
  for (const Word& word : words) {
    if ((flags & word.flag) == 0) continue;
    if (!text.empty()) text += ", ";
    text += word.name;
    flags &= ~word.flag;
  }
  if (flags != 0) text += fmt::format("{}0x{:x}", text.empty() ? "" : ", ", flags);
  return text;
}

}  // namespace bridle
