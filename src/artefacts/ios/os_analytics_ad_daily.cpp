#include <fmt/format.h>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::os_analytics_ad_daily {
namespace {

struct Row {
  std::optional<ProcessName> process;
  std::optional<AppId> bundle_part;
  std::string_view stored_name;
  std::optional<Time> time;
  std::optional<std::int64_t> wifi_in;
  std::optional<std::int64_t> wifi_out;
  std::optional<std::int64_t> wwan_in;
  std::optional<std::int64_t> wwan_out;
};

constexpr std::array columns{
    column<&Row::process>("Process: what stands before a slash, or all of the name. This source does not cut "
                          "names.")
        .relation(Relation::executed),
    column<&Row::bundle_part>("What stands behind the slash, if there is one: the app or service that the "
                              "traffic was for.")
        .relation(Relation::installed),
    column<&Row::stored_name>("The name as stored."),
    column<&Row::time>("When the counters were taken, UTC by device clock, 1 us steps.")
        .event("process_network_baseline"),
    column<&Row::wifi_in>("Bytes received over Wi-Fi; NULL when the entry is too short."),
    column<&Row::wifi_out>("Bytes sent over Wi-Fi; NULL when the entry is too short."),
    column<&Row::wwan_in>("Bytes received over the mobile network; NULL when the entry is too short."),
    column<&Row::wwan_out>("Bytes sent over the mobile network; NULL when the entry is too short."),
};
constexpr TableSchema schema =
    table<Row>("ios_os_analytics_ad_daily", "One row per process whose traffic the phone counts.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Preferences/com.apple.osanalytics.addaily.plist"};

std::optional<std::int64_t> counter(PlistValue value) {
  if (auto whole = value.integer()) return whole;
  auto real = value.real();
  if (!real || !(*real >= 0 && *real < 9e18)) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  PlistValue baseline = root["netUsageBaseline"];
  if (!baseline) {
    in.note("this file has no netUsageBaseline");
    return {};
  }
  if (baseline.kind() != PlistKind::dictionary)
    return fail(Fault::malformed, "netUsageBaseline is no dictionary");
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    std::string_view name = baseline.key(i);
    PlistValue entry = baseline.at(i);
    Locator where = at_key(fmt::format("netUsageBaseline[{}]", i));
    if (entry.kind() != PlistKind::array || entry.size() < 5)
      out.skip(where, {Fault::malformed, "entry holds less than a time and four counters"});
    auto slash = name.find('/');
    Row row{.stored_name = name,
            .time = entry.at(0).date(),
            .wifi_in = counter(entry.at(1)),
            .wifi_out = counter(entry.at(2)),
            .wwan_in = counter(entry.at(3)),
            .wwan_out = counter(entry.at(4))};
    if (slash != 0 && !name.empty()) row.process = ProcessName{name.substr(0, slash)};
    if (slash != std::string_view::npos) row.bundle_part = AppId{name.substr(slash + 1)};
    out.add(where, row);  // the name alone is evidence that the process ran
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.os_analytics_ad_daily",
    .title = "Daily network counters of processes",
    .source = "com.apple.osanalytics.addaily.plist of iOS 11 to 18; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::os_analytics_ad_daily
