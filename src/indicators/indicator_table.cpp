#include "indicators/indicator_table.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"

namespace bridle {
namespace {

constexpr std::size_t column_limit = 100;
constexpr std::size_t cell_limit = 8192;

/// What a column says of its row.
enum class Role : std::uint8_t {
  other,
  type,
  value,
  typed_value,
  malware,
  comment,
  reference,
  tlp,
  platform,
  from,
  until
};

struct Column {
  Role role = Role::other;
  IndicatorType type = IndicatorType::domain;
};

struct RoleWord {
  std::string_view word;
  Role role;
};
constexpr RoleWord role_words[] = {
    {"type", Role::type},
    {"value", Role::value},
    {"indicator", Role::value},
    {"ioc", Role::value},
    {"app", Role::malware},
    {"malware", Role::malware},
    {"campaign", Role::malware},
    {"family", Role::malware},
    {"comment", Role::comment},
    {"description", Role::comment},
    {"note", Role::comment},
    {"reference", Role::reference},
    {"url_of_report", Role::reference},
    {"source", Role::reference},
    {"tlp", Role::tlp},
    {"platform", Role::platform},
    {"first_seen", Role::from},
    {"valid_from", Role::from},
    {"last_seen", Role::until},
    {"valid_until", Role::until},
};

/// Takes one record off the front of `text`; quotes may span lines. Cells are cut at a limit.
std::vector<std::string> take_record(std::string_view& text, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  std::size_t at = 0;
  auto put = [&](char c) {
    if (cells.back().size() < cell_limit) cells.back() += c;
  };
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (quoted) {
      if (c != '"')
        put(c);
      else if (at + 1 < text.size() && text[at + 1] == '"')
        put(text[++at]);
      else
        quoted = false;
    } else if (c == '"' && trim(cells.back()).empty()) {
      cells.back().clear();
      quoted = true;
    } else if (c == separator) {
      if (cells.size() < column_limit) cells.emplace_back();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      put(c);
    }
  }
  text.remove_prefix(std::min(at + 1, text.size()));
  return cells;
}

char separator_of(std::string_view header) {
  char best = ',';
  for (char c : {';', '\t'})
    if (std::ranges::count(header, c) > std::ranges::count(header, best)) best = c;
  return best;
}

std::vector<Column> columns_of(const std::vector<std::string>& names) {
  std::vector<Column> out;
  for (const std::string& name : names) {
    Column column;
    auto lower = to_lower_ascii(trim(name));
    auto word = std::ranges::find(role_words, std::string_view(lower), &RoleWord::word);
    if (word != std::end(role_words)) {
      column.role = word->role;
    } else if (auto type = type_of_word(lower)) {
      column.role = Role::typed_value;
      column.type = *type;
    }
    out.push_back(column);
  }
  return out;
}

bool has_values(const std::vector<Column>& columns) {
  return std::ranges::any_of(
      columns, [](const Column& each) { return each.role == Role::value || each.role == Role::typed_value; });
}

/// "2024-01-31" and times with an offset of zero, as spreadsheets write them.
std::optional<Time> time_of_cell(std::string_view cell) {
  std::string text(trim(cell));
  if (text.size() == 10) text += "T00:00:00Z";
  if (text.ends_with("+00:00")) text.replace(text.size() - 6, 6, "Z");
  auto time = time_from_iso8601(text);
  return time ? std::optional(*time) : std::nullopt;
}

class RowReader {
 public:
  RowReader(const std::vector<Column>& columns, const std::vector<std::string>& cells, PublishedValues& out)
      : columns_(columns), cells_(cells), out_(out) {}

  void read() {
    for (std::size_t i = 0; i < std::min(columns_.size(), cells_.size()); ++i) {
      auto cell = trim(cells_[i]);
      if (cell.empty()) continue;
      if (columns_[i].role == Role::typed_value) take(columns_[i].type, cell);
      if (columns_[i].role == Role::value) take_untyped(cell);
    }
  }

 private:
  std::string_view cell(Role role) const {
    for (std::size_t i = 0; i < std::min(columns_.size(), cells_.size()); ++i)
      if (columns_[i].role == role) return trim(cells_[i]);
    return {};
  }

  void take_untyped(std::string_view value) {
    auto word = cell(Role::type);
    auto type = word.empty() ? type_by_look(value) : type_of_word(word);
    if (type) return take(*type, value);
    if (word.empty())
      return out_.reject(value, "cannot tell what kind of value this is: the type is missing");
    out_.not_evaluated(value, "values of this type are not evaluated");
  }

  void take(IndicatorType type, std::string_view value) {
    if (type == IndicatorType::ipv4 || type == IndicatorType::ipv6) type = address_type(value);
    auto& indicator = out_.add(type, value);
    if (auto name = cell(Role::malware); !name.empty())
      indicator.add_details().attributions.push_back({AttributionKind::malware, std::string(name), ""});
    if (auto text = cell(Role::comment); !text.empty())
      indicator.add_details().notes.push_back(shown_pattern(text));
    if (auto url = cell(Role::reference); url.starts_with("http"))
      indicator.add_details().references.emplace_back(url);
    auto tlp = cell(Role::tlp);
    indicator.tlp = tlp.starts_with("tlp") || tlp.starts_with("TLP")
                        ? tlp_of_label(tlp)
                        : tlp_of_label("tlp:" + std::string(tlp));
    auto platform = to_lower_ascii(cell(Role::platform));
    if (platform == "ios") indicator.platform = Platform::ios;
    if (platform == "android") indicator.platform = Platform::android;
    indicator.valid_from = time_of_cell(cell(Role::from));
    indicator.valid_until = time_of_cell(cell(Role::until));
  }

  const std::vector<Column>& columns_;
  const std::vector<std::string>& cells_;
  PublishedValues& out_;
};

}  // namespace

bool is_table_header(std::string_view line) {
  auto columns = columns_of(take_record(line, separator_of(line)));
  // One column alone could as well be the first value of a list.
  return has_values(columns);
}

void read_indicator_table(std::string_view text, PublishedValues& out) {
  std::uint64_t line = 0;
  auto next = [&](char separator) {
    const char* before = text.data();
    auto record = take_record(text, separator);
    line += static_cast<std::uint64_t>(std::count(before, text.data(), '\n'));
    return record;
  };
  auto is_note = [](std::string_view rest) { return rest.starts_with('#') || rest.starts_with('\n'); };
  while (is_note(text)) (void)next(',');
  auto separator = separator_of(text.substr(0, text.find('\n')));
  auto columns = columns_of(next(separator));
  while (!text.empty()) {
    if (is_note(text)) {
      (void)next(separator);
      continue;
    }
    auto number = line + 1;
    auto cells = next(separator);
    if (cells.size() == 1 && trim(cells[0]).empty()) continue;
    out.item("line", number);
    RowReader(columns, cells, out).read();
  }
}

}  // namespace bridle
