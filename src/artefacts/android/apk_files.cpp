#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"
#include "base/text.h"
#include "evidence/apk.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::apk_files {
namespace {

struct Row {
  std::string_view file;
  std::int64_t size;
  Sha256Text sha256;
  std::optional<AppId> package;
  std::optional<std::string_view> split;
  std::optional<std::string_view> version_name;
  std::optional<std::int64_t> version_code;
  std::optional<std::int64_t> min_sdk;
  std::optional<std::int64_t> target_sdk;
  std::optional<std::string_view> shared_user;
  std::optional<bool> is_debuggable;
  std::optional<bool> is_test_only;
  std::optional<bool> has_launcher;
  std::optional<std::int64_t> permissions;
  std::optional<std::int64_t> components;
  std::optional<std::string_view> roles;
  std::int64_t members;
  std::int64_t dex_files;
  std::optional<std::string_view> native_libraries;
  std::optional<std::string_view> embedded;
  std::optional<std::string_view> packer;
  std::optional<std::string_view> oddities;
};

constexpr std::array columns{
    column<&Row::file>("Path of the package in the evidence."),
    column<&Row::size>("Its size in bytes."),
    column<&Row::sha256>("SHA-256 of it as collected.").relation(Relation::installed),
    column<&Row::package>("The app, by its manifest; NULL when that cannot be read.")
        .relation(Relation::installed),
    column<&Row::split>("Which part of the app it is; NULL for the main one."),
    column<&Row::version_name>("Version as shown to the owner."),
    column<&Row::version_code>("Version as the system compares it."),
    column<&Row::min_sdk>("Least API level that it runs on."),
    column<&Row::target_sdk>("API level that it was made for: low ones escape later restrictions."),
    column<&Row::shared_user>("The user id that it wants to share."),
    column<&Row::is_debuggable>("Whether it was built for debugging; NULL without a manifest."),
    column<&Row::is_test_only>("Whether it was built for tests: such apps are installed over ADB only."),
    column<&Row::has_launcher>(
        "Whether it shows an icon in the launcher; NULL for parts and without a manifest."),
    column<&Row::permissions>("How many permissions it asks for; see android_apk_manifest."),
    column<&Row::components>("How many components it declares; see android_apk_manifest."),
    column<&Row::roles>("What its components are for, as in android_apk_manifest."),
    column<&Row::members>("Files in the package."),
    column<&Row::dex_files>("Files with code (classes.dex, classes2.dex and so on)."),
    column<&Row::native_libraries>("Names of its native libraries, the first fifty."),
    column<&Row::embedded>("Packages and code that lie in it as data: .apk, .dex, .jar, the first twenty."),
    column<&Row::packer>(
        "Program that hides its code, by the name of a library that it leaves; NULL = none known."),
    column<&Row::oddities>(
        "What no build tool writes and Android does not mind: made to break the tools that look "
        "at apps."),
};
constexpr TableSchema schema =
    table<Row>("android_apk_files", "One row per collected package of an app.", columns);

constexpr std::string_view paths[] = {"androidqf/**/*.apk", "android_backup/**/*.apk"};

struct Packer {
  std::string_view library, name;
};
// Names of libraries that packers leave in what they pack, as public analyses of packed apps list them.
constexpr Packer packers[] = {{"libjiagu", "Qihoo 360 Jiagu"}, {"libSecShell", "Bangcle SecShell"},
                              {"libsecexe.so", "Bangcle"},     {"libsecmain.so", "Bangcle"},
                              {"libDexHelper", "SecNeo"},      {"libshella", "Tencent Legu"},
                              {"libshellx", "Tencent Legu"},   {"liblegudb", "Tencent Legu"},
                              {"libtup.so", "Tencent"},        {"libbaiduprotect", "Baidu"},
                              {"libexecmain.so", "ijiami"},    {"libijmDataEncryption", "ijiami"},
                              {"libnqshield", "NQ Shield"},    {"libmobisec", "Alibaba"},
                              {"libaliprotect", "Alibaba"},    {"libdexprotector", "DexProtector"},
                              {"libAppGuard", "AppGuard"},     {"libdxbase.so", "Dingxiang"},
                              {"libx3g.so", "Kiwisec"},        {"libapktoolplus_jiagu", "ApkToolPlus"}};

std::string_view base_name(std::string_view path) {
  auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

void join(std::string& text, std::string_view more, std::string_view between = " ") {
  if (!text.empty()) text += between;
  text += more;
}

// What the names of the members tell.
struct Content {
  std::int64_t dex_files = 0;
  std::string native_libraries, embedded, packer;
};

Content content_of(const Apk& apk) {
  Content out;
  std::size_t libraries = 0, embedded = 0;
  for (const ZipMember& member : apk.members()) {
    auto name = member.name, last = base_name(name);
    if (name.starts_with("classes") && name.ends_with(".dex") && !name.contains('/')) {
      ++out.dex_files;
      continue;
    }
    if (name.starts_with("lib/") && name.ends_with(".so") && ++libraries <= 50)
      join(out.native_libraries, to_utf8_lossy(name));
    bool is_code = name.ends_with(".apk") || name.ends_with(".dex") || name.ends_with(".jar");
    if (is_code && ++embedded <= 20) join(out.embedded, to_utf8_lossy(name));
    for (const Packer& known : packers)
      if (out.packer.empty() && last.starts_with(known.library) && last.ends_with(".so"))
        out.packer = known.name;
  }
  return out;
}

Result<std::string> digest_of(ByteSource& source) {
  Sha256 hash;
  std::vector<std::uint8_t> piece(1 << 20);
  for (std::uint64_t at = 0; at < source.size();) {
    auto size = std::min<std::uint64_t>(piece.size(), source.size() - at);
    TRY(source.read(at, std::span(piece).first(size)));
    hash.update(Bytes(piece).first(size));
    at += size;
  }
  return to_hex(hash.finish());
}

std::optional<std::string_view> stated(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

std::optional<std::string_view> stated(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

std::string roles_of(const AndroidManifest& manifest) {
  std::string all;
  for (const AndroidComponent& component : manifest.components) {
    std::string roles = component.roles();
    for (std::string_view rest = roles; !rest.empty();) {
      auto word = rest.substr(0, rest.find(' '));
      if (!(" " + all + " ").contains(fmt::format(" {} ", word))) join(all, word);
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
  }
  return all;
}

void put_manifest(const AndroidManifest& manifest, Row& row) {
  if (manifest.package) row.package = AppId{*manifest.package};
  row.split = stated(manifest.split);
  row.version_name = stated(manifest.version_name);
  row.version_code = manifest.version_code;
  row.min_sdk = manifest.min_sdk;
  row.target_sdk = manifest.target_sdk;
  row.shared_user = stated(manifest.shared_user);
  row.is_debuggable = manifest.is_debuggable;
  row.is_test_only = manifest.is_test_only;
  if (!manifest.split) row.has_launcher = manifest.has_launcher();
  row.permissions = std::ranges::count_if(
      manifest.permissions, [](const AndroidPermission& each) { return each.kind != "permission"; });
  row.components = std::ssize(manifest.components);
}

Result<> extract(Input& in, Rows<Row>& out) {
  ByteSource& source = *TRY(in.source());
  std::string digest = TRY(digest_of(source));
  Row row{.file = in.entry().path, .size = static_cast<std::int64_t>(source.size()), .sha256 = {digest}};
  auto apk = Apk::open(source);
  if (!apk) {
    // A package that cannot be opened is still a file with a digest.
    out.add(whole_file(), row);
    return std::unexpected(apk.error());
  }
  Content content = content_of(*apk);
  auto manifest = apk->manifest();
  std::string oddities, roles;
  for (const std::string& each : apk->oddities()) join(oddities, each, "; ");
  if (manifest) {
    put_manifest(*manifest, row);
    roles = roles_of(*manifest);
    for (std::string_view each : manifest->oddities) join(oddities, fmt::format("manifest: {}", each), "; ");
    if (manifest->rest) out.skip({"AndroidManifest.xml"}, *manifest->rest);
  } else {
    out.skip({"AndroidManifest.xml"}, manifest.error());
  }
  row.roles = stated(roles);
  row.members = std::ssize(apk->members());
  row.dex_files = content.dex_files;
  row.native_libraries = stated(content.native_libraries);
  row.embedded = stated(content.embedded);
  row.packer = stated(content.packer);
  row.oddities = stated(oddities);
  out.add(whole_file(), row);
  if (apk->rest()) out.skip({"directory of the zip"}, *apk->rest());
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.apk_files",
    .title = "Collected packages of apps",
    .source = "packages collected by AndroidQF or stored in .ab backups; android-artifacts.md 4.5",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::apk_files
