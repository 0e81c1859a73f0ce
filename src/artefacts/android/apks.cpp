#include <fmt/format.h>
#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::apks {
namespace {

struct Row {
  AppId package;
  std::optional<FilePath> path;
  std::optional<AppId> installer;
  std::optional<std::int64_t> uid;
  bool is_disabled;
  bool is_system;
  bool is_third_party;
  std::optional<Sha256Text> sha256;
  std::optional<Sha1Text> sha1;
  std::optional<Md5Text> md5;
  std::optional<std::string_view> sha512;
  std::optional<CertificateSha256> certificate_sha256;
  std::optional<CertificateSha1> certificate_sha1;
  std::optional<CertificateMd5> certificate_md5;
  std::optional<std::string_view> certificate_subject;
  std::optional<std::string_view> certificate_issuer;
  std::optional<std::string_view> valid_from;
  std::optional<std::string_view> valid_to;
  std::optional<bool> is_verified;
  std::optional<bool> is_trusted;
  std::optional<std::string_view> error;
  std::optional<std::string_view> certificate_error;
  std::string_view installer_as_stored;
  std::int64_t position;
  std::string_view stored;
};

constexpr std::array columns{
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::path>("Path of one of its files on the phone; NULL when none is listed.")
        .relation(Relation::on_disk),
    column<&Row::installer>("Who installed it, by the phone's word; NULL when nobody is named (the text "
                            "null: ADB, or the system)."),
    column<&Row::uid>("Its user id."),
    column<&Row::is_disabled>("Whether it is switched off."),
    column<&Row::is_system>("Whether it belongs to the system."),
    column<&Row::is_third_party>("Whether it does not."),
    column<&Row::sha256>("SHA-256 of the file.").relation(Relation::installed),
    column<&Row::sha1>("SHA-1 of the file.").relation(Relation::installed),
    column<&Row::md5>("MD5 of the file.").relation(Relation::installed),
    column<&Row::sha512>("SHA-512 of the file."),
    column<&Row::certificate_sha256>("SHA-256 of its signer's certificate.").relation(Relation::installed),
    column<&Row::certificate_sha1>("SHA-1 of it.").relation(Relation::installed),
    column<&Row::certificate_md5>("MD5 of it.").relation(Relation::installed),
    column<&Row::certificate_subject>("Whom the certificate names; self-signed ones name whom they like."),
    column<&Row::certificate_issuer>("Who issued it."),
    column<&Row::valid_from>("Begin of its validity, as stored."),
    column<&Row::valid_to>("Its end, as stored."),
    column<&Row::is_verified>("Whether the collector verified the signature; NULL when it did not read one."),
    column<&Row::is_trusted>("Whether the certificate is in the collector's list of vendors."),
    column<&Row::error>("What the collector could not do."),
    column<&Row::certificate_error>("The same of the certificate."),
    column<&Row::installer_as_stored>("The installer's field as it stands."),
    column<&Row::position>("Which app of the list, from 0."),
    column<&Row::stored>("The app's whole entry, for its first file; \"\" for others."),
};
constexpr TableSchema schema = table<Row>("android_apks", "One row per file of each installed app.", columns);

constexpr std::string_view paths[] = {"androidqf/packages.json"};

using Element = simdjson::dom::element;

bool truth_of(Element element, const char* key) {
  bool truth = false;
  return element[key].get(truth) == simdjson::SUCCESS && truth;
}

template <class Text>
std::optional<Text> typed_text(Element element, const char* key) {
  auto text = json_text(element, key);
  return text ? std::optional(Text{*text}) : std::nullopt;
}

void read_file(Element file, Row& row) {
  row.path = typed_text<FilePath>(file, "path");
  row.sha256 = typed_text<Sha256Text>(file, "sha256");
  row.sha1 = typed_text<Sha1Text>(file, "sha1");
  row.md5 = typed_text<Md5Text>(file, "md5");
  row.sha512 = json_text(file, "sha512");
  row.error = json_text(file, "error");
  row.certificate_error = json_text(file, "certificate_error");
  Element certificate;
  if (file["certificate"].get(certificate) != simdjson::SUCCESS) return;
  row.certificate_sha256 = typed_text<CertificateSha256>(certificate, "Sha256");
  row.certificate_sha1 = typed_text<CertificateSha1>(certificate, "Sha1");
  row.certificate_md5 = typed_text<CertificateMd5>(certificate, "Md5");
  if (!row.certificate_sha256 && !row.certificate_sha1 && !row.certificate_md5) return;  // not computed
  row.certificate_subject = json_text(certificate, "Subject");
  row.certificate_issuer = json_text(certificate, "Issuer");
  row.valid_from = json_text(certificate, "ValidFrom");
  row.valid_to = json_text(certificate, "ValidTo");
  row.is_verified = truth_of(file, "verified_certificate");
  row.is_trusted = truth_of(file, "trusted_certificate");
}

void add_app(Rows<Row>& out, std::int64_t position, Element app) {
  Locator where = at_key(fmt::format("[{}]", position));
  auto name = json_text(app, "name");
  if (!name) return out.skip(where, {Fault::malformed, "an app without its name"});
  std::string stored = simdjson::minify(app);
  Row row{.package = {*name},
          .is_disabled = truth_of(app, "disabled"),
          .is_system = truth_of(app, "system"),
          .is_third_party = truth_of(app, "third_party"),
          .installer_as_stored = json_text(app, "installer").value_or(""),
          .position = position,
          .stored = stored};
  if (!row.installer_as_stored.empty() && row.installer_as_stored != "null")
    row.installer = AppId{row.installer_as_stored};
  row.uid = json_integer(app, "uid");
  const Row of_app = row;
  simdjson::dom::array files;
  std::size_t index = 0;
  if (app["files"].get(files) == simdjson::SUCCESS)
    for (Element file : files) {
      row = of_app;
      if (index > 0) row.stored = "";
      read_file(file, row);
      out.add(at_key(fmt::format("[{}].files[{}]", position, index++)), row);
    }
  if (index == 0) out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  return each_json_element(
      TRY(in.text()), {"the list of apps", "list", "an app"},
      {.element = [&](std::size_t index,
                      Element value) { add_app(out, static_cast<std::int64_t>(index), value); },
       .skip = [&](std::size_t index,
                   const Error& why) { out.skip(at_key(fmt::format("[{}]", index)), why); }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.apks",
    .title = "Files of installed apps",
    .source = "packages.json of AndroidQF; android-artifacts.md 4.2",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::apks
