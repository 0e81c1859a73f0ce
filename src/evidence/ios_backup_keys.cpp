#include <fmt/format.h>

#include <algorithm>

#include "evidence/ios_backup.h"
#include "evidence/key_derivation.h"
#include "evidence/key_unwrap.h"
#include "formats/keybag.h"
#include "formats/plist.h"

namespace bridle {
namespace {

// WRAP bit 1: wrapped with the key from the password; bit 0: with the device's own key, which no backup
// holds.
constexpr std::uint32_t with_device_key = 1, with_password_key = 2;

Result<Secret> derive(const Keybag& bag, Bytes password) {
  KeyDerivation derivation{.salt = bag.salt, .iterations = bag.iterations, .double_stage = {}};
  if (bag.double_protection_iterations && !bag.double_protection_salt.empty())
    derivation.double_stage = Stretching{bag.double_protection_salt, *bag.double_protection_iterations};
  return derive_backup_key(password, derivation);
}

struct Opened {
  std::size_t tried = 0, failed = 0;
};

Result<Opened> open_classes(const Keybag& bag, Bytes password_key, KeyRing& ring,
                            std::vector<std::string>& notes) {
  Opened opened;
  auto unwrapper = TRY(KeyUnwrapper::make(password_key));
  for (const KeybagClass& group : bag.classes) {
    if ((group.wrap & with_password_key) == 0 || group.wrapped_key.size() != 40) {
      if ((group.wrap & with_password_key) != 0)
        notes.push_back(fmt::format("protection class {} has no usable key in the keybag", group.id));
      continue;
    }
    if (ring.classes >= KeyRing::most_classes) return fail(Fault::limit, "keybag has too many classes");
    KeyRing::ClassKey& slot = ring.keys[ring.classes];
    if (unwrapper.unwrap(group.wrapped_key, slot.key)) {
      slot.id = group.id;
      ++ring.classes;
      ++opened.tried;
    } else if ((group.wrap & with_device_key) != 0) {
      notes.push_back(fmt::format("protection class {} can be opened on the device only", group.id));
    } else {
      ++opened.tried;
      ++opened.failed;
      notes.push_back(
          fmt::format("the key of protection class {} is damaged: its files cannot be read", group.id));
    }
  }
  return opened;
}

Result<> open_index_key(Bytes stored, KeyRing& ring) {
  WrappedKey key = read_wrapped_key(stored);
  Bytes class_key = ring.find(key.protection_class);
  if (class_key.empty())
    return fail(Fault::absent,
                fmt::format("the index needs the key of protection class {}, which the keybag does not give",
                            key.protection_class));
  auto unwrapper = TRY(KeyUnwrapper::make(class_key));
  TRY(unwrapper.unwrap(key.wrapped, ring.manifest_key));
  ring.manifest_key_class = key.protection_class;
  return {};
}

}  // namespace

Bytes KeyRing::find(std::uint32_t id) const {
  for (std::uint32_t i = 0; i < std::min<std::size_t>(classes, most_classes); ++i)
    if (keys[i].id == id) return Bytes{keys[i].key};
  return {};
}

Result<Unlocked> unlock_backup(Bytes manifest, Bytes password, KeyRing& ring) {
  auto plist = TRY(Plist::parse(manifest));
  PlistValue root = plist.root();
  auto bag_bytes = root["BackupKeyBag"].data();
  Unlocked result;
  if (!root["IsEncrypted"].boolean().value_or(false) && !bag_bytes) return result;
  if (!bag_bytes) {
    result.outcome = UnlockOutcome::no_keybag;
    return result;
  }
  if (password.empty()) {
    result.outcome = UnlockOutcome::empty_password;
    return result;
  }
  auto bag = read_keybag(*bag_bytes);
  if (!bag) {
    result.outcome = UnlockOutcome::damaged_keybag;
    result.notes.push_back(bag.error().message);
    return result;
  }
  Secret password_key = TRY(derive(*bag, password));
  Opened opened = TRY(open_classes(*bag, password_key.bytes(), ring, result.notes));
  if (opened.tried == opened.failed) {
    // No check value exists: a password is wrong when it opens no class at all.
    result.outcome = opened.tried > 0 ? UnlockOutcome::wrong_password : UnlockOutcome::damaged_keybag;
    result.notes.clear();
    return result;
  }
  result.outcome = UnlockOutcome::unlocked;
  if (auto stored = root["ManifestKey"].data()) TRY(open_index_key(*stored, ring));
  return result;
}

}  // namespace bridle
