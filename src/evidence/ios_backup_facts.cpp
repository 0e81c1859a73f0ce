#include <fmt/format.h>

#include "evidence/ios_backup.h"
#include "formats/plist.h"

namespace bridle {
namespace {

struct Fact {
  std::string_view name, info_key, lockdown_key;
};
// The same fact stands in Info.plist and in Manifest.plist's Lockdown; either may be missing in tool-made
// backups.
constexpr Fact facts[] = {
    {"device_name", "Device Name", "DeviceName"},
    {"product_type", "Product Type", "ProductType"},
    {"product_name", "Product Name", ""},
    {"product_version", "Product Version", "ProductVersion"},
    {"build_version", "Build Version", "BuildVersion"},
    {"serial_number", "Serial Number", "SerialNumber"},
    {"unique_identifier", "Unique Identifier", "UniqueDeviceID"},
    {"imei", "IMEI", ""},
    {"imei_2", "IMEI 2", ""},
    {"meid", "MEID", ""},
    {"iccid", "ICCID", ""},
    {"phone_number", "Phone Number", ""},
    {"itunes_version", "iTunes Version", ""},
    {"backup_guid", "GUID", ""},
};

std::string as_text(PlistValue value) {
  if (auto text = value.string()) return std::string(*text);
  if (auto date = value.date()) return to_iso8601(*date);
  if (auto number = value.integer()) return fmt::format("{}", *number);
  return {};
}

std::optional<Plist> parsed(Bytes bytes, std::string_view name, std::vector<std::string>& notes) {
  if (bytes.empty()) {
    notes.push_back(fmt::format("{} is missing", name));
    return std::nullopt;
  }
  auto plist = Plist::parse(bytes);
  if (plist) return std::move(*plist);
  notes.push_back(fmt::format("{} cannot be read: {}", name, plist.error().message));
  return std::nullopt;
}

void add(BackupDescription& description, std::string_view name, std::string value) {
  if (!value.empty()) description.device.emplace_back(name, std::move(value));
}

}  // namespace

BackupDescription describe_backup(Bytes info_bytes, Bytes status_bytes, Bytes manifest_bytes) {
  BackupDescription description;
  auto info = parsed(info_bytes, "Info.plist", description.notes);
  auto status = parsed(status_bytes, "Status.plist", description.notes);
  auto manifest = parsed(manifest_bytes, "Manifest.plist", description.notes);
  PlistValue from_info = info ? info->root() : PlistValue{};
  PlistValue from_manifest = manifest ? manifest->root() : PlistValue{};
  PlistValue lockdown = from_manifest["Lockdown"];
  for (const Fact& fact : facts) {
    std::string value = as_text(from_info[fact.info_key]);
    std::string other = fact.lockdown_key.empty() ? std::string() : as_text(lockdown[fact.lockdown_key]);
    if (!value.empty() && !other.empty() && value != other)
      description.notes.push_back(
          fmt::format("Info.plist and Manifest.plist name a different {}", fact.name));
    add(description, fact.name, value.empty() ? other : value);
  }
  add(description, "last_backup", as_text(from_info["Last Backup Date"]));
  if (auto passcode = from_manifest["WasPasscodeSet"].boolean())
    add(description, "passcode_set", *passcode ? "yes" : "no");
  description.encrypted = from_manifest["IsEncrypted"].boolean().value_or(false);
  description.has_keybag = from_manifest["BackupKeyBag"].data().has_value();
  description.has_manifest_key = from_manifest["ManifestKey"].data().has_value();
  if (manifest) add(description, "backup_encrypted", description.encrypted ? "yes" : "no");
  add(description, "backup_format", as_text(from_manifest["Version"]));
  if (status) {
    add(description, "backup_is_full",
        status->root()["IsFullBackup"].boolean().value_or(false) ? "yes" : "no");
    auto state = status->root()["SnapshotState"].string();
    description.in_progress = state && *state != "finished";
  }
  return description;
}

}  // namespace bridle
