#include <fmt/format.h>

#include "formats/protobuf_wire.h"
#include "formats/tombstone.h"

namespace bridle {
namespace {

constexpr std::size_t things_limit = 1000;
constexpr std::string_view architectures[] = {"arm", "arm64", "x86", "x86_64", "riscv64", "none"};

// Calls `take` with every field; a broken message ends there and is noted.
template <class Take>
void each_field(Bytes message, std::string_view what, Tombstone& out, Take take) {
  WireReader reader(message);
  for (;;) {
    auto field = reader.next();
    if (!field && out.notes.size() < 20)
      out.notes.push_back(fmt::format("{}: {}", what, field.error().message));
    if (!field || !*field) return;
    take(**field);
  }
}

void keep(Tombstone& out, TombstoneThing thing) {
  if (out.things.size() < things_limit) out.things.push_back(std::move(thing));
}

void read_signal(Bytes message, Tombstone& out) {
  each_field(message, "signal", out, [&](const WireField& f) {
    if (f.number == 1) out.signal = static_cast<std::int32_t>(f.value);
    if (f.number == 2) out.signal_name = f.text();
    if (f.number == 3) out.code = static_cast<std::int32_t>(f.value);
    if (f.number == 4) out.code_name = f.text();
    if (f.number == 6) out.sender_uid = static_cast<std::int32_t>(f.value);
    if (f.number == 7) out.sender_pid = static_cast<std::int32_t>(f.value);
    if (f.number == 9) out.fault_address = fmt::format("0x{:x}", f.value);
  });
}

void read_frame(Bytes message, Tombstone& out) {
  std::string path, function;
  each_field(message, "frame", out, [&](const WireField& f) {
    if (f.number == 4) function = f.text();
    if (f.number == 6) path = f.text();
  });
  if (is_worth_a_look(TombstoneThing::Kind::frame, path, true))
    keep(out, {TombstoneThing::Kind::frame, path, function, out.threads});
}

// An entry of the map: 1 number of the thread, 2 thread {1 id, 2 name, 4 frames}.
void read_thread(Bytes entry, Tombstone& out) {
  ++out.threads;
  std::uint64_t id = 0;
  std::string name;
  each_field(entry, "thread", out, [&](const WireField& f) {
    if (f.number == 1) id = f.value;
    if (f.number != 2) return;
    each_field(f.bytes, "thread", out, [&](const WireField& inner) {
      if (inner.number == 1) id = inner.value;
      if (inner.number == 2) name = inner.text();
      if (inner.number == 4) read_frame(inner.bytes, out);
    });
  });
  if (out.tid && id == static_cast<std::uint64_t>(*out.tid)) out.thread_name = name;
}

void read_mapping(Bytes message, Tombstone& out) {
  ++out.mappings;
  std::string name, rights = "---";
  each_field(message, "mapping", out, [&](const WireField& f) {
    if (f.number >= 4 && f.number <= 6 && f.value != 0) rights[f.number - 4] = "rwx"[f.number - 4];
    if (f.number == 7) name = f.text();
  });
  if (is_worth_a_look(TombstoneThing::Kind::mapping, name, rights.ends_with('x')))
    keep(out, {TombstoneThing::Kind::mapping, name, rights, out.mappings});
}

void read_open_file(Bytes message, Tombstone& out) {
  ++out.open_files;
  std::string path, owner;
  each_field(message, "open file", out, [&](const WireField& f) {
    if (f.number == 2) path = f.text();
    if (f.number == 3) owner = f.text();
  });
  if (is_worth_a_look(TombstoneThing::Kind::open_file, path, false))
    keep(out, {TombstoneThing::Kind::open_file, path, owner, out.open_files});
}

void read_cause(Bytes message, Tombstone& out) {
  each_field(message, "cause", out, [&](const WireField& f) {
    if (f.number == 1 && out.causes.size() < 100) out.causes.emplace_back(f.text());
  });
}

}  // namespace

Result<Tombstone> read_tombstone_protobuf(Bytes bytes) {
  Tombstone out{.is_protobuf = true};
  each_field(bytes, "tombstone", out, [&](const WireField& f) {
    switch (f.number) {
      case 1:
        out.architecture = f.value < std::size(architectures) ? architectures[f.value] : "unknown";
        break;
      case 2:
        out.build_fingerprint = f.text();
        break;
      case 3:
        out.revision = f.text();
        break;
      case 4:
        out.timestamp = f.text();
        break;
      case 5:
        out.pid = f.integer();
        break;
      case 6:
        out.tid = f.integer();
        break;
      case 7:
        out.uid = f.integer();
        break;
      case 8:
        out.selinux_label = f.text();
        break;
      case 9:
        if (out.command_line.size() < 1000) out.command_line.emplace_back(f.text());
        break;
      case 10:
        read_signal(f.bytes, out);
        break;
      case 14:
        out.abort_message = f.text();
        break;
      case 15:
        read_cause(f.bytes, out);
        break;
      case 16:
        read_thread(f.bytes, out);
        break;
      case 17:
        read_mapping(f.bytes, out);
        break;
      case 19:
        read_open_file(f.bytes, out);
        break;
      case 20:
        out.process_uptime = f.integer();
        break;
      default:
        break;
    }
  });
  // proto3 leaves out what is 0: uid 0 is root's.
  if (!out.timestamp && !out.build_fingerprint)
    return fail(Fault::unsupported, "neither a tombstone's text nor its protobuf");
  if (!out.uid) out.uid = 0;
  if (!out.architecture) out.architecture = architectures[0];
  if (!out.command_line.empty()) out.process = out.command_line.front();
  return out;
}

}  // namespace bridle
