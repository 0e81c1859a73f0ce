#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "records/field.h"

namespace bridle {

/// One column of an artefact's table: plain data, built at compile time, read at run time by the case store,
/// the matcher, the timeline, the exports and the generated catalogue.
struct Column {
  std::string_view name, doc;
  FieldType type;
  Value (*get)(const void* row);
  const void* row_type;
  std::string_view event_kind{};                     ///< names an event on the timeline, when not empty
  Relation relation_to_value = Relation::mentioned;  ///< what the record says about this value
  std::uint8_t name_limit = 0;                       ///< where the source cuts process names; 0 = it does not

  /// The moment in this column is an event of that kind. The first such column of a table is the record's own
  /// time.
  constexpr Column event(std::string_view kind) const {
    Column c = *this;
    c.event_kind = kind;
    return c;
  }
  constexpr Column relation(Relation r) const {
    Column c = *this;
    c.relation_to_value = r;
    return c;
  }
  constexpr Column cut_at(std::uint8_t characters) const {
    Column c = *this;
    c.name_limit = characters;
    return c;
  }
};

/// The shape of an artefact's records.
struct TableSchema {
  std::string_view name, doc;
  std::span<const Column> columns;
  const void* row_type;
};

namespace detail {

template <class T>
inline constexpr char row_type{};  // its address tells rows apart

template <class P>
struct Member;
template <class R, class T>
struct Member<T R::*> {
  using Row = R;
  using Type = T;
};

/// The name of the member that a pointer points to, cut out of the compiler's own spelling of it.
template <auto Pointer>
consteval std::string_view member_name() {
  std::string_view text = __PRETTY_FUNCTION__;
  text = text.substr(0, text.find_first_of(";]", text.find("Pointer =")));
  return text.substr(text.rfind("::") + 2, text.find_last_not_of(") ") - text.rfind("::") - 1);
}

struct Anything {
  template <class T>
  operator T() const;  // never defined: only asked whether it would convert
};

template <class Row, std::size_t... I>
concept ConstructibleFrom = requires { Row{(static_cast<void>(I), Anything{})...}; };

template <class Row, std::size_t N, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
  return ConstructibleFrom<Row, I...>;
}

/// How many fields an aggregate has: the most initialisers that it takes.
template <class Row, std::size_t N = 64>
consteval std::size_t field_count() {
  if constexpr (N == 0 || takes<Row, N>(std::make_index_sequence<N>{}))
    return N;
  else
    return field_count<Row, N - 1>();
}

}  // namespace detail

/// Declares the column that reads one member of a Row. The column's name is the member's.
template <auto Pointer>
consteval Column column(std::string_view doc) {
  using Row = typename detail::Member<decltype(Pointer)>::Row;
  using Type = typename detail::Member<decltype(Pointer)>::Type;
  return {detail::member_name<Pointer>(), doc, Field<Type>::type,
          [](const void* row) { return Field<Type>::value(static_cast<const Row*>(row)->*Pointer); },
          &detail::row_type<Row>};
}

/// Declares a table. A forgotten, doubled, undocumented or foreign column does not compile.
template <class Row, std::size_t N>
consteval TableSchema table(std::string_view name, std::string_view doc,
                            const std::array<Column, N>& columns) {
  if (N != detail::field_count<Row>()) throw "every field of Row needs exactly one column";
  for (std::size_t i = 0; i < N; ++i) {
    if (columns[i].row_type != &detail::row_type<Row>) throw "a column belongs to another Row";
    if (columns[i].doc.empty()) throw "a column needs a doc";
    for (std::string_view taken : {"id", "task", "locator", "state"})  // every table has these already
      if (columns[i].name == taken) throw "a column takes the name of one that every table has";
    for (std::size_t j = 0; j < i; ++j)
      if (columns[i].name == columns[j].name) throw "two columns read one field";
  }
  return {name, doc, columns, &detail::row_type<Row>};
}

/// The column whose time is the record's own, or nullptr when its records have none.
const Column* time_column(const TableSchema& table);
/// The column that overrides the relation of a row, or nullptr.
const Column* relation_column(const TableSchema& table);
/// The position of a column by name, or nothing.
std::optional<std::size_t> column_index(const TableSchema& table, std::string_view name);

}  // namespace bridle
