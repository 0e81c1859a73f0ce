#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::properties {
namespace {

struct Row {
  AndroidProperty name;
  std::string_view value;
};

constexpr std::array columns{
    column<&Row::name>("Name of the property.").relation(Relation::on_disk),
    column<&Row::value>("Its value; several lines stay several lines."),
};
constexpr TableSchema schema = table<Row>("android_properties", "One row per system property.", columns);

constexpr std::string_view paths[] = {"androidqf/getprop.txt", "dumpstate/system_properties"};

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::string_view text = TRY(in.text());
  std::int64_t unknown = 0;
  while (auto line = lines.next()) {
    auto middle = line->text.find("]: [");
    if (!line->text.starts_with('[') || middle == std::string_view::npos) {
      unknown += line->text.empty() || line->text.starts_with("------ ") ? 0 : 1;
      continue;
    }
    auto name = line->text.substr(1, middle - 1);
    auto value = line->text.substr(middle + 4);
    std::int64_t first = line->number;
    // A value may go on over lines, up to one that closes it; a line that opens another ends it too.
    const char* begin = value.data();
    const char* end = begin + value.size();
    bool closed = value.ends_with(']');
    while (!closed) {
      Lines ahead = lines;
      auto more = ahead.next();
      if (!more || (more->text.starts_with('[') && more->text.contains("]: ["))) break;
      lines = ahead;
      end = more->text.data() + more->text.size();
      closed = more->text.ends_with(']');
    }
    value = text.substr(static_cast<std::size_t>(begin - text.data()), static_cast<std::size_t>(end - begin));
    if (closed) value.remove_suffix(1);
    if (!closed)
      out.skip(at_line(first),
               {Fault::truncated, "the value of a property has no end: it stands as far as it goes"});
    out.add(at_line(first), {.name = {name}, .value = value});
  }
  if (unknown > 0) in.note("lines of another form, which were passed over: " + std::to_string(unknown));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.properties",
    .title = "System properties",
    .source = "getprop of Android 2 to 16, in bug reports and AndroidQF; android-artifacts.md 2.12, 5.14",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::properties
