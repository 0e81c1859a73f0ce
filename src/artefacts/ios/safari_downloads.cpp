#include <fmt/format.h>

#include "evidence/input.h"
#include "formats/plist_members.h"
#include "records/artefact.h"

namespace bridle::ios::safari_downloads {
namespace {

struct Row {
  std::optional<Url> url;
  std::optional<FilePath> path;
  std::optional<Time> added;
  std::optional<Time> finished;
  std::optional<std::int64_t> bytes_so_far;
  std::optional<std::int64_t> bytes_total;
  std::optional<std::string_view> identifier;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::url>("Where it was downloaded from.").relation(Relation::loaded),
    column<&Row::path>("Where it was put.").relation(Relation::on_disk),
    column<&Row::added>("When the download began, UTC by device clock.").event("download_begun"),
    column<&Row::finished>("When it was finished; NULL when it was not.").event("download_finished"),
    column<&Row::bytes_so_far>("How much was loaded, in bytes."),
    column<&Row::bytes_total>("How much there was to load, in bytes; -1 when the server did not say."),
    column<&Row::identifier>("Identifier of the download."),
    column<&Row::others>("What else is kept of it, as JSON; data as base64."),
};
constexpr TableSchema schema = table<Row>("ios_safari_downloads", "One row per download of Safari.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Safari/Downloads/Downloads.plist",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/Downloads/Downloads.plist",
};

constexpr std::string_view taken[] = {"DownloadEntryURL",
                                      "DownloadEntryPath",
                                      "DownloadEntryDateAddedKey",
                                      "DownloadEntryDateFinishedKey",
                                      "DownloadEntryProgressBytesSoFar",
                                      "DownloadEntryProgressTotalToLoad",
                                      "DownloadEntryIdentifier"};

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue history = TRY(in.plist())->root()["DownloadHistory"];
  if (history.kind() != PlistKind::array) return fail(Fault::unsupported, "no DownloadHistory in this list");
  for (std::size_t i = 0; i < history.size(); ++i) {
    PlistValue entry = history.at(i);
    Locator where = at_key(fmt::format("DownloadHistory[{}]", i));
    if (entry.kind() != PlistKind::dictionary) {
      out.skip(where, {Fault::malformed, "download is no dictionary"});
      continue;
    }
    Row row{.added = entry["DownloadEntryDateAddedKey"].date(),
            .finished = entry["DownloadEntryDateFinishedKey"].date(),
            .bytes_so_far = entry["DownloadEntryProgressBytesSoFar"].integer(),
            .bytes_total = entry["DownloadEntryProgressTotalToLoad"].integer(),
            .identifier = entry["DownloadEntryIdentifier"].string()};
    if (auto url = entry["DownloadEntryURL"].string()) row.url = Url{*url};
    if (auto path = entry["DownloadEntryPath"].string()) row.path = FilePath{*path};
    std::string others = other_members(entry, taken, 65'536, false);
    if (!others.empty()) row.others = Json{others};
    out.add(where, row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_downloads",
    .title = "Downloads of Safari",
    .source = "Downloads.plist of iOS 13 to 18; ios-artifacts.md 4.14",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::safari_downloads
