#include <fmt/format.h>

#include "evidence/input.h"
#include "formats/ios_domains.h"
#include "records/artefact.h"

namespace bridle::ios::webkit_session_resource_log {
namespace {

struct Row {
  std::string_view kind;
  std::string_view owner;
  std::optional<std::int64_t> entry_index;
  std::optional<Host> origin;
  Relation relation;
  std::optional<Host> other;
  std::optional<bool> user_interaction;
  std::optional<Time> last_interaction;
  std::optional<Time> last_seen;
};

constexpr std::array columns{
    column<&Row::kind>("origin: a site that was loaded; redirect_from, redirect_to, subframe_under, "
                       "subresource_under: its ties to others."),
    column<&Row::owner>("The app whose web content this is, by the domain of the backup; else empty."),
    column<&Row::entry_index>("Place in browsingStatistics, from 0."),
    column<&Row::origin>("The site: PrevalentResourceOrigin."),
    column<&Row::relation>("visited when the owner did something on the site, else loaded."),
    column<&Row::other>("The other site of a tie."),
    column<&Row::user_interaction>("Whether the owner tapped or typed on the site."),
    column<&Row::last_interaction>("When he last did, UTC by device clock; NULL for never and for ties.")
        .event("webkit_domain_used"),
    column<&Row::last_seen>("When the site was last loaded, UTC by device clock, coarse; NULL for ties.")
        .event("webkit_domain_seen"),
};
constexpr TableSchema schema =
    table<Row>("ios_webkit_session_resource_log",
               "One row per site that web content of an app loaded, and per tie between two sites.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Data/Application/*/SystemData/com.apple.SafariViewService/Library/WebKit/"
    "WebsiteData/full_browsing_session_resourceLog.plist",
    "/private/var/mobile/Containers/Data/Application/*/Library/WebKit/WebsiteData/ResourceLoadStatistics/"
    "full_browsing_session_resourceLog.plist",
    "/private/var/mobile/Library/WebClips/*/Storage/full_browsing_session_resourceLog.plist",
    "/private/var/**/full_browsing_session_resourceLog.plist",
};

struct List {
  std::string_view key, kind;
};
constexpr List lists[] = {{"topFrameUniqueRedirectsFrom", "redirect_from"},
                          {"topFrameUniqueRedirectsTo", "redirect_to"},
                          {"subresourceUniqueRedirectsFrom", "redirect_from"},
                          {"subresourceUniqueRedirectsTo", "redirect_to"},
                          {"subframeUnderTopFrameOrigins", "subframe_under"},
                          {"subresourceUnderTopFrameOrigins", "subresource_under"}};

// A date; before iOS 12 seconds since 1970. Less than a day after either epoch stands for never.
std::optional<Time> moment(PlistValue value) {
  std::optional<Time> time = value.date();
  if (auto seconds = value.real(); !time && seconds) time = time_or_nothing(time_from_unix_seconds(*seconds));
  constexpr std::int64_t day = 86'400'000'000'000, since_2001 = cocoa_epoch * 1'000'000'000;
  if (!time || time->nanoseconds < day) return std::nullopt;
  return time->nanoseconds >= since_2001 - day && time->nanoseconds < since_2001 + day ? std::nullopt : time;
}

std::optional<bool> truth(PlistValue value) {
  if (auto number = value.integer()) return *number != 0;
  return value.boolean();
}

// A tie is a text, or a dictionary with the member origin or domain.
std::optional<std::string_view> name_in(PlistValue tie) {
  if (auto text = tie.string()) return text;
  if (auto text = tie["origin"].string()) return text;
  return tie["domain"].string();
}

void add_ties(PlistValue entry, const List& list, Row row, const std::string& place, Rows<Row>& out) {
  PlistValue ties = entry[list.key];
  row.kind = list.kind;
  for (std::size_t i = 0; i < ties.size(); ++i) {
    Locator where = at_key(fmt::format("{}.{}[{}]", place, list.key, i));
    auto other = name_in(ties.at(i));
    if (!other) {
      out.skip(where, {Fault::malformed, "tie names no site"});
      continue;
    }
    row.other = Host{*other};
    out.add(where, row);
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue entries = TRY(in.plist())->root()["browsingStatistics"];
  if (entries.kind() != PlistKind::array)
    return fail(Fault::unsupported, "plist has no array browsingStatistics");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    PlistValue entry = entries.at(i);
    std::string place = fmt::format("browsingStatistics[{}]", i);
    if (entry.kind() != PlistKind::dictionary) {
      out.skip(at_key(place), {Fault::malformed, "entry is no dictionary"});
      continue;
    }
    Row row{.kind = "origin",
            .owner = domain_owner(in.entry().domain),
            .entry_index = static_cast<std::int64_t>(i),
            .user_interaction = truth(entry["hadUserInteraction"])};
    row.relation = row.user_interaction.value_or(false) ? Relation::visited : Relation::loaded;
    if (auto origin = entry["PrevalentResourceOrigin"].string()) row.origin = Host{*origin};
    Row tie = row;
    row.last_interaction = moment(entry["mostRecentUserInteraction"]);
    row.last_seen = moment(entry["lastSeen"]);
    out.add(at_key(place), row);
    tie.relation = Relation::loaded;
    for (const List& list : lists) add_ties(entry, list, tie, place, out);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.webkit_session_resource_log",
    .title = "Sites loaded by web content (to iOS 13)",
    .source = "full_browsing_session_resourceLog.plist of iOS 11 to 13; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::webkit_session_resource_log
