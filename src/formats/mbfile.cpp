#include "formats/mbfile.h"

#include <limits>

#include "formats/keyed_archive.h"

namespace bridle {
namespace {

std::optional<Time> moment(Resolved value) {
  if (auto seconds = value.integer()) return time_or_nothing(time_from_unix_seconds(*seconds));
  return value.date();  // as archives before iOS 10.1 have it
}

std::optional<std::uint32_t> small_number(PlistValue value) {
  auto number = value.unsigned_integer();
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

/// One pass over the members, for a look-up by each name would compare thrice as many.
void read_member(MbFile& file, std::string_view name, Resolved member) {
  PlistValue value = member.value();
  if (name == "LastModified")
    file.modified = moment(member);
  else if (name == "LastStatusChange")
    file.status_changed = moment(member);
  else if (name == "Birth")
    file.birth = moment(member);
  else if (name == "RelativePath")
    file.relative_path = member.string().value_or(std::string_view{});
  else if (name == "Target")
    file.target = member.string();
  else if (name == "Mode")
    file.mode = small_number(value);
  else if (name == "UserID")
    file.uid = small_number(value);
  else if (name == "GroupID")
    file.gid = small_number(value);
  else if (name == "InodeNumber")
    file.inode = value.unsigned_integer();
  else if (name == "Size")
    file.size = value.unsigned_integer();
  else if (name == "ProtectionClass")
    file.protection_class = small_number(value);
  else if (name == "Flags")
    file.flags = value.integer();
  else if (name == "Digest")
    file.digest = member.data().value_or(Bytes{});
  else if (name == "ExtendedAttributes")
    file.extended_attributes = member.data().value_or(Bytes{});
  else if (name == "EncryptionKey" && member)
    file.encryption_key = read_wrapped_key(member.data().value_or(Bytes{}));
}

}  // namespace

Result<MbFile> MbFileReader::read(Bytes archive_bytes) {
  TRY(plist_.reparse(archive_bytes));
  KeyedArchive archive = TRY(KeyedArchive::open(plist_));
  Resolved root = archive.root();
  if (!root.is_a("MBFile")) return fail(Fault::unsupported, "archive holds no MBFile");
  MbFile file;
  PlistValue members = root.value();
  for (std::size_t i = 0; i < members.size(); ++i) read_member(file, members.key(i), root.member(i));
  return file;
}

Result<std::vector<ExtendedAttribute>> read_extended_attributes(Bytes stored, Plist& plist) {
  TRY(plist.reparse(stored));
  PlistValue root = plist.root();
  if (root.kind() != PlistKind::dictionary)
    return fail(Fault::malformed, "extended attributes are no dictionary");
  std::vector<ExtendedAttribute> attributes;
  for (std::size_t i = 0; i < root.size(); ++i)
    if (auto data = root.at(i).data()) attributes.push_back({.name = root.key(i), .value = *data});
  return attributes;
}

}  // namespace bridle
