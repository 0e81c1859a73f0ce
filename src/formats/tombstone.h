#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// A mapping or an open file of a crashed process that is worth a look.
struct TombstoneThing {
  enum class Kind : std::uint8_t { mapping, open_file, frame } kind = Kind::mapping;
  std::string path;
  std::string details;     ///< rights and addresses; owner; function
  std::int64_t place = 0;  ///< line of the text, or number of the entry
};

/// The report of a native crash. Borrows: nothing.
struct Tombstone {
  bool is_protobuf = false;
  std::optional<std::string> build_fingerprint, revision, architecture, timestamp, selinux_label, thread_name,
      process, signal_name, code_name, fault_address, abort_message;
  std::vector<std::string> command_line, causes;
  std::optional<std::int64_t> pid, tid, uid, process_uptime, signal, code, sender_pid, sender_uid;
  std::vector<TombstoneThing> things;
  std::int64_t mappings = 0, open_files = 0, threads = 0;
  std::vector<std::string> notes;  ///< what could not be read
};

/// Reads a tombstone in either form; whatever is missing or broken, the rest is given.
/// Faults: unsupported (neither a tombstone's text nor its protobuf).
/// Source: AOSP debuggerd, proto/tombstone.proto; android-artifacts.md 2.16, 3.1; docs/formats/tombstone.md.
Result<Tombstone> read_tombstone(Bytes bytes);

/// The forms, for the tests and the fuzzer.
Result<Tombstone> read_tombstone_text(std::string_view text);
Result<Tombstone> read_tombstone_protobuf(Bytes bytes);

/// Whether a mapping or an open file is of a kind that programs of the system do not have: writable data of
/// apps run as code, deleted files, code from /data/local/tmp.
bool is_worth_a_look(TombstoneThing::Kind kind, std::string_view path, bool is_code);

}  // namespace bridle
