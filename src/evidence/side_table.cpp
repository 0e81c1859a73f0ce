#include "evidence/side_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "evidence/sqlite_schema.h"

namespace bridle {
namespace {

constexpr std::size_t hit_limit = 1000;
constexpr std::size_t text_limit = std::size_t{32} << 20;
// From here on a table with rows to be had by their number is not worth its memory.
constexpr std::size_t few_rows = 20'000;

}  // namespace

SideTable::Cell SideTable::cell_of(const Query& row, int column) {
  if (auto integer = row.integer(column)) return {.kind = Kind::integer, .value = *integer};
  if (auto real = row.real(column)) return {.kind = Kind::real, .value = std::bit_cast<std::int64_t>(*real)};
  auto text = row.text(column);
  if (!text) return {};
  // Longer texts than this are cut by the engine's own limit long before.
  Cell cell{.kind = Kind::text,
            .size = static_cast<std::uint32_t>(text->size()),
            .value = static_cast<std::int64_t>(texts_.size())};
  texts_ += *text;
  return cell;
}

void SideTable::forget() {
  keys_ = {};
  cells_ = {};
  texts_ = {};
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
  bool key_is_rowid = by_rowid || db.is_rowid_alias(table, key);
  while (TRY(rows.step())) {
    const Query& row = rows.row();
    auto number = by_rowid ? rows.rowid() : row.integer(static_cast<int>(places.size()));
    if (!number) continue;
    side.keys_.emplace_back(*number, static_cast<std::uint32_t>(side.keys_.size()));
    side.cells_.resize(side.cells_.size() + side.width_);
    for (std::size_t i = 0; i < places.size(); ++i)
      side.cells_[side.cells_.size() - side.width_ + places[i]] = side.cell_of(row, static_cast<int>(i));
    std::size_t most = key_is_rowid ? std::min(kept, few_rows) : kept;
    if (side.keys_.size() <= most && side.texts_.size() <= text_limit) continue;
    side.forget();
    side.sql_ = fmt::format("SELECT {} FROM {} WHERE {} = ? LIMIT {}", list.empty() ? "1" : list,
                            quoted(table), by_rowid ? "rowid" : quoted(key), hit_limit);
    return side;
  }
  std::ranges::sort(side.keys_);
  return side;
}

Result<> SideTable::seek(std::int64_t key) {
  hits_.clear();
  if (sql_.empty()) {
    auto found = std::ranges::equal_range(keys_, key, {}, &std::pair<std::int64_t, std::uint32_t>::first);
    for (const auto& entry : found) {
      if (hits_.size() == hit_limit) break;
      hits_.push_back(entry.second);
    }
    return {};
  }
  cells_.clear();
  texts_.clear();
  if (query_)
    TRY(query_->rewind(std::array{SqliteValue{key}}));
  else
    query_ = TRY(db_->query(sql_, {SqliteValue{key}}));
  for (;;) {
    auto more = query_->step();
    if (!more && more.error().fault == Fault::limit) return std::unexpected(more.error());
    if (!more || !*more) return {};  // at damage, which SqliteNotes has, what came before stands
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
  return found != nullptr && found->kind == Kind::integer ? std::optional(found->value) : std::nullopt;
}

std::optional<double> SideTable::real(std::size_t column, std::size_t row) const {
  const Cell* found = cell(column, row);
  if (found != nullptr && found->kind == Kind::real) return std::bit_cast<double>(found->value);
  auto whole = integer(column, row);  // how a real without a fraction is kept
  return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

std::optional<std::string_view> SideTable::text_in(std::size_t column, std::size_t row) const {
  const Cell* found = cell(column, row);
  if (found == nullptr || found->kind != Kind::text) return std::nullopt;
  return std::string_view(texts_).substr(static_cast<std::size_t>(found->value), found->size);
}

}  // namespace bridle
