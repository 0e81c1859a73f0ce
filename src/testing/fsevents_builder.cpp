#include "testing/fsevents_builder.h"

namespace bridle::testing {

std::string write_fsevents_page(const std::vector<FseventsTemplate>& entries, int version) {
  std::string body;
  auto put = [](std::string& out, std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  for (const FseventsTemplate& entry : entries) {
    body += entry.path + '\0';
    put(body, entry.event_id, 8);
    put(body, entry.flags, 4);
    if (version > 1) put(body, entry.node_id, 8);
    if (version > 2) put(body, 0, 4);
  }
  std::string head = std::to_string(version) + "SLD";
  put(head, 0, 4);
  put(head, 12 + body.size(), 4);
  return head + body;
}

}  // namespace bridle::testing
