#include "cli/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"

namespace bridle::cli {
namespace {

constexpr std::size_t widest_cell = 100;
constexpr std::size_t rows_to_measure = 1000;

std::string cell(const Statement& row, int column) {
  switch (row.type(column)) {
    case Statement::Type::null:
      return "";
    case Statement::Type::integer:
      return fmt::format("{}", row.integer(column));
    case Statement::Type::real:
      return fmt::format("{}", row.real(column));
    case Statement::Type::blob:
      return to_base64(row.blob(column));
    case Statement::Type::text:
      break;
  }
  return std::string(row.text(column));
}

// Characters, not bytes; wide scripts are not measured, for no terminal agrees on them.
std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string shortened(std::string_view text) {
  if (length(text) <= widest_cell) return std::string(text);
  std::string cut;
  for (std::size_t i = 0; i + 1 < widest_cell; ++i) append_utf8(cut, take_code_point(text));
  return cut + "…";
}

using Row = std::vector<std::string>;

void print_table(const Row& head, const std::vector<Row>& rows, std::vector<std::size_t>& widths) {
  if (widths.empty()) {
    for (const std::string& name : head) widths.push_back(length(name));
    for (const Row& row : rows)
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], length(row[i]));
  }
  auto print = [&](const Row& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size())
        line.append(widths[i] > length(row[i]) ? widths[i] - length(row[i]) + 2 : 2, ' ');
    }
    fmt::print("{}\n", line);
  };
  if (!head.empty()) print(head);
  for (const Row& row : rows) print(row);
}

void add_json(JsonWriter& json, const Statement& row, int column) {
  json.key(row.column_name(column));
  switch (row.type(column)) {
    case Statement::Type::null:
      json.null();
      break;
    case Statement::Type::integer:
      json.value(row.integer(column));
      break;
    case Statement::Type::real:
      json.value(row.real(column));
      break;
    default:
      json.value(cell(row, column));
  }
}

}  // namespace

std::string for_terminal(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    char32_t c = take_code_point(text);
    bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    bool direction = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                     (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
    if (c == U'\n')
      shown += "⏎";
    else if (control || direction)
      shown += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c));
    else
      append_utf8(shown, c);
  }
  return shown;
}

Result<std::int64_t> print_rows(Statement& select, Format format) {
  Row head;
  for (int i = 0; i < select.columns(); ++i) head.emplace_back(select.column_name(i));
  std::int64_t count = 0;
  std::vector<Row> waiting;
  std::vector<std::size_t> widths;
  if (format == Format::json) fmt::print("[");
  if (format == Format::csv) {
    for (std::size_t i = 0; i < head.size(); ++i) fmt::print("{}{}", i ? "," : "", csv_cell(head[i]));
    fmt::print("\r\n");
  }
  while (TRY(select.step())) {
    ++count;
    if (format == Format::json) {
      JsonWriter json(false);
      json.object();
      for (int i = 0; i < select.columns(); ++i) add_json(json, select, i);
      fmt::print("{}\n  {}", count > 1 ? "," : "", json.end().take());
    } else if (format == Format::csv) {
      for (int i = 0; i < select.columns(); ++i) fmt::print("{}{}", i ? "," : "", csv_cell(cell(select, i)));
      fmt::print("\r\n");
    } else {
      Row row;
      for (int i = 0; i < select.columns(); ++i) row.push_back(shortened(for_terminal(cell(select, i))));
      waiting.push_back(std::move(row));
      if (waiting.size() == rows_to_measure) {
        print_table(widths.empty() ? head : Row{}, waiting, widths);
        waiting.clear();
      }
    }
  }
  if (format == Format::table && (count == 0 || !waiting.empty()))
    print_table(widths.empty() ? head : Row{}, waiting, widths);
  if (format == Format::json) fmt::print("{}]\n", count > 0 ? "\n" : "");
  if (std::fflush(stdout) != 0) return fail(Fault::io, "cannot write to standard output");
  return count;
}

}  // namespace bridle::cli
