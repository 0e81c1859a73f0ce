#include <stdlib.h>
#include <unistd.h>

#include <functional>

#include "artefacts/catalogue.h"
#include "base/file.h"
#include "base/sha256.h"
#include "formats/file_list.h"
#include "records/batch.h"
#include "testing/corpus.h"
#include "testing/dump_builder.h"
#include "testing/forge_parts.h"
#include "testing/key_wrap.h"
#include "testing/keybag_builder.h"
#include "testing/mbdb_builder.h"
#include "testing/mbfile_builder.h"
#include "testing/plist_builder.h"
#include "testing/seeds.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

// What a forging function writes, as bytes.
std::string forged(const std::function<Result<>(const std::string&)>& make) {
  std::string folder = "/tmp/bridle-seeds-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return {};
  std::string path = folder + "/raw", content;
  if (make(path)) content = content_of(path);
  ::unlink(path.c_str());
  ::rmdir(folder.c_str());
  return content;
}

std::string manifest_database() {
  std::string archive = write_mbfile({.relative_path = "Library/SMS/sms.db"});
  std::string id = sha1_hex("HomeDomain-Library/SMS/sms.db");
  auto built =
      SqliteBuilder(1024)
          .run(
              "CREATE TABLE Files(fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, "
              "file BLOB)")
          .insert_blob("INSERT INTO Files VALUES('" + id + "', 'HomeDomain', 'Library/SMS/sms.db', 1, ?)",
                       archive)
          .build();
  return built ? text_of(built->main) : std::string();
}

std::string a_file_list() {
  std::string list;
  append_listed_file(list, {.position = 1, .type = "file", .device_path = "/private/var/a", .size = 5});
  append_listed_file(list,
                     {.position = 2, .type = "link", .device_path = "/b", .target = "c", .created = Time{1}});
  return list;
}

std::string content_for(std::string_view id) {
  Random random(7);
  if (id == "ios.backup_info")
    return write_plist_xml(PlistTree::Dictionary{{"Product Version", "16.1"},
                                                 {"Installed Applications", PlistTree::Array{"a.b"}}});
  if (id == "ios.filesystem") return a_file_list();
  if (id == "ios.manifest") return manifest_database();
  if (id.starts_with("ios.sms")) return forged([&](auto& p) { return forge_messages(p, 3, random); });
  if (id.starts_with("ios.safari")) return forged([&](auto& p) { return forge_history(p, 3, random); });
  if (id.starts_with("ios.calendar")) return forged(forge_calendar);
  if (id == "ios.contacts") return forged(forge_contacts);
  if (id == "ios.tcc") return forged(forge_permissions);
  if (id == "ios.data_usage") return forged(forge_data_usage);
  if (id == "ios.whatsapp_contacts") return forged(forge_chat_contacts);
  if (id.starts_with("ios.whatsapp")) return forged([&](auto& p) { return forge_chats(p, 3, random); });
  if (id == "ios.global_preferences") return forge_preferences();
  return forge_profile();
}

std::string an_archive(Packing packing) {
  return forged([&](const std::string& path) -> Result<> {
    auto dump = TRY(DumpBuilder::begin(path, packing));
    TRY(dump->add({.path = "private/var/mobile/a", .content = "some content"}));
    TRY(dump->add({.path = "private/var/b", .target = "../c"}));
    TRY(dump->add({.path = "../d", .content = "leaves"}));
    TRY(dump->add({.path = std::string(150, 'e') + "/f", .zeros = 3000}));
    return dump->finish();
  });
}

std::string a_batch() {
  auto file = unnamed_file("/tmp");
  if (!file) return {};
  BatchWriter out(file->get());
  Value values[] = {std::int64_t{1}, std::string_view("text"), Value{}, 1.5};
  out.row({.state = RowState::both, .locator = "line 1", .values = values});
  out.mined({.column = 1, .value = "https://example.org/"});
  out.skip({.locator = "line 2", .reason = "reason"});
  if (!out.finish({.rows = 1, .skips = 1, .notes = {"note"}})) return {};
  auto content = read_whole(*file, 1 << 20);
  return content ? *content : std::string();
}

}  // namespace

void write_evidence_seeds(Seeds& seeds) {
  std::vector<std::string> all;
  auto artefacts = catalogue();
  for (std::size_t i = 0; i < artefacts.size(); ++i)
    all.push_back(std::string{static_cast<char>(i), '\0'} + content_for(artefacts[i]->id));
  seeds.add("catalogue_fuzz", all);
  auto with_log = SqliteBuilder(512)
                      .run("CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x')")
                      .into_wal()
                      .run("INSERT INTO t VALUES(2, 'y')")
                      .build();
  if (with_log) {
    std::string main = text_of(with_log->main), wal = text_of(with_log->wal);
    std::size_t size = wal.size();
    std::string length{static_cast<char>(size & 0xFF), static_cast<char>(size >> 8 & 0xFF),
                       static_cast<char>(size >> 16 & 0xFF)};
    seeds.add("sqlite_view_fuzz", {std::string(3, '\0') + main, length + main + wal});
    seeds.add("wal_fuzz", {wal});
  }
  std::string key(32, '\0');
  seeds.add("cbc_source_fuzz",
            {"\1\2\3\4\5\6\7\10" +
             text_of(encrypt_payload(as_bytes(key), as_bytes("sixteen bytes and some more")))});
  seeds.add(
      "ios_backup_fuzz",
      {manifest_database(), write_mbdb({{.domain = "HomeDomain", .path = "Library"}}),
       write_bplist(PlistTree::Dictionary{
           {"IsEncrypted", true}, {"BackupKeyBag", plist_data(write_keybag({.classes = {{.id = 1}}}))}})});
  seeds.add("batch_fuzz", {a_batch()});
  seeds.add("archive_reader_fuzz", {an_archive(Packing::tar), an_archive(Packing::tar_gz),
                                    an_archive(Packing::zip), an_archive(Packing::zip_stored)});
  seeds.add("file_list_fuzz", {a_file_list()});
}

void write_indicator_seeds(Seeds& seeds) {
  seeds.add("stix_loader_fuzz", {stheno_indicators()});
  seeds.add("suppression_fuzz",
            {"bridle suppressions 1\nrule: ios.lockdown_mode\nscope: all\nreason: r\nauthor: a\ndate: "
             "2026-01-01\n\n# x\nindicator: example.com\nscope: table ios_sms\nreason: r\nauthor: a\ndate: "
             "2026-01-01\n"});
  seeds.add(
      "stix_pattern_fuzz",
      {"[domain-name:value = 'a.example']", "[file:hashes.'SHA-256' = 'ab' OR file:name IN ('a', 'b\\'c')]",
       "([url:value LIKE '%x'] FOLLOWEDBY [process:name = 'a=b']) WITHIN 5 SECONDS"});
  std::string seen =
      R"([{"first_observed":"2020-01-01T00:00:00Z","last_observed":"2020-01-01T00:00:05Z","number_observed":2,)"
      R"("objects":{"0":{"type":"file","name":"a","hashes":{"MD5":"00"},"parent_directory_ref":"1","x_bin":"AQ=="},)"
      R"("1":{"type":"directory","path":"/tmp","contains_refs":["0"]}}},)"
      R"({"objects":[{"type":"observed-data","object_refs":["url--1"]},{"type":"url","id":"url--1","value":"https://a"}]}])";
  auto pattern_seed = [&](std::string_view pattern) { return std::string(pattern) + '\0' + seen; };
  seeds.add(
      "pattern_fuzz",
      {pattern_seed("[file:name = 'a' AND file:parent_directory_ref.path LIKE '/t%'] REPEATS 2 TIMES"),
       pattern_seed("([file:x_bin = h'01'] FOLLOWEDBY [url:value MATCHES '^h.*a$']) WITHIN 1.5 SECONDS"),
       pattern_seed(
           "[directory:contains_refs[*].hashes.'MD5' IN ('00', '11')] AND ([NOT EXISTS file:size] OR "
           "[url:value != 5]) START t'2020-01-01T00:00:00Z' STOP t'2021-01-01T00:00:00Z'"),
       pattern_seed("[ipv4-addr:value NOT ISSUBSET '10.0.0.0/8' OR file:size >= 1.5 OR a:b < b'AA==']")});
  seeds.add("matcher_fuzz", {"\x01"
                             "www.evil.com",
                             "\x01"
                             "[2001:db8::1]:80",
                             "\x12"
                             "https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.com",
                             "\x18"
                             "/private/var/tmp/x/https_evil.com_0",
                             "\x28"
                             "com.evil.application:s",
                             "\x07"
                             "A <a@evil.com>"});
  seeds.add(
      "indicator_formats_fuzz",
      {"type,value,malware\ndomain,evil.com,\"a, b\"\n", "# list\nevil.com\nhxxp://a[.]com/b\n10.0.0.0/8\n",
       R"({"Event":{"info":"x","Attribute":[{"type":"domain|ip","value":"a.com|1.2.3.4","to_ids":true}],)"
       R"("Object":[{"Attribute":[{"type":"filename|md5","value":"a|00","to_ids":true}]}]}})",
       R"({"name":"w","type":"cidr","list":["10.0.0.0/8"],"matching_attributes":["ip-dst"]})",
       "<ioc><definition><Indicator operator=\"OR\"><IndicatorItem condition=\"is\"><Context "
       "search=\"FileItem/FileName\"/><Content>a</Content></IndicatorItem></Indicator></definition></ioc>",
       "indicators:\n - name: a\n   sources: [b]\n   github: {owner: o, repo: r, path: p/q.stix2}\n",
       "{\"bridle_pack\":1,\"name\":\"n\",\"date\":\"2026-01-31\",\"values\":1,\"patterns\":1,\"sources\":[{"
       "\"name\":\"a\"}]}\n"
       "{\"pattern\":\"[file:name = 'a' AND file:path = '/a']\"}\n"
       "{\"type\":\"domain\",\"value\":\"a.com\",\"withdrawn\":\"2026-01-31\",\"origins\":[{\"source\":0}]}"
       "\n"});
  seeds.add("minisign_fuzz",
            {"RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
             "untrusted comment: signature\nRUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/"
             "z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\ntrusted comment: x\n"
             "wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n"});
  seeds.add("yara_rules_fuzz",
            {std::string("rule a { strings: $x = \"evil\" $y = { 00 [1-3] 01 } $z = /a.b/ condition: any of "
                         "them }\0..evil axb",
                         84)});
  seeds.add("fetch_formats_fuzz",
            {"sources:\n  - name: a\n    type: taxii\n    url: https://a.example/api/\n    page-size: 5\n",
             R"({"bridle_fetch":1,"source":"a","type":"taxii","pull":1,"pages":2,"pulling":true,"files":[)"
             R"({"name":"0001-00001.json","fetched":"2026-01-31T00:00:00Z","sha256":"ab","bytes":3}]})",
             R"({"more":true,"next":"5","objects":[{"type":"indicator"}]})"});
  seeds.add("links_fuzz", {"see https://example.org/a?b=c, www.example.net and hxxp://x[.]example",
                           "https://www.google.com/url?q=https%3A%2F%2Fexample.org%2F"});
}

}  // namespace bridle::testing
