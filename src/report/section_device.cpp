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
  if (report.device_fact("backup_encrypted") == "no")
    html.element(
        "p class=note",
        "The backup is not encrypted. Phones leave browsing history, call lists and other traces out of such "
        "backups: an encrypted backup shows more.");
  html.close();
  return {};
}

}  // namespace bridle
