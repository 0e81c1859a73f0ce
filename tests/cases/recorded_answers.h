#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>
#include <sstream>

#include "base/sqlite.h"
#include "base/text.h"
#include "program.h"
#include "testing/corpus.h"

namespace bridle::testing {

inline std::vector<std::string> pieces_of(const std::string& text, char between) {
  std::vector<std::string> pieces;
  std::istringstream stream(text);
  for (std::string piece; std::getline(stream, piece, between);) pieces.push_back(std::move(piece));
  return pieces;
}

/// The lines of a table of tests/cases/data, cut at tabs; those that begin with # left out.
inline std::vector<std::vector<std::string>> table_of(const std::string& name) {
  std::string text = read_text(std::string(BRIDLE_SOURCE_DIR) + "/tests/cases/data/" + name);
  std::vector<std::vector<std::string>> table;
  for (const std::string& line : pieces_of(text, '\n'))
    if (!line.starts_with('#')) table.emplace_back(pieces_of(line, '\t')).resize(7);
  return table;
}

/// "their name = our SQL; …" in pairs.
inline std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view cell) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!cell.empty()) {
    std::string_view pair = cell.substr(0, cell.find("; "));
    cell.remove_prefix(std::min(cell.size(), pair.size() + 2));
    std::size_t equals = pair.find(" = ");
    pairs.emplace_back(pair.substr(0, equals), pair.substr(equals + 3));
  }
  return pairs;
}

/// A value as both sides write it: nothing as "", numbers and truths as digits.
inline std::string plain_text(simdjson::dom::element value) {
  if (value.is_bool()) return bool(value) ? "1" : "0";
  if (value.is_string()) {
    std::string_view text = value;
    // Where the other tool unpacked a file, and the dot with which its host covers subdomains.
    if (text.starts_with("admin/test/temp/")) text.remove_prefix(text.find("/private/"));
    if (text.starts_with('.')) text.remove_prefix(1);
    return std::string(text);
  }
  return value.is_null() ? std::string() : simdjson::to_string(value);
}

/// The distinct rows of a SELECT over a case, each in one text.
inline std::set<std::string> distinct_rows(const std::string& case_folder, const std::string& sql) {
  std::set<std::string> rows;
  auto database = Database::open(case_folder + "/case.sqlite", Database::Mode::read_only);
  EXPECT_TRUE(database);
  auto select = database->prepare(sql);
  EXPECT_TRUE(select) << sql << ": " << select.error().message;
  while (select && *select->step()) {
    std::string row;
    for (int i = 0; i < select->columns(); ++i) row += std::string(select->text(i)) + " | ";
    rows.insert(std::move(row));
  }
  return rows;
}

/// Those of `of` that `other` lacks.
inline std::vector<std::string> only_in(const std::set<std::string>& of, const std::set<std::string>& other) {
  std::vector<std::string> only;
  std::ranges::set_difference(of, other, std::back_inserter(only));
  return only;
}

}  // namespace bridle::testing
