#include "evidence/side_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "evidence/sqlite_schema.h"

namespace bridle {
namespace {

constexpr std::size_t hit_limit = 1000;
constexpr std::size_t text_limit = std::size_t{128} << 20;

}  // namespace

SideTable::Cell SideTable::cell_of(const Query& row, int column) {
  if (auto integer = row.integer(column)) return *integer;
  if (auto real = row.real(column)) return *real;
  if (auto text = row.text(column)) return std::string(*text);
  return {};
}

Result<SideTable> SideTable::open(const SqliteView& db, std::string_view table, std::string_view key,
                                  std::initializer_list<std::string_view> columns, std::size_t kept) {
  SideTable side(db, columns.size());
  bool by_rowid = same_identifier(key, "rowid");
  if (!db.has_table(table) || (!by_rowid && !db.has_column(table, key))) return side;
  std::vector<std::string_view> wanted;
  std::vector<std::size_t> places;  // where a column that is there belongs
  std::string list;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string_view column = columns.begin()[i];
    bool there = db.has_column(table, column);
    list += fmt::format("{}{}", i == 0 ? "" : ", ", there ? quoted(column) : "NULL");
    if (!there) continue;
    wanted.push_back(column);
    places.push_back(i);
  }
  if (!by_rowid) wanted.push_back(key);
  auto rows = TRY(db.scan(table, wanted));
  std::size_t text_kept = 0;
  while (TRY(rows.step())) {
    const Query& row = rows.row();
    auto number = by_rowid ? rows.rowid() : row.integer(static_cast<int>(places.size()));
    if (!number) continue;
    side.keys_.emplace_back(*number, static_cast<std::uint32_t>(side.keys_.size()));
    side.cells_.resize(side.cells_.size() + side.width_);
    for (std::size_t i = 0; i < places.size(); ++i) {
      Cell& cell = side.cells_[side.cells_.size() - side.width_ + places[i]];
      cell = cell_of(row, static_cast<int>(i));
      if (auto* text = std::get_if<std::string>(&cell)) text_kept += text->size();
    }
    if (side.keys_.size() <= kept && text_kept <= text_limit) continue;
    side.keys_ = {};
    side.cells_ = {};
    side.sql_ = fmt::format("SELECT {} FROM {} WHERE {} = ? LIMIT {}", list.empty() ? "1" : list,
                            quoted(table), by_rowid ? "rowid" : quoted(key), hit_limit);
    return side;
  }
  std::ranges::sort(side.keys_);
  return side;
}

Result<std::size_t> SideTable::seek(std::int64_t key) {
  hits_.clear();
  if (sql_.empty()) {
    auto found = std::ranges::equal_range(keys_, key, {}, &std::pair<std::int64_t, std::uint32_t>::first);
    for (const auto& entry : found) {
      if (hits_.size() == hit_limit) break;
      hits_.push_back(entry.second);
    }
    return hits_.size();
  }
  cells_.clear();
  if (query_)
    TRY(query_->rewind(std::array{SqliteValue{key}}));
  else
    query_ = TRY(db_->query(sql_, {SqliteValue{key}}));
  for (;;) {
    auto more = query_->step();
    if (!more && more.error().fault == Fault::limit) return std::unexpected(more.error());
    if (!more || !*more) return hits_.size();  // at damage, which SqliteNotes has, what came before stands
    hits_.push_back(static_cast<std::uint32_t>(hits_.size()));
    for (std::size_t i = 0; i < width_; ++i) cells_.push_back(cell_of(*query_, static_cast<int>(i)));
  }
}

const SideTable::Cell* SideTable::cell(std::size_t column, std::size_t row) const {
  if (row >= hits_.size() || column >= width_) return nullptr;
  return &cells_[std::size_t{hits_[row]} * width_ + column];
}

std::optional<std::int64_t> SideTable::integer(std::size_t column, std::size_t row) const {
  const Cell* found = cell(column, row);
  auto* integer = found != nullptr ? std::get_if<std::int64_t>(found) : nullptr;
  return integer != nullptr ? std::optional(*integer) : std::nullopt;
}

std::optional<double> SideTable::real(std::size_t column, std::size_t row) const {
  const Cell* found = cell(column, row);
  if (auto* real = found != nullptr ? std::get_if<double>(found) : nullptr) return *real;
  auto whole = integer(column, row);  // how a real without a fraction is kept
  return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

std::optional<std::string_view> SideTable::text_in(std::size_t column, std::size_t row) const {
  const Cell* found = cell(column, row);
  auto* text = found != nullptr ? std::get_if<std::string>(found) : nullptr;
  return text != nullptr ? std::optional<std::string_view>(*text) : std::nullopt;
}

}  // namespace bridle
