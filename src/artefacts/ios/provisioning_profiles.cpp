#include <string>

#include "base/sha256.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::provisioning_profiles {
namespace {

struct Row {
  std::optional<ProfileId> uuid;
  std::optional<Time> created;
  std::optional<Time> expires;
  std::optional<Prose> name;
  std::optional<std::string_view> app_name;
  std::optional<AppId> app_id;
  std::optional<std::string_view> application_identifier;
  std::optional<Prose> team_name;
  std::optional<std::string_view> team_id;
  std::optional<bool> all_devices;
  std::int64_t devices;
  std::optional<bool> debuggable;
  std::optional<Sha256Text> certificate_sha256;
  std::int64_t certificates;
  std::optional<Json> entitlements;
};

constexpr std::array columns{
    column<&Row::uuid>("UUID of the profile.").relation(Relation::installed),
    column<&Row::created>("When Apple issued it, UTC, 1 s steps.").event("provisioning_profile_issued"),
    column<&Row::expires>("When it expires, UTC, 1 s steps."),
    column<&Row::name>("Its name."),
    column<&Row::app_name>("AppIDName: the developer's name for the app."),
    column<&Row::app_id>("Bundle identifier that it allows; a * at its end stands for any.")
        .relation(Relation::installed),
    column<&Row::application_identifier>("The same with the team in front, as stored."),
    column<&Row::team_name>("The developer."),
    column<&Row::team_id>("The developer's identifier at Apple."),
    column<&Row::all_devices>("ProvisionsAllDevices: true for enterprises, whose apps run on any phone."),
    column<&Row::devices>("How many devices it names."),
    column<&Row::debuggable>("get-task-allow: true for apps in development."),
    column<&Row::certificate_sha256>("SHA-256 of the first certificate of the developer (DER).")
        .relation(Relation::installed),
    column<&Row::certificates>("How many certificates it holds."),
    column<&Row::entitlements>("What the app may do, as JSON."),
};
constexpr TableSchema schema = table<Row>(
    "ios_provisioning_profiles", "One row per profile that lets apps from outside the store run.", columns);

constexpr std::string_view paths[] = {
    "/private/var/MobileDevice/ProvisioningProfiles/*-*-*-*-*",
    "/private/var/containers/Bundle/Application/*/*/embedded.mobileprovision",
};

// A signed CMS message with the property list inside it in one piece. The signature is not checked: what the
// phone accepted is what matters.
Result<Plist> parse_profile(Bytes message) {
  std::string_view text = as_text(message);
  constexpr std::string_view end_mark = "</plist>";
  auto begin = text.find("<?xml"), end = text.find(end_mark);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    return fail(Fault::unsupported, "no property list in the profile");
  return Plist::parse(message.subspan(begin, end + end_mark.size() - begin));
}

template <class T>
std::optional<T> text_of(PlistValue value) {
  auto text = value.string();
  return text && !text->empty() ? std::optional(T{*text}) : std::nullopt;
}

Result<> extract(Input& in, Rows<Row>& out) {
  Plist plist = TRY(parse_profile(TRY(in.bytes())));
  PlistValue profile = plist.root(), entitlements = profile["Entitlements"];
  if (profile.kind() != PlistKind::dictionary) return fail(Fault::malformed, "profile is no dictionary");
  PlistValue certificates = profile["DeveloperCertificates"];
  std::string json = to_json(entitlements), digest;
  Row row{.uuid = text_of<ProfileId>(profile["UUID"]),
          .created = profile["CreationDate"].date(),
          .expires = profile["ExpirationDate"].date(),
          .name = text_of<Prose>(profile["Name"]),
          .app_name = text_of<std::string_view>(profile["AppIDName"]),
          .application_identifier = text_of<std::string_view>(entitlements["application-identifier"]),
          .team_name = text_of<Prose>(profile["TeamName"]),
          .team_id = text_of<std::string_view>(profile["TeamIdentifier"].at(0)),
          .all_devices = profile["ProvisionsAllDevices"].boolean(),
          .devices = static_cast<std::int64_t>(profile["ProvisionedDevices"].size()),
          .debuggable = entitlements["get-task-allow"].boolean(),
          .certificates = static_cast<std::int64_t>(certificates.size())};
  if (auto full = row.application_identifier)
    row.app_id = AppId{full->substr(full->find('.') == std::string_view::npos ? 0 : full->find('.') + 1)};
  if (auto first = certificates.at(0).data())
    row.certificate_sha256 = Sha256Text{digest = to_hex(sha256(*first))};
  if (entitlements) row.entitlements = Json{json};
  out.add(whole_file(), row);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.provisioning_profiles",
    .title = "Provisioning profiles",
    .source =
        "embedded.mobileprovision and MobileDevice/ProvisioningProfiles of iOS 9 to 18; "
        "ios-artifacts.md 4.13",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::provisioning_profiles
