#include "findings/suppression.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "findings/rule.h"

namespace bridle {
namespace {

constexpr std::string_view first_line = "bridle suppressions 1";
constexpr std::size_t longest_value = 2000;

std::unexpected<Error> broken(std::int64_t line, std::string_view what) {
  return fail(Fault::malformed, fmt::format("line {}: {}", line, what));
}

bool is_date(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != '-') return false;
  int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool has_controls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// One block, line by line.
class Block {
 public:
  bool empty() const { return given_.empty(); }

  Result<> take(const Line& line) {
    auto colon = line.text.find(':');
    if (colon == std::string_view::npos) return broken(line.number, "neither a comment nor KEY: VALUE");
    std::string_view key = trim(line.text.substr(0, colon)), value = trim(line.text.substr(colon + 1));
    if (std::ranges::find(given_, key) != given_.end())
      return broken(line.number, "a key stands twice in one suppression");
    if (value.empty()) return broken(line.number, "the value is empty");
    if (value.size() > longest_value)
      return broken(line.number, fmt::format("the value is longer than {} bytes", longest_value));
    if (!is_utf8(value) || has_controls(value))
      return broken(line.number, "the value is not plain text in UTF-8");
    if (empty()) now_.line = line.number;
    TRY(put(line.number, key, value));
    given_.emplace_back(key);
    return {};
  }

  Result<Suppression> end(std::int64_t number) {
    for (std::string_view key : {"scope", "reason", "author", "date"})
      if (std::ranges::find(given_, key) == given_.end())
        return broken(now_.line, fmt::format("the suppression that begins here has no {}", key));
    if (now_.rule.empty() == now_.indicator.empty())
      return broken(now_.line, "the suppression that begins here wants either a rule or an indicator");
    now_.number = number;
    given_.clear();
    return std::exchange(now_, {});
  }

 private:
  Result<> put(std::int64_t line, std::string_view key, std::string_view value) {
    if (key == "scope") return put_scope(line, value);
    if (key == "rule" && find_rule(value) == nullptr)
      return broken(line, "there is no such rule: `bridle explain` lists them");
    if (key == "date" && !is_date(value)) return broken(line, "the date is not of the form YYYY-MM-DD");
    const std::pair<std::string_view, std::string*> fields[] = {{"rule", &now_.rule},
                                                                {"indicator", &now_.indicator},
                                                                {"reason", &now_.reason},
                                                                {"author", &now_.author},
                                                                {"date", &now_.date}};
    for (const auto& [name, field] : fields)
      if (key == name) {
        *field = value;
        return {};
      }
    return broken(line, "the key is none of rule, indicator, scope, reason, author, date");
  }

  Result<> put_scope(std::int64_t line, std::string_view value) {
    if (value == "all") return {};
    auto space = value.find(' ');
    std::string_view kind = value.substr(0, space);
    std::string_view where = space == std::string_view::npos ? "" : trim(value.substr(space));
    if (where.empty() || (kind != "table" && kind != "device"))
      return broken(line, "the scope is none of all, table NAME, device IDENTIFIER");
    now_.scope = kind == "table" ? Suppression::Scope::table : Suppression::Scope::device;
    now_.where = where;
    return {};
  }

  Suppression now_;
  std::vector<std::string> given_;
};

}  // namespace

Result<std::vector<Suppression>> parse_suppressions(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > suppression_file_limit)
    return fail(Fault::limit, fmt::format("longer than {} bytes", suppression_file_limit));
  Lines lines{text};
  std::vector<Suppression> all;
  Block block;
  auto end_block = [&]() -> Result<> {
    if (block.empty()) return {};
    if (all.size() == suppression_limit)
      return fail(Fault::limit, fmt::format("more than {} suppressions", suppression_limit));
    all.push_back(TRY(block.end(static_cast<std::int64_t>(all.size()) + 1)));
    return {};
  };
  auto head = lines.next();
  if (!head || trim(head->text) != first_line)
    return broken(1, fmt::format("the file does not begin with \"{}\"", first_line));
  while (auto line = lines.next()) {
    std::string_view content = trim(line->text);
    if (content.starts_with('#')) continue;
    if (content.empty())
      TRY(end_block());
    else
      TRY(block.take(*line));
  }
  TRY(end_block());
  return all;
}

Result<SuppressionFile> load_suppressions(const std::string& path) {
  auto file = TRY(open_for_reading(path));
  std::string text = TRY(read_whole(file, suppression_file_limit + 1));
  auto parsed = parse_suppressions(text);
  if (!parsed) return fail(parsed.error().fault, fmt::format("{}: {}", path, parsed.error().message));
  auto slash = path.rfind('/');
  return SuppressionFile{.name = slash == std::string::npos ? path : path.substr(slash + 1),
                         .sha256 = to_hex(sha256(as_bytes(text))),
                         .suppressions = std::move(*parsed)};
}

std::int64_t suppression_of_rule(std::span<const Suppression> all, std::string_view rule,
                                 std::span<const std::string_view> tables) {
  for (const Suppression& s : all) {
    if (s.rule != rule) continue;
    if (s.scope == Suppression::Scope::table && tables.empty()) continue;
    if (std::ranges::all_of(tables, [&](std::string_view table) { return s.covers_table(table); }))
      return s.number;
  }
  return 0;
}

std::int64_t suppression_of_match(std::span<const Suppression> all, std::string_view stix_id,
                                  std::string_view value, std::string_view table) {
  for (const Suppression& s : all)
    if (!s.indicator.empty() && (s.indicator == stix_id || s.indicator == value) && s.covers_table(table))
      return s.number;
  return 0;
}

}  // namespace bridle
