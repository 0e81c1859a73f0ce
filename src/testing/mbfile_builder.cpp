#include "testing/mbfile_builder.h"

#include "testing/keyed_archive_builder.h"

namespace bridle::testing {

std::string stored_key(std::uint32_t protection_class, std::string_view wrapped) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8)
    bytes += static_cast<char>(static_cast<std::uint8_t>(protection_class >> shift));
  return bytes.append(wrapped);
}

std::string write_mbfile(const MbFileTemplate& file) {
  KeyedArchiveBuilder archive;
  // iOS puts the MBFile first; readers that trust this are common.
  PlistTree root = archive.add(PlistTree());
  auto moment = [&](std::int64_t seconds) -> PlistTree {
    if (!file.dates_as_objects) return seconds;
    return archive.add("NSDate", {{"NS.time", static_cast<double>(seconds - cocoa_epoch)}});
  };
  PlistTree::Dictionary members{{"LastModified", moment(file.modified)},
                                {"Flags", 0},
                                {"GroupID", std::int64_t{file.gid}},
                                {"LastStatusChange", moment(file.status_changed)},
                                {"RelativePath", archive.add(PlistTree(file.relative_path))},
                                {"Birth", moment(file.birth)},
                                {"Size", file.size},
                                {"InodeNumber", file.inode},
                                {"Mode", std::int64_t{file.mode}},
                                {"UserID", std::int64_t{file.uid}},
                                {"ProtectionClass", std::int64_t{file.protection_class}}};
  if (file.encryption_key)
    members.emplace_back(
        "EncryptionKey",
        archive.add("NSMutableData", {{"NS.data", plist_data(*file.encryption_key)}}, {"NSData"}));
  if (file.target) members.emplace_back("Target", archive.add(PlistTree(*file.target)));
  if (file.digest) members.emplace_back("Digest", archive.add(plist_data(*file.digest)));
  if (!file.extended_attributes.empty()) {
    PlistTree::Dictionary attributes;
    for (const auto& [name, value] : file.extended_attributes)
      attributes.emplace_back(name, plist_data(value));
    members.emplace_back("ExtendedAttributes", archive.add(plist_data(write_bplist(attributes))));
  }
  archive.replace(root, "MBFile", std::move(members));
  return archive.write(root);
}

}  // namespace bridle::testing
