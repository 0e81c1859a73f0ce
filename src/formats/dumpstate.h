#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/local_time.h"

namespace bridle {

/// A piece of the text of an Android bug report, or of what `dumpsys` printed (docs/formats/bugreport.md).
struct DumpSection {
  enum class Kind : std::uint8_t {
    header,     ///< what stands before the first section
    dumpstate,  ///< `------ TITLE (command) ------`
    service,    ///< `DUMP OF SERVICE [CRITICAL|HIGH|NORMAL] name:`
  };
  Kind kind = Kind::header;
  std::string name;     ///< "package"; of a dumpstate section its title as `section_name` gives it
  std::string title;    ///< as it stands in the text, at most 256 bytes
  std::string command;  ///< what stands in the brackets, or the priority of a service
  std::uint64_t offset = 0, size = 0;        ///< of its content, without the lines that begin and end it
  std::uint64_t first_line = 1;              ///< of its content, from 1
  std::optional<std::int64_t> milliseconds;  ///< that it took, when its last line says so
  std::string ended_at;                      ///< "2022-03-29 23:14:26", device-local, or empty
  bool ended = false;                        ///< the line that ends it is there
  bool cut_off = false;  ///< it is not, and the writer of this text always writes it; or the text ends in it
  bool timed_out = false;    ///< the dump was stopped because it took too long
  std::uint64_t errors = 0;  ///< marks that a command failed or a file was not there
};

/// The sections of a text, in its order.
struct DumpText {
  std::vector<DumpSection> sections;
  std::uint64_t headers = 0;  ///< lines that begin a section; more than `sections` holds when `full`
  std::uint64_t lines = 0;    ///< of the whole text
  std::uint64_t loose_lines =
      0;              ///< with text in them, between one section's end and the next one's beginning
  bool done = false;  ///< dumpstate's own last line is there
  bool full = false;  ///< there are more sections than are kept
  /// Of the phone, as the text tells: the zone from the property persist.sys.timezone, the offset from the
  /// line nowRTC of service alarm, the moment from the end of the last service, or from the head.
  DeviceClock clock{};
};

/// Finds the sections of a text that comes piece by piece. Holds one line of at most 2 KiB and the sections,
/// `most_sections` of them. Nothing in the text is a fault: what never ends, ends with the text.
/// Source: AOSP cmds/dumpstate and cmds/dumpsys, Android 2.3 to 16; android-artifacts.md 1.1.4.
class DumpSplitter {
 public:
  static constexpr std::size_t most_sections = 100'000;

  void feed(Bytes piece);
  /// Call once, after the last piece.
  DumpText finish();

 private:
  void line(std::string_view text);
  void begin(DumpSection section, std::uint64_t ends_before);
  void end_open(std::uint64_t at);
  DumpSection* open();
  void begin_dumpstate(std::string_view text);
  void begin_service(std::string_view text, std::uint64_t ends_before);
  bool end_dumpstate(std::string_view text);
  bool end_service(std::string_view text);
  bool end_command(std::string_view text);
  void note_marks(std::string_view text);
  void note_clock(std::string_view text);
  bool banner(std::string_view text, const std::optional<std::uint64_t>& above);

  DumpText text_;
  std::string carried_;             // the beginning of a line that goes on in the next piece
  std::uint64_t at_ = 0;            // where the line in hand begins
  std::uint64_t carried_size_ = 0;  // how much of it was seen: more than is kept when it is long
  std::uint64_t next_ = 0;          // where the line after it begins
  bool has_open_ = false, has_service_ends_ = false;
  bool in_alarm_ = false, in_properties_ = false;  // sections that tell of the clock
  std::string enclosing_;                          // title of the dumpstate section that services stand in
  // Where the line before began, when it is a rule of dashes, or of equals signs.
  std::optional<std::uint64_t> rule_, banner_at_;
};

/// The whole of a text in memory.
DumpText split_dump(Bytes text);

/// "SYSTEM PROPERTIES" as a name: letters lower-cased, everything but letters and digits one '_', none at
/// the ends; "unnamed" when nothing is left.
std::string section_name(std::string_view title);

/// Where the engine gives a section's content to artefacts: "dumpsys/package",
/// "dumpstate/system_properties", "dumpstate/header".
std::string section_path(const DumpSection& section);

}  // namespace bridle
