#include "testing/forge.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>

#include "base/file.h"
#include "base/sha256.h"
#include "formats/ios_domains.h"
#include "testing/database_text.h"
#include "testing/forge_parts.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

// Where a forged file goes: into a backup, or a dump.
using AddFile = std::function<Result<>(const BackupFile&)>;

// Raw databases are made in a folder of their own, copied (and encrypted) into the evidence, and removed.
class Workshop {
 public:
  Workshop(std::string folder, const AddFile& add) : folder_(std::move(folder)), add_(add) {
    ::mkdir(folder_.c_str(), 0700);
  }
  ~Workshop() { ::rmdir(folder_.c_str()); }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  template <class Make>
  Result<> add(std::string domain, std::string path, Make make, std::uint32_t protection_class = 3) {
    std::string raw = folder_ + "/raw";
    TRY(make(raw));
    BackupFile file{.domain = std::move(domain),
                    .path = std::move(path),
                    .from_file = raw,
                    .protection_class = protection_class};
    auto added = add_(file);
    ::unlink(raw.c_str());
    return added;
  }

 private:
  std::string folder_;
  const AddFile& add_;
};

constexpr std::string_view whatsapp = "AppDomainGroup-group.net.whatsapp.WhatsApp.shared";
constexpr std::string_view profiles = "SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles";

Result<> add_databases(Workshop& shop, const ForgeSizes& sizes, Random& random) {
  TRY(shop.add("HomeDomain", "Library/SMS/sms.db",
               [&](auto& p) { return forge_messages(p, sizes.messages, random); }));
  TRY(shop.add("HomeDomain", "Library/Safari/History.db",
               [&](auto& p) { return forge_history(p, sizes.visits, random); }));
  TRY(shop.add("WirelessDomain", "Library/Databases/DataUsage.sqlite", forge_data_usage));
  TRY(shop.add("HomeDomain", "Library/TCC/TCC.db", forge_permissions));
  TRY(shop.add("HomeDomain", "Library/AddressBook/AddressBook.sqlitedb", forge_contacts, 1));
  TRY(shop.add("HomeDomain", "Library/Calendar/Calendar.sqlitedb", forge_calendar));
  TRY(shop.add("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata", forge_calls));
  TRY(shop.add(std::string(whatsapp), "ChatStorage.sqlite",
               [&](auto& p) { return forge_chats(p, sizes.chat_messages, random); }));
  if (sizes.big_database_bytes == 0)
    return shop.add(std::string(whatsapp), "ContactsV2.sqlite", forge_chat_contacts);
  return shop.add(std::string(whatsapp), "ContactsV2.sqlite",
                  [&](auto& p) { return forge_big_database(p, sizes.big_database_bytes, random); });
}

Result<> add_small_files(const AddFile& put) {
  auto add = [&](std::string_view domain, std::string path, std::string_view content) {
    return put({.domain = std::string(domain), .path = std::move(path), .content = content});
  };
  TRY(add("HomeDomain", "Library/Preferences/.GlobalPreferences.plist", forge_preferences()));
  TRY(add(profiles, "Library/ConfigurationProfiles/profile-5f0e0d.stub", forge_profile()));
  // Planted: a file below the indicated folder, and one of the indicated name elsewhere.
  TRY(add("HomeDomain", "Library/Caches/.stheno/config.bin", "forged"));
  TRY(add("RootDomain", fmt::format("Library/{}", stheno::file_name), "forged"));
  // Look-alikes: a longer folder name, a longer file name, another case.
  TRY(add("HomeDomain", "Library/Caches/.stheno2/config.bin", "forged"));
  TRY(add("RootDomain", fmt::format("Library/x{}", stheno::file_name), "forged"));
  TRY(add("RootDomain", "Library/Stheno_Payload.dylib", "forged"));
  return add("CameraRollDomain", "Media/DCIM/news-alert.example.org_0.JPG", "forged");
}

// Photographs, in bulk: sizes as on a phone, many small ones and few large ones, about the mean that was
// asked for.
Result<> add_files(const AddFile& put, const ForgeSizes& sizes, Random& random) {
  std::string noise = random.bytes(sizes.mean_file_bytes * 25);
  for (std::uint64_t i = 0; i < sizes.files; ++i) {
    std::uint64_t kind = random.below(100);
    std::uint64_t most = kind < 80   ? sizes.mean_file_bytes * 4 / 10
                         : kind < 98 ? sizes.mean_file_bytes * 36 / 10
                                     : sizes.mean_file_bytes * 25;
    std::uint64_t size = 1 + random.below(most);
    std::string path = fmt::format("Media/DCIM/{:03}APPLE/IMG_{:06}.HEIC", 100 + i / 1000, i);
    TRY(put(
        {.domain = "CameraRollDomain", .path = path, .content = std::string_view(noise).substr(0, size)}));
  }
  for (std::uint64_t i = 0; i <= sizes.files / 1000; ++i)
    TRY(put({.domain = "CameraRollDomain",
             .path = fmt::format("Media/DCIM/{:03}APPLE", 100 + i),
             .content = {},
             .mode = 040755}));
  return {};
}

// The path of a file of a backup domain in a dump; what a backup hides behind `*` gets a container's name.
std::string path_in_dump(const BackupFile& file, std::string_view prefix) {
  std::string path = device_path(file.domain, file.path).value_or("/" + file.path);
  if (auto star = path.find('*'); star != std::string::npos)
    path.replace(star, 1, "0F09ED00-0000-4000-8000-" + sha1_hex(file.domain).substr(0, 12));
  return std::string(prefix) + path.substr(1);
}

Result<> add_all(const AddFile& put, const std::string& workshop, const ForgeSizes& sizes, Random& random) {
  {
    Workshop shop(workshop, put);
    TRY(add_databases(shop, sizes, random));
  }
  TRY(add_small_files(put));
  return add_files(put, sizes, random);
}

// What apps leave in a file system and not in a backup: answers that they were given, and reports of their
// ends.
Result<> add_app_files(DumpBuilder& dump, const ForgeSizes& sizes, const std::string& var) {
  std::string rows =
      "CREATE TABLE cfurl_cache_response(entry_ID INTEGER PRIMARY KEY, version INTEGER, hash_value INTEGER, "
      "storage_policy INTEGER, request_key TEXT, time_stamp NOT NULL DEFAULT CURRENT_TIMESTAMP, partition "
      "TEXT);";
  for (int i = 0; i < 200; ++i)
    rows += fmt::format(
        "INSERT INTO cfurl_cache_response VALUES({0}, 0, {0}, 0, "
        "'https://api.example.net/v{0}/items?page={0}', "
        "'2023-03-08 20:26:40', NULL);",
        i + 1);
  std::string cache = database_of(rows);
  for (std::uint64_t i = 0; i < sizes.databases; ++i) {
    std::string report = fmt::format(
        "{{\"app_name\":\"App{0}\",\"timestamp\":\"2023-03-08 20:26:40.00 "
        "+0000\",\"bug_type\":\"309\",\"os_version\":"
        "\"iPhone OS 16.1.1 (20B101)\"}}\n{{\"procName\":\"App{0}\",\"pid\":{0}}}\n",
        i);
    if (i % 2 == 0)
      TRY(dump.add(
          {.path = fmt::format("{}mobile/Containers/Data/Application/0F09ED00-0000-4000-8000-{:012X}/"
                               "Library/Caches/net.example.app/Cache.db",
                               var, i),
           .content = cache}));
    else
      TRY(dump.add(
          {.path = fmt::format("{}mobile/Library/Logs/CrashReporter/App{}-2023-03-08-202640.ips", var, i),
           .content = report}));
  }
  return {};
}

}  // namespace

Result<ForgeSizes> forge_sizes(std::string_view size_class) {
  if (size_class == "small") return ForgeSizes{};
  if (size_class == "usual") return ForgeSizes{20'000, 50'000, 20'000, 60'000, 16'384, 0};
  if (size_class == "large") return ForgeSizes{1'000'000, 500'000, 200'000, 200'000, 32'768, 0};
  if (size_class == "worst") return ForgeSizes{1'000'000, 500'000, 200'000, 870'000, 4096, 2'000'000'000};
  if (size_class == "dump") return ForgeSizes{300'000, 100'000, 50'000, 500'000, 4096, 0, 1200};
  return fail(Fault::absent,
              fmt::format("there is no size class {}: small, usual, large, worst, dump", size_class));
}

Result<> forge_backup(const std::string& folder, const ForgeSizes& sizes, const BackupTemplate& as) {
  if (::mkdir(folder.c_str(), 0755) != 0)
    return fail(Fault::io, fmt::format("cannot make the folder {}: does it exist?", folder));
  Random random(as.seed);
  BackupTemplate made = as;
  made.installed_apps = {"net.whatsapp.WhatsApp", std::string(stheno::app), std::string(stheno::process)};
  auto backup = TRY(IosBackupBuilder::begin(folder + "/backup", made));
  TRY(add_all([&](const BackupFile& file) { return backup->add(file); }, folder + "/forging", sizes, random));
  TRY(backup->finish());
  TRY(write_new_file(folder + "/indicators.stix2", stheno_indicators()));
  return write_new_file(folder + "/answers.json", stheno_answers());
}

Result<> forge_dump(const std::string& folder, const ForgeSizes& sizes, const DumpTemplate& as) {
  if (::mkdir(folder.c_str(), 0755) != 0)
    return fail(Fault::io, fmt::format("cannot make the folder {}: does it exist?", folder));
  Random random(as.seed);
  std::string path = as.packing == Packing::folder ? folder + "/dump" : fmt::format("{}/dump.bin", folder);
  auto dump = TRY(DumpBuilder::begin(path, as.packing));
  TRY(dump->add(
      {.path = as.leading + "System/Library/CoreServices/SystemVersion.plist",
       .content = write_plist_xml(PlistTree::Dictionary{
           {"ProductName", "iPhone OS"}, {"ProductVersion", "16.1.1"}, {"ProductBuildVersion", "20B101"}}),
       .mode = 0100644,
       .owner = 0,
       .group = 0}));
  auto put = [&](const BackupFile& file) -> Result<> {
    if ((file.mode & 0170000) == 0040000) return {};
    std::string in_dump = path_in_dump(file, as.leading);
    if (as.var_only)
      in_dump = as.leading + in_dump.substr(as.leading.size() + std::string_view("private/").size());
    return dump->add({.path = in_dump,
                      .content = file.content,
                      .from_file = file.from_file,
                      .mode = file.mode,
                      .owner = file.uid,
                      .group = file.gid,
                      .modified = file.modified});
  };
  TRY(add_all(put, folder + "/forging", sizes, random));
  TRY(add_app_files(*dump, sizes, as.leading + (as.var_only ? "var/" : "private/var/")));
  // As on a phone: a link that leads out of its folder, and that nobody follows.
  TRY(dump->add({.path = as.leading + (as.var_only ? "" : "private/") + "var/mobile/Library/link",
                 .target = "/etc/passwd"}));
  TRY(dump->finish());
  TRY(write_new_file(folder + "/indicators.stix2", stheno_indicators()));
  return write_new_file(folder + "/answers.json", stheno_answers("ios_filesystem"));
}

}  // namespace bridle::testing
