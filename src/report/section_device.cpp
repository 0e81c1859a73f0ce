#include <fmt/format.h>

#include <algorithm>

#include "report/sections.h"

namespace bridle {
namespace {

struct Fact {
  std::string_view key, words;
};
constexpr Fact facts[] = {
    {"device_name", "Name given by its owner"},
    {"product_name", "Product"},
    {"product_type", "Model"},
    {"product_version", "System version"},
    {"build_version", "System build"},
    {"manufacturer", "Made by"},
    {"security_patch", "Security patch level"},
    {"sdk_version", "Android API level"},
    {"build_fingerprint", "Build fingerprint"},
    {"time_zone", "Time zone"},
    {"dump_local_time", "Made at (the phone's own time)"},
    {"serial_number", "Serial number"},
    {"unique_identifier", "Device identifier"},
    {"imei", "IMEI"},
    {"imei_2", "Second IMEI"},
    {"meid", "MEID"},
    {"iccid", "SIM card (ICCID)"},
    {"phone_number", "Phone number"},
    {"passcode_set", "Passcode set"},
    {"last_backup", "Last backup"},
    {"backup_encrypted", "Backup encrypted"},
    {"backup_is_full", "Full backup"},
    {"backup_format", "Backup format"},
    {"backup_guid", "Backup GUID"},
    {"itunes_version", "iTunes version"},
};

constexpr std::int64_t most_events = 60;

std::string moment(const Statement& row, int column) {
  return row.is_null(column) ? std::string() : to_iso8601(Time{row.integer(column)});
}

std::string when(const Statement& row) {
  if (!row.is_null(0)) return moment(row, 0);
  if (row.is_null(1) || row.is_null(2)) return "not known";
  return fmt::format("between {} and {}", moment(row, 1), moment(row, 2));
}

std::string_view clock_in_words(std::string_view clock) {
  if (clock == "utc") return "the device's clock, stored in UTC";
  if (clock == "offset") return "the device's clock, with its offset from UTC";
  if (clock == "local_zone") return "wall clock, in UTC by the zone that was in force";
  if (clock == "local_two_zones") return "wall clock; the zone changed at about that time";
  if (clock == "local_no_zone") return "wall clock; no record tells the zone";
  if (clock == "computer") return "a computer's clock";
  if (clock == "file") return "the time of a file, as it was kept";
  if (clock == "between") return "between two records";
  return "";
}

// A case of an earlier version has no such table.
Result<> write_events(Report& report) {
  if (TRY(report.number("SELECT count(*) FROM sqlite_schema WHERE name = 'device_event'")) == 0) return {};
  Html& html = report.html;
  std::int64_t all = TRY(report.number("SELECT count(*) FROM device_event"));
  if (all == 0) return {};
  html.element("h3", fmt::format("What happened to the device itself ({})", grouped(all)));
  html.open("table class=stack").headings({"When", "What", "By which clock"}).open("tbody");
  auto select = TRY(report.rows(fmt::format(
      "SELECT time, earliest, latest, clock, stored, text FROM (SELECT * FROM device_event ORDER BY "
      "kind IN ('service_start'), id DESC LIMIT {}) ORDER BY id",
      most_events)));
  while (TRY(select.step())) {
    html.open("tr").element("td", when(select)).open("td").evidence(select.text(5), 240).close();
    html.open("td class=note").text(clock_in_words(select.text(3)));
    if (!select.text(4).empty()) html.text(": ").evidence(select.text(4), 40);
    html.close().close();
  }
  html.close().close();
  if (all > most_events)
    html.element("p",
                 fmt::format("… and {} more: bridle device CASE lists all.", grouped(all - most_events)));
  return {};
}

}  // namespace

Result<> write_device(Report& report) {
  Html& html = report.html;
  html.open("section").element("h2", "The device");
  html.element(
      "p",
      "As the evidence itself names it. Compare the serial number with the phone in front of you before you "
      "rely on anything below.");
  html.open("dl");
  for (const Fact& fact : facts)
    if (auto value = report.device_fact(fact.key); !value.empty())
      html.evidence_entry(fact.words, value, 120);
  for (const auto& [key, value] : report.device)
    if (std::ranges::find(facts, key, &Fact::key) == std::end(facts)) html.evidence_entry(key, value, 120);
  html.close();
  if (report.device.empty()) html.element("p", "The evidence names no device.");
  TRY(write_events(report));
  if (report.device_fact("backup_encrypted") == "no")
    html.element(
        "p class=note",
        "The backup is not encrypted. Phones leave browsing history, call lists and other traces out of such "
        "backups: an encrypted backup shows more.");
  html.close();
  return {};
}

}  // namespace bridle
