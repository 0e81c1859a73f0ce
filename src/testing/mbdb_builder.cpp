#include "testing/mbdb_builder.h"

namespace bridle::testing {
namespace {

void append_big(std::string& out, std::uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
}

void append_string(std::string& out, const std::optional<std::string>& text) {
  append_big(out, text ? text->size() : 0xFFFF, 2);
  if (text) out += *text;
}

}  // namespace

std::string write_mbdb(const std::vector<MbdbTemplate>& records) {
  std::string out("mbdb\x05\x00", 6);
  for (const MbdbTemplate& record : records) {
    append_string(out, record.domain);
    append_string(out, record.path);
    append_string(out, record.target);
    append_string(out, record.digest);
    append_string(out, record.encryption_key);
    append_big(out, record.mode, 2);
    append_big(out, record.inode, 8);
    append_big(out, record.uid, 4);
    append_big(out, record.gid, 4);
    append_big(out, record.modified, 4);
    append_big(out, record.status_changed, 4);
    append_big(out, record.birth, 4);
    append_big(out, record.size, 8);
    append_big(out, record.protection_class, 1);
    append_big(out, record.properties.size(), 1);
    for (const auto& [name, value] : record.properties) {
      append_string(out, name);
      append_string(out, value);
    }
  }
  return out;
}

}  // namespace bridle::testing
