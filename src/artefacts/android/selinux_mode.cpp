#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::selinux_mode {
namespace {

struct Row {
  std::string_view mode;
};

constexpr std::array columns{
    column<&Row::mode>("Enforcing, Permissive or Disabled, as printed."),
};
constexpr TableSchema schema = table<Row>("android_selinux_mode", "One row: what getenforce said.", columns);

constexpr std::string_view paths[] = {"androidqf/selinux.txt"};

Result<> extract(Input& in, Rows<Row>& out) {
  auto mode = trim(TRY(in.text()));
  if (mode.empty()) return fail(Fault::truncated, "the file is empty");
  out.add(at_line(1), {.mode = mode.substr(0, mode.find('\n'))});
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.selinux_mode",
    .title = "Whether SELinux enforces",
    .source = "getenforce of AndroidQF; android-artifacts.md 5.8",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::selinux_mode
