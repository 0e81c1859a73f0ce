#include "engine/task_sink.h"

#include <algorithm>

#include "indicators/links.h"

namespace bridle {
namespace {

// FNV-1a over what makes a row: 64 bits tell ten million rows apart with a chance of error near one in a
// million, and an error only mislabels the state of one row.
struct Fingerprint {
  std::uint64_t hash = 14695981039346656037ULL;
  void add(Bytes bytes) {
    for (std::uint8_t byte : bytes) hash = (hash ^ byte) * 1099511628211ULL;
  }
  void add(std::uint64_t number) {
    for (int i = 0; i < 8; ++i) hash = (hash ^ (number >> (8 * i) & 0xFF)) * 1099511628211ULL;
  }
};

MinedForm form_of(const Link& link) {
  if (link.unwrapped) return MinedForm::unwrapped;
  if (link.defanged) return MinedForm::defanged;
  return link.scheme_less ? MinedForm::scheme_less : MinedForm::plain;
}

}  // namespace

std::uint64_t TaskSink::fingerprint(const Locator& where) const {
  Fingerprint print;
  print.add(as_bytes(where.text));
  for (const Value& value : values_) {
    print.add(value.index());
    if (auto* integer = std::get_if<std::int64_t>(&value)) print.add(static_cast<std::uint64_t>(*integer));
    if (auto* real = std::get_if<double>(&value)) print.add(std::bit_cast<std::uint64_t>(*real));
    if (auto* text = std::get_if<std::string_view>(&value)) print.add(as_bytes(*text));
    if (auto* bytes = std::get_if<Bytes>(&value)) print.add(*bytes);
  }
  return print.hash;
}

void TaskSink::begin(Pass pass) {
  pass_ = pass;
  if (pass != Pass::current) return;
  std::ranges::sort(main_);
  main_.erase(std::unique(main_.begin(), main_.end()), main_.end());
  seen_.assign(main_.size(), false);
}

bool TaskSink::main_only_left() const {
  return std::ranges::find(seen_, false) != seen_.end();
}

void TaskSink::add(const Locator& where, const void* row) {
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i] = table_.columns[i].get(row);
  if (pass_ == Pass::only) return write(where, RowState::none);
  std::uint64_t print = fingerprint(where);
  if (pass_ == Pass::main_first) {
    if (main_.size() < row_limit_) main_.push_back(print);
    return;
  }
  auto found = std::ranges::lower_bound(main_, print);
  bool in_main = found != main_.end() && *found == print;
  auto index = static_cast<std::size_t>(found - main_.begin());
  if (pass_ == Pass::current) {
    if (in_main) seen_[index] = true;
    write(where, in_main ? RowState::both : RowState::wal_only);
  } else if (in_main && !seen_[index]) {
    seen_[index] = true;
    write(where, RowState::main_only);
  }
}

void TaskSink::skip(const Locator& where, const Error& why) {
  // The second look at the same bytes would count the same losses again.
  if (pass_ == Pass::main_first || pass_ == Pass::main_only) return;
  ++skips_;
  out_.skip({.locator = where.text, .fault = why.fault, .reason = why.message});
}

void TaskSink::write(const Locator& where, RowState state) {
  if (rows_ >= row_limit_) {
    full_ = true;
    return;
  }
  ++rows_;
  out_.row({.state = state, .locator = where.text, .values = values_});
  for (std::size_t i = 0; i < values_.size(); ++i) {
    FieldType type = table_.columns[i].type;
    if (type != FieldType::prose && type != FieldType::json && type != FieldType::url) continue;
    if (auto* text = std::get_if<std::string_view>(&values_[i])) mine(static_cast<std::uint16_t>(i), *text);
  }
}

void TaskSink::mine(std::uint16_t column, std::string_view text) {
  bool is_url = table_.columns[column].type == FieldType::url;
  for (const Link& link : find_links(text)) {
    // A URL column is an observable itself; only what is wrapped inside it is new.
    if (is_url && !link.unwrapped) continue;
    out_.mined({.column = column, .type = ObservableType::url, .form = form_of(link), .value = link.url});
  }
}

}  // namespace bridle
