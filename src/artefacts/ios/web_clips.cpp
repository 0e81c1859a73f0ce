#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::web_clips {
namespace {

struct Row {
  std::optional<Prose> title;
  std::optional<Url> url;
  std::optional<AppId> bundle_id;
  std::optional<bool> full_screen;
  std::optional<bool> removal_disallowed;
  std::string_view folder;
  Json settings;
};

constexpr std::array columns{
    column<&Row::title>("Name below the icon."),
    column<&Row::url>("Page that the icon opens.").relation(Relation::mentioned),
    column<&Row::bundle_id>("The app that opens it, where it is another than Safari.")
        .relation(Relation::mentioned),
    column<&Row::full_screen>("Whether it opens without the browser's bars, as an app would."),
    column<&Row::removal_disallowed>("Whether a profile keeps the owner from removing it."),
    column<&Row::folder>("Folder of the web clip."),
    column<&Row::settings>("Everything that is kept of it, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_web_clips", "One row per page that stands as an icon on the home screen.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/WebClips/*.webclip/Info.plist"};

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "web clip is no dictionary");
  std::string_view path = in.entry().path;
  path = path.substr(0, path.rfind('/'));
  std::string json = to_json(root);
  Row row{.full_screen = root["FullScreen"].boolean(),
          .folder = path.substr(path.rfind('/') + 1),
          .settings = Json{json}};
  if (auto removable = root["RemovalDisallowed"].boolean()) row.removal_disallowed = *removable;
  if (auto title = root["Title"].string()) row.title = Prose{*title};
  if (auto url = root["URL"].string()) row.url = Url{*url};
  if (auto app = root["ApplicationBundleIdentifier"].string()) row.bundle_id = AppId{*app};
  out.add(whole_file(), row);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.web_clips",
    .title = "Pages on the home screen",
    .source = "Info.plist of web clips, iOS 9 to 18; ios-artifacts.md 4.14",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::web_clips
