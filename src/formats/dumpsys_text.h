#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace bridle {

/// A line of a dump. Borrows: the section.
struct DumpLine {
  std::int64_t number;    ///< from 1, in the section
  std::size_t indent;     ///< blanks in front
  std::string_view text;  ///< without them, and without blanks at its end
};

/// The lines of one service's section of `dumpsys`, up to the closing line that dumpsys itself prints
/// ("--------- 0.053s was the duration of dumpsys …"). A section that begins with its own heading loses it.
/// Source: AOSP frameworks/native/cmds/dumpsys; android-artifacts.md 1.1.4.
class DumpLines {
 public:
  /// `first` is the number of the first line, where the section is a piece of a longer text.
  explicit DumpLines(std::string_view section, std::int64_t first = 1)
      : lines_(section), before_(first - 1) {}
  /// The next line, blank ones too (then `text` is empty).
  std::optional<DumpLine> next();
  /// The same without taking it.
  std::optional<DumpLine> peek();
  /// Counts a line that the caller did not know.
  void unknown() { ++unknown_; }
  /// What a reader of the coverage must know: unknown lines, a dump that was stopped, a missing service.
  std::vector<std::string> notes() const;

 private:
  Lines lines_;
  std::int64_t before_;
  std::optional<DumpLine> ahead_;
  std::int64_t unknown_ = 0;
  bool started_ = false, ended_ = false, stopped_ = false, missing_ = false;
};

/// What stands behind `key=` at the front of the text or behind a blank, bracket, comma or semicolon, up to
/// the next blank, closing bracket, comma or semicolon. Borrows: `text`.
std::optional<std::string_view> dump_field(std::string_view text, std::string_view key);
/// The same for a value in double quotes, without them.
std::optional<std::string_view> dump_quoted(std::string_view text, std::string_view key);
/// The same for a value inside brackets, which may hold brackets: "[ SYSTEM HAS_CODE ]" without the outer
/// ones, trimmed.
std::optional<std::string_view> dump_bracketed(std::string_view text, std::string_view key);
/// A whole number behind `key=`.
std::optional<std::int64_t> dump_integer(std::string_view text, std::string_view key);
/// true or false behind `key=`.
std::optional<bool> dump_boolean(std::string_view text, std::string_view key);

/// "+2d23h22m24s588ms", "-4h50m23s772ms", "0", in milliseconds. Source: AOSP TimeUtils.
std::optional<std::int64_t> dump_duration_ms(std::string_view text);
/// "1000", "u0a103", "u10i5", "u10s1000" as a number: user × 100000 + app. Source: AOSP UserHandle.
std::optional<std::int64_t> dump_uid(std::string_view text);

/// A component of a package. `name` is whole: a leading dot was completed by the package.
struct DumpComponent {
  std::string_view package;
  std::string name;
};
/// "pkg/.Class", "pkg/other.Class", "ComponentInfo{pkg/cls}". Nothing when there is no slash.
std::optional<DumpComponent> dump_component(std::string_view text);

/// Whether the text may be a package name: words of letters, digits and underscores with dots between.
bool is_package_name(std::string_view text);

}  // namespace bridle
