#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::containers {
namespace {

struct Row {
  std::optional<AppId> bundle_id;
  FilePath container;
  std::string_view kind;
  std::optional<std::string_view> uuid;
  std::optional<std::int64_t> content_class;
  std::optional<Json> info;
};

constexpr std::array columns{
    column<&Row::bundle_id>("Whom the container belongs to: an app, an extension, a group or a service.")
        .relation(Relation::installed),
    column<&Row::container>("Path of the container.").relation(Relation::on_disk),
    column<&Row::kind>("bundle, data, plugin, group, system, system_group or other, by its place."),
    column<&Row::uuid>("Identifier of the container."),
    column<&Row::content_class>(
        "The same as `kind`, as stored: 1 bundle, 2 data, 4 plugin, 7 group and others."),
    column<&Row::info>("What else is kept of it, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_containers", "One row per container of an app or service.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/**/.com.apple.mobile_container_manager.metadata.plist",
    "/private/var/containers/**/.com.apple.mobile_container_manager.metadata.plist",
    "/private/var/root/Containers/**/.com.apple.mobile_container_manager.metadata.plist",
};

std::string_view kind_of(std::string_view path) {
  struct Place {
    std::string_view part, kind;
  };
  constexpr Place places[] = {{"/Bundle/", "bundle"},
                              {"/Data/Application/", "data"},
                              {"/Data/PluginKitPlugin/", "plugin"},
                              {"/Shared/AppGroup/", "group"},
                              {"/Shared/SystemGroup/", "system_group"},
                              {"/Data/System/", "system"},
                              {"/Data/InternalDaemon/", "system"}};
  for (const Place& place : places)
    if (path.contains(place.part)) return place.kind;
  return "other";
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary)
    return fail(Fault::malformed, "metadata of a container is no dictionary");
  std::string_view path = in.entry().path;
  path = path.substr(0, path.rfind('/'));
  Row row{.container = FilePath{path},
          .kind = kind_of(path),
          .uuid = root["MCMMetadataUUID"].string(),
          .content_class = root["MCMMetadataContentClass"].integer()};
  if (auto owner = root["MCMMetadataIdentifier"].string()) row.bundle_id = AppId{*owner};
  std::string info;
  if (PlistValue more = root["MCMMetadataInfo"]; more.size() > 0) info = to_json(more);
  if (!info.empty()) row.info = Json{info};
  if (!row.bundle_id)
    out.skip(at_key("MCMMetadataIdentifier"), {Fault::absent, "container without an owner"});
  out.add(whole_file(), row);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.containers",
    .title = "Containers of apps and services",
    .source = ".com.apple.mobile_container_manager.metadata.plist of iOS 8 to 18; ios-artifacts.md 4.13",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
};

}  // namespace bridle::ios::containers
