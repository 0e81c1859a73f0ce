#include "testing/abx_builder.h"
#include "testing/apk_builder.h"
#include "testing/axml_builder.h"
#include "testing/deflate.h"
#include "testing/seeds.h"
#include "testing/wire_builder.h"

#include "artefacts/catalogue.h"

namespace bridle::testing {
namespace {

// A line or two of each grammar; the fuzzer mixes them.
constexpr const char* sections[] = {
    "Packages:\n  Package [com.a] (1a):\n    appId=10101\n    versionCode=7 minSdk=28 targetSdk=34\n    "
    "timeStamp=2024-03-21 "
    "10:00:00\n    signatures=PackageSignatures{b version:2, signatures:[b378e95c], past signatures:[]}\n    "
    "requested permissions:\n"
    "      android.permission.CAMERA: restricted=true\n    User 0: installed=true enabled=3\n      runtime "
    "permissions:\n        "
    "android.permission.CAMERA: granted=true, flags=[ A]\n\nHistorical install sessions:\n  Session 1:\n    "
    "userId=0 "
    "createdMillis=1700000000123 appPackageName=com.a\nActivity Resolver Table:\n  Non-Data Actions:\n      "
    "a.b:\n        18d43d "
    "com.a/.B filter 1a\n          Category: \"c\"\n",
    "User state[\n     attributes:{id=0, a=b}\n     Bound services:{Service[label=x, feedbackType[A], "
    "capabilities=1]}\n     Enabled "
    "services:{{com.a/.B}}\n  installed services: {\n    0 : com.a/.B\n  }\n",
    "  Uid u0a103:\n    Package com.a:\n      CAMERA (allow / switch X=deny):\n        null=[\n          "
    "Access: [bg-s] 2022-03-07 "
    "18:05:34.325 (-22d) duration=+126ms proxy[uid=0, pkg=com.b]\n          Running start at: +5m0s\n        "
    "]\n",
    "{\n  debugging_manager={\n    user_keys=QAAAAAcg a@b\n\n    keystore=ABX\n\n  }\n}\n",
    "Battery History (0% used)\n  0 (19) RESET:TIME: 2022-01-04-17-30-01\n  +47s645ms (2) 100 "
    "+job=u0a94:\"com.a/.Job\"\n\nDaily "
    "stats:\n  Daily from 2022-08-16-15-56-39 to 2022-08-17-01-15-45:\n      Update com.a vers=3\n",
    "9,hsp,0,10094,\"com.a/.Job\"\n9,h,0:RESET:TIME:1641313801000\n9,h,1500,+Ejb=0,Epi=0\n",
    "** Database info for pid 1 [com.a] **\nConnection pool for /data/data/com.a/x.db:\n      Most recently "
    "executed operations:\n    "
    "    0: [2023-07-27 12:21:44.097] [Pid:(0)]prepare took 2ms - succeeded, sql=\"x\"\n",
    "ChangeId(1; name=A; packageOverrides={com.a=true}; rawOverrides={com.b=false})\n",
    "  host_manager={\n    devices={\n      name=/dev/x\n      interfaces={\n        class=3\n      }\n    "
    "}\n    "
    "connections={\n      mode=0\n      timestamp=1711012042077\n      manufacturer=1\n      is_headset={\n  "
    "      "
    "in=true\n      }\n    }\n  }\n",
    "  Whitelist user apps:\n    com.a\n  Removed from whitelist system apps:\n    com.b\nKnown Packages:\n  "
    "Verifier:\n    com.a\n\nVerifiers:\n  Required: com.a (uid=1)\n",
    "{\"a_event\":{\"event_time\":1700000000000,\"package_name\":\"com.a\",\"hostname\":\"h\"}}\n",
    "[a]: [b\nc]\n",
    "a=b\n",
    "LABEL USER PID PPID VSZ RSS WCHAN ADDR S NAME\nu:r:init:s0 root 1 0 1 2 x 0 S init\n",
    "[\"/dev/a on / type ext4 (rw)\",\"/dev/a /b ext4 rw 0 0\"]",
    "[{\"path\":\"/a\",\"size\":1,\"modified_time\":1.5,\"name\":\"com.a\",\"files\":[{\"path\":\"/"
    "b\",\"certificate\":{\"Md5\":\"x\"}}],\"pid\":1,"
    "\"command_line\":[\"a\"],\"type\":\"1\",\"date\":\"1700000000000\",\"body\":\"https://a.example\"}]",
    "  Device Owner:\n    admin=ComponentInfo{com.a/.B}\n  Enabled Device Admins (User 0):\n    com.a/.B:\n  "
    "    policies:\n        x\n",
    "  Notification listeners:\n    Allowed notification listeners:\n      userId=0 value=com.a/.B\n    Live "
    "notification listeners (1):\n "
    "     ComponentInfo{com.a/.B} (user 0): x SYSTEM\n",
    "user=0\n  In-memory yearly stats\n  package=com.a totalTimeUsed=\"1\" lastTimeUsed=\"2024-03-21 "
    "10:00:00\" appLaunchCount=3\n  "
    "time=\"2024-03-21 10:00:00\" type=X package=com.a class=b\n",
    "ACTIVITY MANAGER PROCESS EXIT INFO\n  package: com.a\n        ApplicationExitInfo #0:\n          "
    "timestamp=2024-03-21 10:00:00.123 "
    "pid=1\n          process=com.a reason=5 (A) subreason=0 (B) status=11\n",
    "2024-03-21 10:00:00 data_app_crash (compressed text, 1234 bytes)\n    Process: com.a/x\n",
    "03-21 10:00:00.123  1234  1250 W auditd  : avc:  denied  { read } for comm=\"a\" scontext=u "
    "permissive=1 audit(1700000000.123:45)\n[   "
    "12.3] usb 1-1: New USB device found\n",
    "tcp ESTAB 0 0 192.168.1.2:1 [::ffff:1.2.3.4]:443 users:((\"a\",pid=7,fd=2)) uid:10101\n",
    "UID stats:\n  ident=[{networkId=\"a\"}] uid=1 set=DEFAULT tag=0x0\n      st=1700000000 rb=1 tb=2\n",
    "ID: 0 SSID: \"a\" BSSID: null HIDDEN: false\n creation millis: 1700000000123\n",
    "user_id=0\n name=android.app.role.SMS\n holders=com.a\n",
    "{\"dns_event\":{\"event_time\":1,\"hostname\":\"a\",\"ip_addresses\":[\"/"
    "1.2.3.4\"]},\"connect_event\":{\"ip_address\":\"a/1.2.3.4\"},"
    "\"security_event\":{\"event_time\":1,\"tag\":210005,\"data\":[\"a\",1]}}\n",
    "*** *** ***\nTimestamp: 2023-04-12 12:32:40+0200\npid: 1, tid: 2, name: a  >>> b <<<\nsignal 6 (A), "
    "code -1 (B from pid 1, uid 2), fault "
    "addr 0\nmemory map:\n    0-1 r-x 0 0 /data/local/tmp/a\nopen files:\n    fd 5: /a.db (b)\n"};

std::string tombstone() {
  return WireBuilder()
      .text(2, "a")
      .text(4, "2023-04-12 12:32:40+0200")
      .number(6, 8)
      .message(10, WireBuilder().number(1, 11).text(2, "SIGSEGV"))
      .message(16, WireBuilder().number(1, 8).message(
                       2, WireBuilder().text(2, "a").message(4, WireBuilder().text(6, "/data/data/a"))))
      .message(17, WireBuilder().number(4, 1).number(6, 1).text(7, "/data/data/a (deleted)"))
      .write();
}

}  // namespace

void write_android_seeds(Seeds& seeds) {
  std::vector<std::string> texts(std::begin(sections), std::end(sections));
  for (const char* target : {"dumpsys_text_fuzz", "dumpsys_packages_fuzz"}) seeds.add(target, texts);
  for (const char* target : {"intrusion_log_fuzz", "json_elements_fuzz"})
    for (const std::string& text : texts)
      if (text.starts_with('{') || text.starts_with('[')) seeds.add(target, {text});
  std::string keys = AbxBuilder()
                         .start("keyStore")
                         .start("adbKey")
                         .attribute("key", "QAAAAAcg a@b")
                         .attribute("lastConnection", 1'700'000'000'000)
                         .end("adbKey")
                         .end("keyStore")
                         .write();
  seeds.add("abx_fuzz", {keys});
  std::string apk = ApkBuilder()
                        .member("AndroidManifest.xml", hidden_app_manifest())
                        .member("META-INF/CERT.RSA", test_signature())
                        .signer(scheme_v3, test_certificate(), {debug_certificate()})
                        .write();
  for (const char* target : {"apk_fuzz", "zip_index_fuzz", "apk_signing_block_fuzz"})
    seeds.add(target, {apk});
  seeds.add("apk_signing_block_fuzz",
            {std::string(8, '\0') + ApkBuilder().signer(scheme_v2, test_certificate()).write().substr(8)});
  seeds.add("axml_fuzz", {hidden_app_manifest()});
  seeds.add("adb_keys_fuzz", {keys, "<adbKey key=\"QAAAAAcg a@b\" lastConnection=\"5\"/>"});
  seeds.add("inflate_fuzz", {deflate("hello hello")});
  seeds.add("protobuf_wire_fuzz", {tombstone()});
  seeds.add("tombstone_fuzz", {tombstone(), texts.back()});
  // The first byte chooses the artefact: every Android one with every grammar.
  std::vector<std::string> chosen;
  auto all = catalogue();
  for (std::size_t i = 0; i < all.size() && i < 256; ++i)
    if (all[i]->platform == Platform::android)
      for (const std::string& text : texts)
        chosen.push_back(std::string(1, static_cast<char>(static_cast<std::uint8_t>(i))) + '\0' + text);
  seeds.add("catalogue_fuzz", chosen);
}

}  // namespace bridle::testing
