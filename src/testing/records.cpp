#include "testing/records.h"

#include <fmt/format.h>

#include <algorithm>

#include "artefacts/catalogue.h"
#include "base/sha256.h"
#include "engine/run_task.h"
#include "formats/ios_domains.h"
#include "scan/yara_rules.h"

namespace bridle::testing {
namespace {

std::string printed(const Value& value, FieldType type) {
  if (auto* integer = std::get_if<std::int64_t>(&value)) {
    if (type == FieldType::time) return to_iso8601(Time{*integer});
    if (type == FieldType::boolean) return *integer != 0 ? "true" : "false";
    return fmt::format("{}", *integer);
  }
  if (auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  if (auto* bytes = std::get_if<Bytes>(&value)) return to_base64(*bytes);
  return "NULL";
}

std::string run(std::string_view id, std::string_view content, std::string_view wal, bool has_wal,
                Entry entry, std::string_view rules = {}) {
  auto all = catalogue();
  auto found = std::ranges::find(all, id, &Artefact::id);
  if (found == all.end()) return fmt::format("no artefact {}", id);
  const Artefact& artefact = **found;
  auto file = unnamed_file("/tmp");
  if (!file) return file.error().message;
  auto opener = [](std::string_view bytes) {
    return [bytes](Input::Remarks&) -> Result<std::unique_ptr<ByteSource>> {
      return view_source(as_bytes(bytes));
    };
  };
  BatchWriter out(file->get());
  BatchEnd end = run_extractor(artefact, out, Limits{}, has_wal, [&](WalUse use) {
    Input in(entry, opener(content), has_wal ? opener(wal) : Input::Opener{}, Limits{}, use);
    if (!rules.empty()) in.give_rules(opener(rules));
    return in;
  });
  if (auto finished = out.finish(end); !finished) return finished.error().message;
  std::string text;
  auto read = read_batch(
      file->get(), *artefact.table,
      {.row =
           [&](const BatchRow& row) {
             if (has_wal) text += fmt::format("{} ", name(row.state));
             text += row.locator;
             for (std::size_t i = 0; i < row.values.size(); ++i)
               text += " | " + printed(row.values[i], artefact.table->columns[i].type);
             text += "\n";
           },
       .mined =
           [&](const BatchMined& m) {
             text += fmt::format("  mined {} {} {}\n", artefact.table->columns[m.column].name, name(m.form),
                                 m.value);
           },
       .skip = [&](const BatchSkip& s) { text += fmt::format("skip {}: {}\n", s.locator, s.reason); }});
  if (!read) return text + "refused: " + read.error().message + "\n";
  for (const std::string& note : read->notes) text += "note: " + note + "\n";
  if (read->failed) text += fmt::format("failed: {}: {}\n", name(read->fault), read->reason);
  return text;
}

std::string first_path(std::string_view id) {
  for (const Artefact* artefact : catalogue())
    if (artefact->id == id && !artefact->paths.empty()) return std::string(artefact->paths.front());
  return {};
}

}  // namespace

std::string records(std::string_view id, std::string_view content, std::string_view path) {
  Entry entry;
  entry.path = path.empty() ? first_path(id) : std::string(path);
  return run(id, content, {}, false, std::move(entry));
}

std::string records_by_clock(std::string_view id, std::string_view content, const DeviceClock& clock,
                             std::string_view path) {
  Entry entry;
  entry.path = path.empty() ? first_path(id) : std::string(path);
  entry.clock = clock;
  return run(id, content, {}, false, std::move(entry));
}

std::string records_with_wal(std::string_view id, std::string_view content, std::string_view wal,
                             std::string_view path) {
  Entry entry;
  entry.path = path.empty() ? first_path(id) : std::string(path);
  return run(id, content, wal, true, std::move(entry));
}

std::string records_with_rules(std::string_view rules, std::string_view content, std::string_view path) {
  auto compiled = compile_yara({{"rules", std::string(rules)}});
  if (!compiled) return compiled.error().message;
  Entry entry;
  entry.path = path;
  return run("any.yara_match", content, {}, false, std::move(entry), compiled->bytes);
}

std::string records_in_domain(std::string_view id, std::string_view content, std::string_view domain,
                              std::string_view relative_path) {
  Entry entry;
  entry.path = device_path(domain, relative_path).value_or("");
  entry.domain = domain;
  entry.relative_path = relative_path;
  entry.file_id = sha1_hex(fmt::format("{}-{}", domain, relative_path));
  return run(id, content, {}, false, std::move(entry));
}

}  // namespace bridle::testing
