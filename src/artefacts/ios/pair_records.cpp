#include "evidence/input.h"
#include "formats/certificate.h"
#include "records/artefact.h"

namespace bridle::ios::pair_records {
namespace {

struct Row {
  std::string_view record;
  std::optional<std::string_view> host_id;
  std::optional<std::string_view> system_buid;
  std::optional<Time> trusted;
  std::optional<Time> valid_until;
  std::optional<std::string_view> host_subject;
  std::optional<std::string_view> host_serial;
  std::optional<CertificateSha256> host_certificate_sha256;
  std::optional<std::string_view> root_subject;
  std::optional<std::string_view> wifi_address;
  bool has_escrow_bag;
};

constexpr std::array columns{
    column<&Row::record>("File name of the record without its ending: the computer's identifier."),
    column<&Row::host_id>("Identifier of the computer."),
    column<&Row::system_buid>("Identifier of the computer's installation of the pairing service."),
    column<&Row::trusted>(
        "From when the computer's certificate is valid, UTC by its clock: when it was paired.")
        .event("computer_trusted"),
    column<&Row::valid_until>("Until when it is valid."),
    column<&Row::host_subject>("Name in the certificate, which is mostly empty."),
    column<&Row::host_serial>("Its serial number, hexadecimal."),
    column<&Row::host_certificate_sha256>("SHA-256 of the computer's certificate.")
        .relation(Relation::installed),
    column<&Row::root_subject>("Name in the certificate that vouches for it."),
    column<&Row::wifi_address>("Address of the phone's Wi-Fi as the computer knows it."),
    column<&Row::has_escrow_bag>(
        "Whether the computer can unlock the phone's data after its first unlocking."),
};
constexpr TableSchema schema =
    table<Row>("ios_pair_records", "One row per computer that the phone trusts.", columns);

constexpr std::string_view paths[] = {
    "/private/var/root/Library/Lockdown/pair_records/*.plist",
    "/private/var/root/Library/Lockdown/escrow_records/*.plist",
    "/private/var/db/lockdown/*.plist",
};

std::optional<Certificate> certificate_in(PlistValue root, std::string_view key, Rows<Row>& out) {
  auto data = root[key].data();
  if (!data) return std::nullopt;
  auto certificate = read_certificate(*data);
  if (certificate) return std::move(*certificate);
  out.skip(at_key(key), certificate.error());
  return std::nullopt;
}

std::optional<std::string_view> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "pair record is no dictionary");
  std::string_view path = in.entry().path, name = path.substr(path.rfind('/') + 1);
  if (name == "SystemConfiguration.plist") return {};
  auto host = certificate_in(root, "HostCertificate", out),
       authority = certificate_in(root, "RootCertificate", out);
  Row row{.record = name.substr(0, name.rfind('.')),
          .host_id = root["HostID"].string(),
          .system_buid = root["SystemBUID"].string(),
          .wifi_address = root["WiFiMACAddress"].string(),
          .has_escrow_bag = static_cast<bool>(root["EscrowBag"])};
  if (host) {
    row.trusted = host->not_before;
    row.valid_until = host->not_after;
    row.host_subject = some(host->subject);
    row.host_serial = some(host->serial);
    row.host_certificate_sha256 = CertificateSha256{host->sha256};
  }
  if (authority) row.root_subject = some(authority->subject);
  out.add(whole_file(), row);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.pair_records",
    .title = "Computers that the phone trusts",
    .source = "pair and escrow records of lockdownd, iOS 7 to 18; ios-artifacts.md 4.10",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::pair_records
