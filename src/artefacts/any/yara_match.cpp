#include <fmt/format.h>

#include <string>

#include "evidence/archive_reader.h"
#include "evidence/input.h"
#include "records/artefact.h"
#include "scan/yara_rules.h"

namespace bridle::any::yara_match {
namespace {

struct Row {
  std::string_view rule;
  std::string_view rule_file;
  std::optional<std::string_view> description;
  std::string_view file;
  std::optional<std::string_view> member;
  std::optional<std::string_view> string;
  std::optional<std::int64_t> position;
  std::optional<std::int64_t> length;
  std::int64_t further;
};

constexpr std::array columns{
    column<&Row::rule>("Name of the rule."),
    column<&Row::rule_file>("File of rules that it stands in."),
    column<&Row::description>("The rule's own description; NULL when it has none."),
    column<&Row::file>("Path of the file that it fits."),
    column<&Row::member>("Path inside that file, where it is a package (zip); NULL of the file as a whole."),
    column<&Row::string>("Which of the rule's strings stands there; NULL when the rule is met by none."),
    column<&Row::position>("Where in the file, or in the member, in bytes from its beginning."),
    column<&Row::length>("Bytes that fit there."),
    column<&Row::further>("Further places of this string that are not listed: a hundred of each are."),
};
constexpr TableSchema schema = table<Row>(
    "any_yara_match",
    "One row per place where a string of a YARA rule stands that fits a file; one per rule without strings.",
    columns);

// Where programs and their settings lie, and what is handed around as a package. No media, databases or
// caches: texts about spyware hold the same strings as spyware.
constexpr std::string_view paths[] = {
    "/**/*.apk",
    "/**/*.bin",
    "/**/*.dex",
    "/**/*.dylib",
    "/**/*.elf",
    "/**/*.ipa",
    "/**/*.jar",
    "/**/*.js",
    "/**/*.mobileconfig",
    "/**/*.mobileprovision",
    "/**/*.plist",
    "/**/*.py",
    "/**/*.sh",
    "/**/*.so",
    "/Library/LaunchDaemons/*",
    "/bin/*",
    "/data/local/tmp/**",
    "/private/var/containers/Bundle/Application/*/*.app/*",
    "/private/var/containers/Bundle/Application/*/*.app/Frameworks/**",
    "/private/var/containers/Bundle/Application/*/*.app/PlugIns/**",
    "/private/var/db/com.apple.xpc.roleaccountd.staging/**",
    "/private/var/root/**",
    "/private/var/tmp/**",
    "/sbin/*",
    "/usr/bin/*",
    "/usr/libexec/*",
    "/usr/local/**",
    "/usr/sbin/*",
    "android_backup/**/*.apk",
    "android_backup/**/*.dex",
    "android_backup/**/*.jar",
    "android_backup/**/*.js",
    "android_backup/**/*.so",
    "androidqf/**/*.apk",
    "androidqf/tmp/**",
};

constexpr int seconds = 60;
constexpr std::uint64_t most_of_a_member = 64ULL << 20, most_of_a_package = 512ULL << 20;
constexpr int most_members = 5000;

class Scan {
 public:
  Scan(YaraScanner scanner, Input& in, Rows<Row>& out) : scanner_(std::move(scanner)), in_(in), out_(out) {}

  void content(Bytes bytes, const std::string& member) {
    auto place = [&](std::optional<std::uint64_t> offset) {
      auto where = offset ? fmt::format("byte {}", *offset) : std::string("the whole");
      return Locator{member.empty() ? where : fmt::format("{}: {}", member, where)};
    };
    auto number = [](std::optional<std::uint64_t> n) {
      return n ? std::optional(static_cast<std::int64_t>(*n)) : std::nullopt;
    };
    auto text = [](std::string_view t) { return t.empty() ? std::nullopt : std::optional(t); };
    auto done = scanner_.scan(bytes, seconds, [&](const YaraMatch& m) {
      out_.add(place(m.offset), {.rule = m.rule,
                                 .rule_file = m.file,
                                 .description = text(m.description),
                                 .file = in_.entry().path,
                                 .member = text(member),
                                 .string = text(m.string),
                                 .position = number(m.offset),
                                 .length = number(m.length),
                                 .further = static_cast<std::int64_t>(m.more)});
    });
    if (!done) out_.skip(place(std::nullopt), done.error());
  }

  /// What a package holds is compressed in it: its members are looked at one by one.
  Result<> members(Bytes package) {
    auto source = view_source(package);
    auto reader = TRY(ArchiveReader::open(*source));
    std::uint64_t all = 0;
    for (int seen = 0;; ++seen) {
      const DumpEntry* entry = TRY(reader->next([](const std::string&, const Error&) {}));
      if (entry == nullptr) return {};
      if (seen == most_members || all >= most_of_a_package)
        return fail(Fault::limit, "only the first members of the package were held against the rules");
      if (entry->type != DumpEntryType::file) continue;
      std::string member(entry->path), bytes;
      auto read = reader->content(most_of_a_member, [&](Bytes piece) -> Result<> {
        bytes += as_text(piece);
        return {};
      });
      all += bytes.size();
      content(as_bytes(bytes), member);
      if (!read) out_.skip({fmt::format("{}: the whole", member)}, read.error());
    }
  }

 private:
  YaraScanner scanner_;
  Input& in_;
  Rows<Row>& out_;
};

Result<> extract(Input& in, Rows<Row>& out) {
  auto scanner = TRY(YaraScanner::load(TRY(in.rules())));
  Bytes bytes = TRY(in.bytes());
  Scan scan(std::move(scanner), in, out);
  scan.content(bytes, {});
  if (!as_text(bytes).starts_with("PK\x03\x04")) return {};
  auto members = scan.members(bytes);
  // A package that cannot be opened was still seen as a file.
  if (!members) out.skip({"members of the package"}, members.error());
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "any.yara_match",
    .title = "Files that YARA rules fit",
    .source = "libyara 4.2; rules of the examiner, given with --yara",
    .platform = Platform::any,
    .question = Question::files,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<extract>,
    .extract = typed<extract>,
    .needs_rules = true,
};

}  // namespace bridle::any::yara_match
