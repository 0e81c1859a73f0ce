#include "evidence/apk.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "evidence/certificate.h"
#include "formats/inflate.h"

namespace bridle {
namespace {

constexpr std::uint64_t directory_limit = 64ULL << 20, block_limit = 16ULL << 20, signature_limit = 1 << 20,
                        manifest_limit = 32ULL << 20;
constexpr std::uint64_t most_members = 200'000;
constexpr int most_signature_files = 20;

bool is_v1_signature(std::string_view name) {
  std::string upper(name);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return upper.starts_with("META-INF/") && !upper.substr(9).contains('/') &&
         (upper.ends_with(".RSA") || upper.ends_with(".DSA") || upper.ends_with(".EC"));
}

// Android's packages hold stored and deflated members only.
bool is_known_method(std::uint16_t method) {
  return method == 0 || method == 8;
}

}  // namespace

Result<Apk> Apk::open(ByteSource& content) {
  std::uint64_t tail = std::min(content.size(), zip_tail_size);
  std::vector<std::uint8_t> last(tail);
  TRY(content.read(content.size() - tail, last));
  Apk apk(content, TRY(find_zip_end(last, content.size())));
  if (apk.end_.directory_size > directory_limit)
    return fail(Fault::limit, "the zip's directory is longer than is read");
  apk.directory_ = std::make_unique<std::vector<std::uint8_t>>(
      TRY(apk.read(apk.end_.directory_at, apk.end_.directory_size)));
  apk.members_ = read_zip_directory(*apk.directory_, most_members);
  return apk;
}

Result<std::vector<std::uint8_t>> Apk::read(std::uint64_t offset, std::uint64_t size) const {
  if (offset > content_->size() || size > content_->size() - offset)
    return fail(Fault::truncated, "the zip ends before a part that its directory names");
  std::vector<std::uint8_t> bytes(size);
  TRY(content_->read(offset, bytes));
  return bytes;
}

const ZipMember* Apk::find(std::string_view name) const {
  auto found = std::ranges::find(members_.members, name, &ZipMember::name);
  return found == members_.members.end() ? nullptr : &*found;
}

Result<std::string> Apk::content(const ZipMember& member, std::uint64_t most) const {
  if (member.size > most || member.compressed > most)
    return fail(Fault::limit, fmt::format("a member of the zip is longer than {} bytes", most));
  auto header = TRY(read_zip_header(TRY(read(member.header_at, zip_header_size)), member));
  std::uint64_t begin = member.header_at + header.size;
  if (!member.is_deflated())
    return std::string(
        as_text(TRY(read(begin, is_known_method(member.method) ? member.compressed : member.size))));
  auto inflated = TRY(inflate_raw(TRY(read(begin, member.compressed)), most));
  if (inflated.cut_off) return fail(Fault::truncated, "a member of the zip is damaged");
  return std::move(inflated.bytes);
}

Result<AndroidManifest> Apk::manifest() const {
  const ZipMember* member = find("AndroidManifest.xml");
  if (member == nullptr) return fail(Fault::absent, "the package has no manifest");
  return read_android_manifest(as_bytes(TRY(content(*member, manifest_limit))));
}

std::vector<ApkSignerCertificate> Apk::certificates(std::vector<Error>& troubles) const {
  std::vector<ApkSignerCertificate> out;
  int files = 0;
  for (const ZipMember& member : members_.members) {
    if (!is_v1_signature(member.name)) continue;
    if (++files > most_signature_files) {
      troubles.push_back({Fault::limit, "there are more signatures of scheme v1 than are read"});
      break;
    }
    auto bytes = content(member, signature_limit);
    auto found = bytes ? certificates_of_pkcs7(as_bytes(*bytes)) : std::unexpected(bytes.error());
    if (!found) {
      troubles.push_back({found.error().fault, "a signature of scheme v1: " + found.error().message});
      continue;
    }
    for (std::string& der : *found)
      out.push_back(
          {"v1", &der == &found->front() ? "signer" : "chain", to_utf8_lossy(member.name), std::move(der)});
  }
  if (end_.directory_at < signing_block_footer_size) return out;
  auto footer = read(end_.directory_at - signing_block_footer_size, signing_block_footer_size);
  auto size = footer ? signing_block_size(*footer) : std::nullopt;
  if (!size) return out;
  if (*size > block_limit || *size > end_.directory_at) {
    troubles.push_back({Fault::malformed, "the signing block claims a size that cannot be"});
    return out;
  }
  auto bytes = read(end_.directory_at - *size, *size);
  if (!bytes) {
    troubles.push_back(bytes.error());
    return out;
  }
  auto block = read_signing_block(*bytes);
  for (std::string_view trouble : block.troubles)
    troubles.push_back({Fault::malformed, std::string(trouble)});
  for (const ApkCertificate& each : block.certificates)
    out.push_back({std::string(each.scheme), std::string(each.role), {}, std::string(as_text(each.der))});
  return out;
}

std::vector<std::string> Apk::oddities() const {
  std::int64_t encrypted = 0, unknown = 0, twice = 0, leaving = 0, differing = 0;
  std::unordered_set<std::string_view> names;
  for (const ZipMember& member : members_.members) {
    encrypted += member.is_encrypted() ? 1 : 0;
    unknown += is_known_method(member.method) ? 0 : 1;
    twice += names.insert(member.name).second ? 0 : 1;
    leaving += member.name.contains("../") || member.name.starts_with('/') ? 1 : 0;
  }
  // The headers of what Android loads first: the ones that are tampered with.
  for (std::string_view name : {"AndroidManifest.xml", "classes.dex", "resources.arsc"})
    if (const ZipMember* member = find(name))
      if (auto bytes = read(member->header_at, zip_header_size); bytes) {
        auto header = read_zip_header(*bytes, *member);
        differing += !header || header->differs ? 1 : 0;
      }
  std::vector<std::string> out;
  auto add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) out.push_back(fmt::format("{} {}", count, what));
  };
  add(encrypted, "members marked as encrypted");
  add(unknown, "members packed by a method that Android does not know");
  add(twice, "names that stand more than once");
  add(leaving, "names that lead out of the package");
  add(differing, "headers that contradict the directory");
  if (end_.trailing > 0) out.push_back(fmt::format("{} bytes behind its end", end_.trailing));
  if (members_.rest) out.push_back(members_.rest->message);
  return out;
}

}  // namespace bridle
