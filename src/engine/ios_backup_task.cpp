#include "engine/ios_backup_task.h"

#include <fmt/format.h>

#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/fact_writer.h"
#include "engine/launcher_loop.h"
#include "engine/run_task.h"
#include "engine/task_sink.h"
#include "evidence/ios_backup.h"

namespace bridle {
namespace {

constexpr std::uint64_t property_list_limit = 64ULL << 20;

std::string whole_or_nothing(int fd) {
  if (fd < 0) return {};
  Fd file{fd};
  auto content = read_whole(file, property_list_limit);
  file.release();
  return content ? std::move(*content) : std::string();
}

std::string_view name(UnlockOutcome outcome) {
  constexpr std::string_view names[] = {"not_encrypted", "unlocked",       "wrong_password",
                                        "no_keybag",     "damaged_keybag", "empty_password"};
  return names[static_cast<std::size_t>(outcome)];
}

}  // namespace

int run_unlock(Task& task, const TaskFiles& files) {
  std::string manifest = whole_or_nothing(files.content), info = whole_or_nothing(files.wal),
              status = whole_or_nothing(files.extra);
  FactWriter facts(files.output);
  BackupDescription description = describe_backup(as_bytes(info), as_bytes(status), as_bytes(manifest));
  for (const auto& [key, value] : description.device) facts.add("device", key, value);
  for (const std::string& note : description.notes) facts.add("note", "", note);
  facts.add("flag", "encrypted", description.encrypted || description.has_keybag ? "yes" : "no");
  facts.add("flag", "has_manifest_key", description.has_manifest_key ? "yes" : "no");
  facts.add("flag", "in_progress", description.in_progress ? "yes" : "no");

  Secret ring_memory(sizeof(KeyRing));
  auto* ring = new (ring_memory.writable().data()) KeyRing;
  if (!manifest.empty()) {
    auto unlocked = unlock_backup(as_bytes(manifest), task.password.bytes(), *ring);
    if (unlocked) {
      facts.add("outcome", name(unlocked->outcome), "");
      for (const std::string& note : unlocked->notes) facts.add("note", "", note);
    } else {
      facts.add("outcome", "damaged_keybag", unlocked.error().message);
    }
  }
  if (files.keys >= 0 && !write_all(files.keys, ring_memory.bytes())) return worker_failed;
  return facts.finish({});
}

int run_list(Task& task, const TaskFiles& files) {
  BatchWriter out(files.output);
  TaskSink sink(out, container_entry_table, task.limits.rows);
  Input in(task.entry, stored_file(files.content, task.content),
           task.has_wal ? stored_file(files.wal, task.wal) : Input::Opener{}, task.limits, WalUse::overlay,
           files.scratch);
  auto visit = [&](const std::string& locator, const BackupEntry& entry) {
    ContainerEntryRow row{entry.file_id, entry.domain, entry.relative_path, entry.flags, {}, {}, {}};
    if (entry.size) row.size = static_cast<std::int64_t>(std::min<std::uint64_t>(*entry.size, INT64_MAX));
    if (entry.key) {
      row.key_class = entry.key->protection_class;
      row.wrapped_key = Blob{entry.key->wrapped};
    }
    sink.add({locator}, &row);
  };
  auto skip = [&](const std::string& locator, const Error& why) { sink.skip({locator}, why); };
  auto list = [&]() -> Result<> {
    if (task.entry.path.ends_with(".mbdb")) return list_manifest_mbdb(TRY(in.bytes()), visit, skip);
    return list_manifest_db(*TRY(in.sqlite()), visit, skip);
  };
  auto listed = list();
  BatchEnd end;
  end.rows = sink.rows();
  end.skips = sink.skips();
  end.lost_pages = in.lost_pages();
  end.losses = in.has_losses();
  end.notes = in.notes();
  if (!listed) put_failure(end, listed.error());
  return out.finish(end) ? 0 : worker_failed;
}

}  // namespace bridle
