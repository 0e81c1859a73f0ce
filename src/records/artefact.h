#pragma once

#include <span>
#include <string_view>

#include "records/rows.h"

namespace bridle {

class Input;  // evidence/input.h: what one task may touch

/// What an examiner wants to know; coverage is shown by question, so that a reader sees what was not
/// examined.
enum class Question : std::uint8_t {
  device,
  files,
  messages,
  browsing,
  processes,
  permissions,
  configuration,
  contacts,
  calendar
};
constexpr std::string_view question_names[] = {"device",        "files",     "messages",
                                               "browsing",      "processes", "permissions",
                                               "configuration", "contacts",  "calendar"};
constexpr std::string_view name(Question question) {
  return question_names[static_cast<std::size_t>(question)];
}

/// How much a phone without this trace would surprise.
enum class Presence : std::uint8_t {
  always,     ///< every phone of the platform has it: its absence makes the examination partial
  usual,      ///< most have it, depending on how the phone is used
  encrypted,  ///< encrypted backups have it; unencrypted ones leave it out
  sometimes,  ///< only phones with a certain app, setting or history
};
constexpr std::string_view presence_names[] = {"always", "usual", "encrypted", "sometimes"};
constexpr std::string_view name(Presence presence) {
  return presence_names[static_cast<std::size_t>(presence)];
}

/// A kind of trace: where it lies, what its records look like, and the function that reads them. One constant
/// named `artefact` per file of src/artefacts/, found there by the build.
struct Artefact {
  std::string_view id;      ///< follows the path: "ios.sms" is src/artefacts/ios/sms.cpp
  std::string_view title;   ///< as a reader would say it
  std::string_view source;  ///< where the facts about the format are from, and for which versions
  Platform platform;
  Question question;
  Presence presence;
  std::span<const std::string_view> paths;  ///< device path patterns (base/glob.h)
  const TableSchema* table;
  const void* row_type;
  Result<> (*extract)(Input& in, RowSink& out);
  bool needs_rules = false;  ///< planned only where the examiner gave YARA rules

  // Of the iPhone's traces: which evidence can hold them.
  bool dump_only = false;  ///< the system leaves it out of every backup
  /// How much a whole dump of the file system without it would surprise, where that is more than `presence`.
  Presence in_dumps = Presence::sometimes;
  int since = 0;  ///< first major version of the system that keeps it, where that is known; else 0
};

namespace detail {
template <class Row, Result<> (*Function)(Input&, Rows<Row>&)>
Result<> call(Input& in, RowSink& out) {
  Rows<Row> rows(out);
  return Function(in, rows);
}
template <class F>
struct RowOf;
template <class Row>
struct RowOf<Result<> (*)(Input&, Rows<Row>&)> {
  using Type = Row;
};
}  // namespace detail

/// Turns an extractor of typed rows into the plain function of an Artefact.
template <auto Function>
inline constexpr auto typed = &detail::call<typename detail::RowOf<decltype(Function)>::Type, Function>;
/// The row type that goes with it; the catalogue test compares it with the table's.
template <auto Function>
inline constexpr const void* row_of = &detail::row_type<typename detail::RowOf<decltype(Function)>::Type>;

}  // namespace bridle
