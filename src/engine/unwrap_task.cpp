#include "engine/unwrap_task.h"

#include "engine/fact_writer.h"
#include "engine/run_task.h"
#include "evidence/age_armour.h"
#include "evidence/unwrap.h"
#include "formats/age_header.h"
#include "formats/inflate.h"

namespace bridle {
namespace {

Result<Unwrapped> unwrap(const Task& task, const TaskFiles& files) {
  Input::Remarks remarks;
  auto content = TRY(stored_file(files.content, task.content)(remarks));
  std::vector<std::uint8_t> head(std::min<std::uint64_t>(content->size(), age_magic.size()));
  TRY(content->read(0, head));
  auto write = [&](Bytes bytes) { return write_all(files.scratch, bytes); };
  std::uint64_t most = task.limits.spooled_bytes;
  std::string_view beginning = as_text(head);
  if (is_gzip(head)) return open_gzip_file(*content, most, write);
  if (!beginning.empty() && age_armour_begin.starts_with(beginning)) {
    auto inside = TRY(open_age_armour(*content));
    auto unwrapped = open_age_file(*inside, task.password.bytes(), task.identity.bytes(), most, write);
    if (unwrapped) unwrapped->notes.emplace_back("in text armour");
    return unwrapped;
  }
  if (beginning == age_magic)
    return open_age_file(*content, task.password.bytes(), task.identity.bytes(), most, write);
  return open_android_backup(*content, task.password.bytes(), most, write);
}

}  // namespace

int run_unwrap(Task& task, const TaskFiles& files) {
  FactWriter facts(files.output);
  auto unwrapped = unwrap(task, files);
  if (unwrapped) {
    facts.add("outcome", name(unwrapped->outcome), unwrapped->problem);
    for (const std::string& note : unwrapped->notes) facts.add("note", "", note);
  } else {
    facts.add("fault", name(unwrapped.error().fault), unwrapped.error().message);
  }
  return facts.finish({});
}

}  // namespace bridle
