#include "formats/file_list.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::size_t field_count = 14;

Result<std::optional<std::int64_t>> number(std::string_view field) {
  if (field.empty()) return std::nullopt;
  return TRY(parse_integer(field));
}

Result<std::optional<Time>> moment(std::string_view field) {
  auto nanoseconds = TRY(number(field));
  if (!nanoseconds) return std::nullopt;
  return Time{*nanoseconds};
}

}  // namespace

void append_listed_file(std::string& list, const ListedFile& file) {
  fmt::format_to(std::back_inserter(list), "{}", file.position);
  list += '\0';
  for (std::string_view text : {file.type, file.device_path, file.stored_path, file.target}) {
    list += text;
    list += '\0';
  }
  auto put = [&](const std::optional<std::int64_t>& value) {
    if (value) fmt::format_to(std::back_inserter(list), "{}", *value);
    list += '\0';
  };
  for (const auto& value : {file.size, file.mode, file.owner, file.group}) put(value);
  for (const auto& time : {file.modified, file.accessed, file.changed, file.created})
    put(time ? std::optional(time->nanoseconds) : std::nullopt);
  put(file.modified_is_local ? std::optional<std::int64_t>(1) : std::nullopt);
}

Result<std::optional<ListedFile>> FileListReader::next() {
  if (rest_.empty()) return std::nullopt;
  std::string_view record = std::exchange(rest_, {});
  std::array<std::string_view, field_count> fields;
  for (std::string_view& field : fields) {
    auto end = record.find('\0');
    if (end == std::string_view::npos) return fail(Fault::truncated, "the list of files is cut off");
    field = record.substr(0, end);
    record.remove_prefix(end + 1);
  }
  ListedFile file{.type = fields[1], .device_path = fields[2], .stored_path = fields[3], .target = fields[4]};
  std::int64_t position = TRY(number(fields[0])).value_or(0);
  if (position < 0) return fail(Fault::malformed, "an entry of the list of files has no place");
  file.position = static_cast<std::uint64_t>(position);
  file.size = TRY(number(fields[5]));
  file.mode = TRY(number(fields[6]));
  file.owner = TRY(number(fields[7]));
  file.group = TRY(number(fields[8]));
  file.modified = TRY(moment(fields[9]));
  file.accessed = TRY(moment(fields[10]));
  file.changed = TRY(moment(fields[11]));
  file.created = TRY(moment(fields[12]));
  file.modified_is_local = !fields[13].empty();
  rest_ = record;
  return file;
}

}  // namespace bridle
