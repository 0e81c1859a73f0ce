#include <algorithm>

#include "evidence/apk.h"
#include "evidence/certificate.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::apk_signers {
namespace {

struct Row {
  std::string_view file;
  std::string_view schemes;
  std::string_view role;
  CertificateSha256 sha256;
  CertificateSha1 sha1;
  CertificateMd5 md5;
  std::string_view subject;
  std::string_view issuer;
  std::string_view serial;
  std::string_view algorithm;
  std::optional<Time> not_before;
  std::optional<Time> not_after;
  bool is_self_signed;
};

constexpr std::array columns{
    column<&Row::file>("Path of the package in the evidence."),
    column<&Row::schemes>(
        "Schemes of the signature that hold this certificate: v1 (META-INF), v2, v3, v3.1."),
    column<&Row::role>(
        "signer; chain: above a signer's; lineage: of a key that the app was signed with before."),
    column<&Row::sha256>("SHA-256 of the certificate, over its DER form.").relation(Relation::installed),
    column<&Row::sha1>("SHA-1 of it.").relation(Relation::installed),
    column<&Row::md5>("MD5 of it.").relation(Relation::installed),
    column<&Row::subject>("Whom it names; apps' certificates are self-made and name whom they like."),
    column<&Row::issuer>("Who issued it, by its own word."),
    column<&Row::serial>("Its number, hexadecimal."),
    column<&Row::algorithm>("Algorithm of its own signature."),
    column<&Row::not_before>("Begin of its validity, UTC, by its own word, 1 s steps."),
    column<&Row::not_after>("End of its validity, UTC, the same."),
    column<&Row::is_self_signed>("Whether it names itself as its issuer."),
};
constexpr TableSchema schema = table<Row>(
    "android_apk_signers",
    "One row per certificate and role in the signatures of a collected package. No signature is verified.",
    columns);

constexpr std::string_view paths[] = {"androidqf/**/*.apk", "android_backup/**/*.apk"};

Result<> extract(Input& in, Rows<Row>& out) {
  auto apk = TRY(Apk::open(*TRY(in.source())));
  std::vector<Error> troubles;
  auto all = apk.certificates(troubles);
  for (const Error& trouble : troubles) out.skip({"signature"}, trouble);
  for (auto each = all.begin(); each != all.end(); ++each) {
    auto is_same = [&](const ApkSignerCertificate& other) {
      return other.der == each->der && other.role == each->role;
    };
    if (std::any_of(all.begin(), each, is_same)) continue;  // told with its first scheme
    std::string schemes;
    for (const ApkSignerCertificate& other : all)
      if (is_same(other) && !(" " + schemes + " ").contains(" " + other.scheme + " "))
        schemes += (schemes.empty() ? "" : " ") + other.scheme;
    Locator where{each->file.empty() ? "signing block, " + each->scheme : each->file};
    auto facts = describe_certificate(as_bytes(each->der));
    if (!facts) {
      out.skip(where, facts.error());
      continue;
    }
    out.add(where, {.file = in.entry().path,
                    .schemes = schemes,
                    .role = each->role,
                    .sha256 = {facts->sha256},
                    .sha1 = {facts->sha1},
                    .md5 = {facts->md5},
                    .subject = facts->subject,
                    .issuer = facts->issuer,
                    .serial = facts->serial,
                    .algorithm = facts->algorithm,
                    .not_before = facts->not_before,
                    .not_after = facts->not_after,
                    .is_self_signed = facts->is_self_signed});
  }
  if (all.empty() && troubles.empty()) in.note("the package holds no signature of a scheme that is known");
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.apk_signers",
    .title = "Signers of collected packages",
    .source = "APK signature schemes 1 to 3.1; android-artifacts.md 4.5",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::apk_signers
