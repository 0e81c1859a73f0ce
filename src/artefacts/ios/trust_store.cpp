#include "evidence/input.h"
#include "formats/certificate.h"
#include "records/artefact.h"

namespace bridle::ios::trust_store {
namespace {

struct Row {
  std::optional<Prose> subject;
  std::optional<Prose> issuer;
  std::optional<std::string_view> serial;
  std::optional<CertificateSha256> certificate_sha256;
  std::optional<CertificateSha1> certificate_sha1;
  std::optional<Time> not_before;
  std::optional<Time> not_after;
  std::optional<Json> settings;
  std::optional<std::string_view> stored_digest;
};

constexpr std::array columns{
    column<&Row::subject>("Whom the certificate is of."),
    column<&Row::issuer>("Who vouches for it; the same for an authority of one's own."),
    column<&Row::serial>("Its serial number, hexadecimal."),
    column<&Row::certificate_sha256>("SHA-256 of the certificate.").relation(Relation::installed),
    column<&Row::certificate_sha1>("SHA-1 of the certificate.").relation(Relation::installed),
    column<&Row::not_before>("From when it is valid, as it says: often close to when it was made."),
    column<&Row::not_after>("Until when it is valid."),
    column<&Row::settings>(
        "What it is trusted for, as JSON; NULL where the store has none that can be read."),
    column<&Row::stored_digest>("The digest by which the store finds it, hexadecimal."),
};
constexpr TableSchema schema = table<Row>(
    "ios_trust_store", "One row per certificate that the owner or a profile made the phone trust.", columns);

constexpr std::string_view paths[] = {
    "/private/var/protected/trustd/private/TrustStore.sqlite3",
    "/private/var/Keychains/TrustStore.sqlite3",
};

std::optional<std::string> settings_of(NamedRows& rows) {
  auto blob = rows.blob("tset");
  if (!blob || blob->empty()) return std::nullopt;
  auto plist = Plist::parse(*blob);
  return plist ? std::optional(to_json(plist->root())) : std::nullopt;
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("tsettings", {"data"}));
  auto rows = TRY(NamedRows::open(db, "tsettings"));
  while (TRY(rows.step())) {
    Locator where = at_row("tsettings", rows.rowid());
    Row row;
    std::string digest;
    for (std::string_view column : {"sha256", "sha1"})
      if (auto blob = rows.blob(column); blob && digest.empty()) digest = to_hex(*blob);
    if (!digest.empty()) row.stored_digest = digest;
    auto settings = settings_of(rows);
    if (settings) row.settings = Json{*settings};
    auto data = rows.blob("data");
    auto certificate =
        data ? read_certificate(*data) : Result<Certificate>(fail(Fault::absent, "no certificate"));
    if (certificate) {
      row.subject = Prose{certificate->subject};
      row.issuer = Prose{certificate->issuer};
      row.serial = certificate->serial;
      row.certificate_sha256 = CertificateSha256{certificate->sha256};
      row.certificate_sha1 = CertificateSha1{certificate->sha1};
      row.not_before = certificate->not_before;
      row.not_after = certificate->not_after;
    } else {
      out.skip(where, certificate.error());
    }
    out.add(where, row);  // that something is trusted is evidence, whatever it is
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.trust_store",
    .title = "Certificates that were made trusted",
    .source = "TrustStore.sqlite3 of iOS 9 to 18, table tsettings; ios-artifacts.md 4.12",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::trust_store
