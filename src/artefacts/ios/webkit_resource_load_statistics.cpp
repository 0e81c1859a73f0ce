#include <string>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/ios_domains.h"
#include "records/artefact.h"

namespace bridle::ios::webkit_resource_load_statistics {
namespace {

struct Row {
  std::string_view kind;
  std::string_view owner;
  std::optional<std::int64_t> domain_id;
  std::optional<Host> registrable_domain;
  Relation relation;
  std::optional<Time> last_seen;
  std::optional<bool> had_user_interaction;
  std::optional<Time> last_user_interaction;
  std::optional<Time> last_push_interaction;
  std::optional<double> user_interaction_stored;
  std::optional<double> push_interaction_stored;
  std::optional<std::int64_t> other_domain_id;
  std::optional<Host> other_domain;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("domain: a site that was loaded; else the table that ties two sites together: "
                       "TopFrameUniqueRedirectsTo, SubresourceUnderTopFrameDomains and others."),
    column<&Row::owner>("The app whose web content this is, by the domain of the backup or the path; empty "
                        "when neither tells."),
    column<&Row::domain_id>("Identifier of the site within this database."),
    column<&Row::registrable_domain>("The site; NULL when its row is gone."),
    column<&Row::relation>("visited when the owner did something on the site, else loaded."),
    column<&Row::last_seen>("When it was last loaded, UTC by device clock, coarse (5 minutes to a day); for "
                            "a tie when that was last seen. NULL where not stored.")
        .event("webkit_domain_seen"),
    column<&Row::had_user_interaction>("Whether the owner tapped or typed on the site."),
    column<&Row::last_user_interaction>("When he last did, UTC by device clock; NULL for never.")
        .event("webkit_domain_used"),
    column<&Row::last_push_interaction>("When he last used a push message of the site; NULL for never.")
        .event("webkit_push_used"),
    column<&Row::user_interaction_stored>("mostRecentUserInteractionTime as stored: -1 is never."),
    column<&Row::push_interaction_stored>("mostRecentWebPushInteractionTime as stored: -1 is never."),
    column<&Row::other_domain_id>("The other site of a tie."),
    column<&Row::other_domain>("Its domain."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_webkit_resource_load_statistics",
               "One row per site that web content of an app loaded, and per tie between two sites.", columns);

// Every app with web content has one, at a place of its own.
constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Data/Application/*/Library/WebKit/WebsiteData/ResourceLoadStatistics/"
    "observations.db",
    "/private/var/mobile/Containers/Data/Application/*/SystemData/com.apple.SafariViewService/Library/WebKit/"
    "WebsiteData/observations.db",
    "/private/var/mobile/Library/WebKit/*/WebsiteData/ResourceLoadStatistics/observations.db",
    "/private/var/**/WebsiteData/**/observations.db",
};

// -1 and 0 stand for never.
Result<Time> time_from_webkit(double seconds) {
  if (seconds <= 0) return fail(Fault::absent, "never");
  return time_from_unix_seconds(seconds);
}

std::string_view owner_of(const Entry& entry) {
  if (auto owner = domain_owner(entry.domain); !owner.empty()) return owner;
  return between(entry.path, "/private/var/mobile/Library/WebKit/", "/").value_or("");
}

Result<> read_domains(const SqliteView& db, std::string_view owner, Rows<Row>& out) {
  auto rows = TRY(NamedRows::open(db, "ObservedDomains"));
  while (TRY(rows.step())) {
    Row row{.kind = "domain",
            .owner = owner,
            .domain_id = rows.integer("domainID"),
            .registrable_domain = rows.text<Host>("registrableDomain"),
            .last_seen = rows.time("lastSeen", time_from_webkit),
            .had_user_interaction = rows.boolean("hadUserInteraction"),
            .last_user_interaction = rows.time("mostRecentUserInteractionTime", time_from_webkit),
            .last_push_interaction = rows.time("mostRecentWebPushInteractionTime", time_from_webkit),
            .user_interaction_stored = rows.real("mostRecentUserInteractionTime"),
            .push_interaction_stored = rows.real("mostRecentWebPushInteractionTime")};
    row.relation = row.had_user_interaction.value_or(false) ? Relation::visited : Relation::loaded;
    row.others = rows.others<Json>();
    out.add(at_row("ObservedDomains", rows.rowid()), row);
  }
  return {};
}

// The two columns of a tie: both are ids of domains.
struct Tie {
  std::string_view table, domain, other;
};
constexpr Tie ties[] = {
    {"StorageAccessUnderTopFrameDomains", "domainID", "topLevelDomainID"},
    {"TopFrameUniqueRedirectsTo", "sourceDomainID", "toDomainID"},
    {"TopFrameUniqueRedirectsToSinceSameSiteStrictEnforcement", "sourceDomainID", "toDomainID"},
    {"TopFrameUniqueRedirectsFrom", "targetDomainID", "fromDomainID"},
    {"TopFrameLinkDecorationsFrom", "toDomainID", "fromDomainID"},
    {"TopFrameLoadedThirdPartyScripts", "topFrameDomainID", "subresourceDomainID"},
    {"SubframeUnderTopFrameDomains", "subFrameDomainID", "topFrameDomainID"},
    {"SubresourceUnderTopFrameDomains", "subresourceDomainID", "topFrameDomainID"},
    {"SubresourceUniqueRedirectsTo", "subresourceDomainID", "toDomainID"},
    {"SubresourceUniqueRedirectsFrom", "subresourceDomainID", "fromDomainID"},
};

Result<> read_tie(const SqliteView& db, const Tie& tie, std::string_view owner, SideTable& domains,
                  SideTable& others, Rows<Row>& out) {
  if (!db.has_column(tie.table, tie.domain) || !db.has_column(tie.table, tie.other)) return {};
  auto rows = TRY(NamedRows::open(db, tie.table));
  while (TRY(rows.step())) {
    Row row{.kind = tie.table,
            .owner = owner,
            .domain_id = rows.integer(tie.domain),
            .relation = Relation::loaded,
            .last_seen = rows.time("lastUpdated", time_from_webkit),
            .other_domain_id = rows.integer(tie.other)};
    TRY(domains.seek(row.domain_id.value_or(0)));
    row.registrable_domain = domains.text<Host>(0);
    TRY(others.seek(row.other_domain_id.value_or(0)));
    row.other_domain = others.text<Host>(0);
    row.others = rows.others<Json>();
    out.add(at_row(tie.table, rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ObservedDomains", {"domainID", "registrableDomain", "lastSeen", "hadUserInteraction"}));
  std::string_view owner = owner_of(in.entry());
  TRY(read_domains(db, owner, out));
  auto domains = TRY(SideTable::open(db, "ObservedDomains", "domainID", {"registrableDomain"}));
  auto others = TRY(SideTable::open(db, "ObservedDomains", "domainID", {"registrableDomain"}));
  for (const Tie& tie : ties) TRY(read_tie(db, tie, owner, domains, others, out));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.webkit_resource_load_statistics",
    .title = "Sites loaded by web content",
    .source =
        "observations.db of iOS 13 to 18; ios-artifacts.md 2.4; ResourceLoadStatisticsStore.cpp of "
        "WebKit",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::webkit_resource_load_statistics
