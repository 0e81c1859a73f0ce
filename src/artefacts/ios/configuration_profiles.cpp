#include <fmt/format.h>

#include <string>

#include "base/json.h"
#include "base/sha256.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::configuration_profiles {
namespace {

struct Row {
  std::int64_t payload_index;
  std::optional<ProfileId> profile_uuid;
  std::optional<ProfileId> payload_uuid;
  std::optional<ProfileId> identifier;
  std::optional<std::string_view> payload_type;
  std::optional<Prose> display_name;
  std::optional<Prose> organisation;
  std::optional<Prose> description;
  std::optional<bool> removal_disallowed;
  std::optional<Time> install_date;
  std::optional<bool> is_signed;
  std::optional<std::int64_t> signers;
  std::optional<Sha256Text> signer_sha256;
  std::optional<Sha256Text> certificate_sha256;
  std::optional<Url> server_url;
  std::optional<Url> check_in_url;
  std::optional<Host> host;
  Json plist;
};

constexpr std::array columns{
    column<&Row::payload_index>("0 for the profile itself, then its payloads in the order of the file, "
                                "nested ones after their parent."),
    column<&Row::profile_uuid>("PayloadUUID of the profile, on each of its rows.")
        .relation(Relation::installed),
    column<&Row::payload_uuid>("PayloadUUID of this payload; NULL for the profile itself.")
        .relation(Relation::installed),
    column<&Row::identifier>("PayloadIdentifier.").relation(Relation::installed),
    column<&Row::payload_type>(
        "PayloadType: Configuration for a profile, com.apple.mdm and others for its payloads."),
    column<&Row::display_name>("PayloadDisplayName.").relation(Relation::installed),
    column<&Row::organisation>("PayloadOrganization.").relation(Relation::installed),
    column<&Row::description>("PayloadDescription.").relation(Relation::installed),
    column<&Row::removal_disallowed>(
        "PayloadRemovalDisallowed: the owner cannot remove it; NULL when unsaid."),
    column<&Row::install_date>("InstallDate, UTC by device clock, 1 s steps; NULL for payloads.")
        .event("configuration_profile_install"),
    column<&Row::is_signed>("Whether the profile names the certificates of a signer; NULL for payloads."),
    column<&Row::signers>("How many certificates SignerCerts holds; NULL for payloads."),
    column<&Row::signer_sha256>("SHA-256 of the first of them (DER).").relation(Relation::installed),
    column<&Row::certificate_sha256>(
        "SHA-256 of the certificate or identity that the payload installs, as stored.")
        .relation(Relation::installed),
    column<&Row::server_url>("ServerURL of an MDM or DNS payload, else ProxyPACURL or URL.")
        .relation(Relation::connected),
    column<&Row::check_in_url>("CheckInURL of an MDM payload.").relation(Relation::connected),
    column<&Row::host>("Server of a VPN, proxy, DNS or account payload.").relation(Relation::connected),
    column<&Row::plist>(
        "The payload as JSON, its own payloads left out; data is base64. Addresses in it are compared too.")
        .relation(Relation::installed),
};
constexpr TableSchema schema =
    table<Row>("ios_configuration_profiles",
               "One row per installed configuration profile and per payload in it.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/profile-*",
    "sysdiagnose/logs/MCState/Shared/profile-*",
};

template <class T>
std::optional<T> typed_text(PlistValue value) {
  auto text = value.string();
  if (!text || text->empty()) return std::nullopt;
  return T{*text};
}

PlistValue first_of(std::initializer_list<PlistValue> values) {
  for (PlistValue value : values)
    if (value.string()) return value;
  return {};
}

// A payload without the payloads in it, which have rows of their own.
std::string own_json(PlistValue payload) {
  JsonWriter json(false);
  json.object();
  for (std::size_t i = 0; i < payload.size(); ++i) {
    if (payload.key(i) == "PayloadContent" && payload.at(i).kind() == PlistKind::array) continue;
    json.key(payload.key(i)).raw(to_json(payload.at(i)));
  }
  return json.end().take();
}

struct Profile {
  PlistValue root;
  std::int64_t payloads = 0;
};

void add_payload(PlistValue payload, const std::string& place, int depth, Profile& profile, Rows<Row>& out) {
  bool is_profile = profile.payloads == 0;
  PlistValue content = payload["PayloadContent"], dns = payload["DNSSettings"];
  std::string json = own_json(payload), signer, certificate;
  Row row{.payload_index = profile.payloads++,
          .profile_uuid = typed_text<ProfileId>(profile.root["PayloadUUID"]),
          .identifier = typed_text<ProfileId>(payload["PayloadIdentifier"]),
          .payload_type = payload["PayloadType"].string(),
          .display_name = typed_text<Prose>(payload["PayloadDisplayName"]),
          .organisation = typed_text<Prose>(payload["PayloadOrganization"]),
          .description = typed_text<Prose>(payload["PayloadDescription"]),
          .removal_disallowed = payload["PayloadRemovalDisallowed"].boolean(),
          .check_in_url = typed_text<Url>(payload["CheckInURL"]),
          .plist = {json}};
  row.server_url = typed_text<Url>(first_of(
      {payload["ServerURL"], dns["ServerURL"], payload["ProxyPACURL"], payload["URL"], content["URL"]}));
  row.host = typed_text<Host>(first_of({payload["VPN"]["RemoteAddress"], payload["IKEv2"]["RemoteAddress"],
                                        payload["IPSec"]["RemoteAddress"], payload["ProxyServer"],
                                        dns["ServerName"], payload["HostName"], payload["Host"]}));
  if (is_profile) {
    PlistValue certificates = payload["SignerCerts"];
    row.install_date = payload["InstallDate"].date();
    row.signers = static_cast<std::int64_t>(certificates.size());
    row.is_signed = certificates.size() > 0;
    if (auto first = certificates.at(0).data())
      row.signer_sha256 = Sha256Text{signer = to_hex(sha256(*first))};
  } else {
    row.payload_uuid = typed_text<ProfileId>(payload["PayloadUUID"]);
  }
  if (auto data = content.data()) row.certificate_sha256 = Sha256Text{certificate = to_hex(sha256(*data))};
  out.add(place.empty() ? whole_file() : at_key(place), row);
  if (content.kind() != PlistKind::array) return;
  std::string inner = place.empty() ? "PayloadContent" : place + ".PayloadContent";
  for (std::size_t i = 0; i < content.size(); ++i) {
    std::string where = fmt::format("{}[{}]", inner, i);
    if (content.at(i).kind() != PlistKind::dictionary)
      out.skip(at_key(where), {Fault::malformed, "payload is no dictionary"});
    else if (depth >= 8)
      out.skip(at_key(where), {Fault::limit, "payloads nested deeper than 8"});
    else
      add_payload(content.at(i), where, depth + 1, profile, out);
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  Profile profile{TRY(in.plist())->root()};
  if (profile.root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "profile is no dictionary");
  add_payload(profile.root, "", 0, profile, out);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.configuration_profiles",
    .title = "Configuration profiles",
    .source =
        "profile stubs of iOS 12 to 18; ios-artifacts.md 2.1 and 4.12; Apple's Configuration Profile "
        "Reference",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::configuration_profiles
