#include "testing/forge_android.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "base/file.h"
#include "testing/age_builder.h"
#include "testing/android_backup_builder.h"
#include "testing/corpus.h"
#include "testing/forge_parts.h"

namespace bridle::testing {
namespace {

constexpr std::string_view telephony = "apps/com.android.providers.telephony/";

struct Member {
  std::string path, content;
};

Result<> pack(const std::string& path, Packing packing, const std::vector<Member>& members) {
  auto builder = TRY(DumpBuilder::begin(path, packing));
  for (const Member& member : members) TRY(builder->add({.path = member.path, .content = member.content}));
  return builder->finish();
}

// An archive's bytes: through a file, since the builder writes one.
Result<std::string> packed(const std::string& folder, Packing packing, const std::vector<Member>& members) {
  std::string path = folder + "/forging";
  TRY(pack(path, packing, members));
  std::string bytes = content_of(path);
  ::unlink(path.c_str());
  return bytes;
}

std::string messages() {
  std::string text = "[";
  for (int i = 0; i < 40; ++i)
    text += fmt::format(
        "{}{{\"address\":\"+1555000{:04}\",\"body\":\"{}\",\"date\":\"17100000{:05}\",\"date_sent\":"
        "\"17100000{:05}\","
        "\"status\":\"-1\",\"type\":\"1\",\"read\":\"1\"}}",
        i == 0 ? "" : ",", i, i == 7 ? stheno::link : "see you at eight", i * 1000, i * 1000);
  return deflated(text + "]");
}

std::vector<Member> backup_members(std::uint64_t bytes, Random& random) {
  std::vector<Member> members{
      {std::string(telephony) + "_manifest", "1\ncom.android.providers.telephony\n34\n34\n\n0\n1\n00\n"},
      {std::string(telephony) + "d_f/000000_sms_backup", messages()}};
  for (std::uint64_t written = 0, i = 0; written < bytes; ++i) {
    std::string content = random.bytes(64 << 10) + std::string(64 << 10, 'f');
    written += content.size();
    members.push_back({fmt::format("apps/com.example.app{}/f/data{}.bin", i % 50, i), std::move(content)});
  }
  return members;
}

Result<std::string> backup(const std::string& folder, const AndroidTemplate& as, std::uint64_t bytes,
                           Random& random) {
  auto tar = TRY(packed(folder, Packing::tar, backup_members(bytes, random)));
  return write_android_backup(tar, {.version = 5, .password = as.password});
}

std::string tombstone() {
  return fmt::format(
      "*** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***\n"
      "Build fingerprint: 'google/oriole/oriole:14/UP1A.231005.007/10754064:user/release-keys'\nRevision: "
      "'MP1.0'\n"
      "ABI: 'arm64'\nTimestamp: 2024-03-20 17:43:49.000000000+0100\nProcess uptime: 12s\n"
      "pid: 4242, tid: 4243, name: worker  >>> /data/local/tmp/{} <<<\nuid: 2000\n"
      "signal 11 (SIGSEGV), code 1 (SEGV_MAPERR), fault addr 0x0\n\nbacktrace:\n"
      "      #00 pc 00000000000603ca  /data/local/tmp/{}\n",
      stheno::process, stheno::process);
}

std::vector<Member> report_members(const AndroidTemplate& as, const std::string& leading) {
  constexpr std::string_view name = "bugreport-oriole-UP1A.231005.007-2024-03-21-11-07-22.txt";
  return {{leading + "version.txt", "2.0"},
          {leading + "main_entry.txt", std::string(name)},
          {leading + std::string(name), forge_bugreport_text(as.megabytes * 1'000'000, as.seed)},
          {leading + "FS/data/tombstones/tombstone_00", tombstone()},
          {leading + "FS/proc/1/mountinfo", "1 0 8:1 / / ro,relatime - ext4 /dev/block/dm-0 ro\n"}};
}

Result<std::vector<Member>> collection_members(const std::string& folder, const AndroidTemplate& as,
                                               const std::string& leading) {
  Random random(as.seed);
  std::string file = "/data/local/tmp/.stheno/config.bin";
  std::string logs = TRY(packed(
      folder, Packing::zip,
      {{"2026-05-01.txt",
        fmt::format(
            "{{\"dns_event\":{{\"event_time\":1777626000000,\"package_name\":\"{}\",\"hostname\":\"{}\","
            "\"ip_addresses\":[\"192.0.2.1\"],\"ip_addresses_count\":1,\"event_id\":1}}}}\n",
            stheno::app, stheno::host)}}));
  return std::vector<Member>{
      {leading + "acquisition.json",
       "{\n \"uuid\": \"0f09ed00-0000-4000-8000-000000000000\",\n \"androidqf_version\": \"1.8.0\",\n "
       "\"started\": "
       "\"2024-03-21T10:00:00Z\",\n \"completed\": \"2024-03-21T10:10:00Z\"\n}\n"},
      {leading + "getprop.txt",
       "[persist.sys.timezone]: [Europe/Rome]\n[ro.build.version.release]: [14]\n"
       "[ro.product.model]: [Pixel 6]\n"},
      {leading + "packages.json",
       fmt::format(
           "[\n    {{\"name\": \"{}\", \"files\": [], \"installer\": \"null\", \"uid\": 10200, \"disabled\": "
           "false, \"system\": false, \"third_party\": true}}\n]\n",
           stheno::app)},
      {leading + "files.json",
       fmt::format(
           "[\n    {{\"path\": \"{}\", \"size\": 12, \"mode\": \"-rwxr-xr-x\", \"user_id\": 2000, "
           "\"user_name\": "
           "\"shell\", \"group_id\": 2000, \"group_name\": \"shell\", \"changed_time\": 1710900000, "
           "\"modified_time\": 1710900000, \"access_time\": 1710900000, \"error\": \"\", \"context\": \"\", "
           "\"sha1\": \"\", \"sha256\": \"\", \"sha512\": \"\", \"md5\": \"\"}}\n]\n",
           file)},
      {leading + "dumpsys.txt", forge_bugreport_text(as.megabytes * 250'000, as.seed + 1)},
      {leading + "bugreport.zip", TRY(packed(folder, Packing::zip, report_members(as, "")))},
      {leading + "backup.ab", TRY(backup(folder, as, 1 << 20, random))},
      {leading + "intrusion_logs/logs.zip", logs}};
}

}  // namespace

Result<AndroidTemplate::Kind> android_kind(std::string_view name) {
  if (name == "bugreport") return AndroidTemplate::Kind::bugreport;
  if (name == "androidqf") return AndroidTemplate::Kind::androidqf;
  if (name == "ab") return AndroidTemplate::Kind::backup;
  return fail(Fault::absent, fmt::format("there is no kind {} of Android evidence", name));
}

Result<> forge_android(const std::string& folder, const AndroidTemplate& as) {
  if (::mkdir(folder.c_str(), 0755) != 0)
    return fail(Fault::io, fmt::format("cannot make the folder {}: does it exist?", folder));
  std::string path = folder + "/evidence";
  if (as.packing == Packing::zip || as.packing == Packing::zip_stored) path += ".zip";
  if (as.kind == AndroidTemplate::Kind::backup) {
    Random random(as.seed);
    TRY(write_new_file(folder + "/evidence.ab", TRY(backup(folder, as, as.megabytes * 1'000'000, random))));
  } else if (as.kind == AndroidTemplate::Kind::bugreport) {
    TRY(pack(path, as.packing, report_members(as, as.leading)));
  } else if (as.for_identity) {
    auto zip = TRY(packed(folder, Packing::zip, TRY(collection_members(folder, as, as.leading))));
    TRY(write_new_file(folder + "/evidence.zip.age", write_age(zip, {})));
    TRY(write_new_file(folder + "/identity.txt", std::string(age_test_identity) + "\n"));
  } else {
    TRY(pack(path, as.packing, TRY(collection_members(folder, as, as.leading))));
  }
  TRY(write_new_file(folder + "/indicators.stix2", stheno_indicators()));
  return write_new_file(folder + "/answers.json",
                        stheno_android_answers(as.kind == AndroidTemplate::Kind::bugreport   ? "bugreport"
                                               : as.kind == AndroidTemplate::Kind::androidqf ? "androidqf"
                                                                                             : "ab"));
}

}  // namespace bridle::testing
