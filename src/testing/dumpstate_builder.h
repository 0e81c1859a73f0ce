#pragma once

#include <string>
#include <string_view>

namespace bridle::testing {

/// Writes the text of a bug report, section by section, as dumpstate and dumpsys do.
class DumpstateBuilder {
 public:
  /// How a text marks the end of what it prints.
  enum class Age {
    old,     ///< up to Android 7: services have no last line, commands "[cmd: 0.1s elapsed]"
    modern,  ///< each has a last line with its duration
  };
  explicit DumpstateBuilder(Age age = Age::modern, std::string_view line_end = "\n")
      : age_(age), line_end_(line_end) {}

  /// The first lines: `== dumpstate: <local>`, build, fingerprint.
  DumpstateBuilder& header(std::string_view fingerprint, std::string_view local = "2024-03-21 11:07:22");
  DumpstateBuilder& section(std::string_view title, std::string_view command, std::string_view body);
  /// Begins the section that services stand in: "DUMPSYS", "DUMPSYS CRITICAL".
  DumpstateBuilder& begin_dumpsys(std::string_view priority = "");
  DumpstateBuilder& service(std::string_view name, std::string_view body, std::string_view priority = "",
                            std::string_view local = "2024-03-21 11:07:22");
  /// A service that was killed: its body, the mark of a time-out, and no more of it.
  DumpstateBuilder& stopped_service(std::string_view name, std::string_view body);
  DumpstateBuilder& end_dumpsys();
  /// "== dumpstate: done".
  DumpstateBuilder& done();
  /// As it stands, line ends included.
  DumpstateBuilder& raw(std::string_view text);
  const std::string& text() const { return text_; }

 private:
  void line(std::string_view text);
  void body(std::string_view body);
  Age age_;
  std::string line_end_, text_, dumpsys_;
};

/// One that has every kind of section, mark and fault that the splitter knows.
std::string every_kind_of_section();

}  // namespace bridle::testing
