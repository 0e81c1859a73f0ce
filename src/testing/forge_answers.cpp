#include <fmt/format.h>

#include "base/json.h"
#include "testing/forge_parts.h"

namespace bridle::testing {
namespace {

struct Planted {
  std::string_view pattern_path, value, type;
};
constexpr Planted planted[] = {
    {"domain-name:value", stheno::host, "domain"},
    {"domain-name:value", stheno::second_host, "domain"},
    {"process:name", stheno::process, "process_name"},
    {"process:name", stheno::long_process, "process_name"},
    {"email-addr:value", stheno::email, "email"},
    {"file:path", stheno::file_path, "file_path"},
    {"file:name", stheno::file_name, "file_name"},
    {"configuration-profile:id", stheno::profile, "profile_id"},
    {"app:id", stheno::app, "app_id"},
};

// Which table must hold a match of which indicator, and with which relation.
struct Expected {
  std::string_view table, value, relation;
  int least;
};
constexpr Expected expected[] = {
    {"ios_sms", stheno::host, "received", 3},
    {"ios_safari_history", stheno::host, "visited", 1},
    {"ios_safari_history", stheno::second_host, "visited", 1},
    {"ios_whatsapp_messages", stheno::host, "received", 1},
    {"ios_data_usage", stheno::process, "executed", 1},
    {"ios_data_usage", stheno::long_process, "executed", 1},
    {"ios_manifest", stheno::file_path, "on disk", 1},
    {"ios_manifest", stheno::file_name, "on disk", 1},
    {"ios_configuration_profiles", stheno::profile, "installed", 1},
    {"ios_calendar_participants", stheno::email, "", 1},
    {"ios_tcc", stheno::app, "installed", 1},
    {"ios_backup_info", stheno::app, "installed", 1},
};

// The same for an Android phone: which of "bugreport", "androidqf", "ab" (b, q, a) hold it.
struct ExpectedOfAndroid {
  std::string_view kinds, table, value;
};
constexpr ExpectedOfAndroid expected_of_android[] = {
    {"bq", "android_packages", stheno::app},      {"bq", "android_processes", stheno::process},
    {"bq", "android_accessibility", stheno::app}, {"bq", "android_tombstones", stheno::process},
    {"q", "android_apks", stheno::app},           {"q", "android_dns_events", stheno::host},
    {"qa", "android_sms", stheno::host},
};

// Values that no match may ever carry.
constexpr std::string_view look_alikes[] = {
    "news-alert.example.org.phish.example.com",
    "xnews-alert.example.org",
    "wnews-alert.example.org",
    "example.com/search?q=",
    "example.org/news-alert.example.org",
    "stheno-agentdx",
    "operator.one@example.com.au",
    "notoperator.one@example.com",
    ".stheno2",
    "xstheno_payload.dylib",
    "Stheno_Payload.dylib",
    "news-alert.example.org_0.JPG",
};

}  // namespace

std::string stheno_indicators() {
  constexpr std::string_view stamp = "2026-01-15T00:00:00.000Z";
  JsonWriter json;
  json.object()
      .member("type", "bundle")
      .member("id", "bundle--f09d0000-0000-4000-8000-000000000000")
      .key("objects")
      .array();
  auto begin = [&](std::string_view type, std::string_view id) -> JsonWriter& {
    return json.object()
        .member("type", type)
        .member("spec_version", "2.1")
        .member("id", id)
        .member("created", stamp)
        .member("modified", stamp);
  };
  begin("malware", "malware--f09d0000-0000-4000-8000-000000000001")
      .member("name", "Stheno")
      .member("is_family", true)
      .end();
  begin("campaign", "campaign--f09d0000-0000-4000-8000-000000000002").member("name", "Gorgon 2022").end();
  begin("relationship", "relationship--f09d0000-0000-4000-8000-000000000003")
      .member("relationship_type", "uses")
      .member("source_ref", "campaign--f09d0000-0000-4000-8000-000000000002")
      .member("target_ref", "malware--f09d0000-0000-4000-8000-000000000001")
      .end();
  int number = 0;
  for (const Planted& p : planted) {
    std::string id = fmt::format("indicator--f09d0000-0000-4000-8000-0000000001{:02}", ++number);
    begin("indicator", id)
        .member("pattern_type", "stix")
        .member("pattern", fmt::format("[{}='{}']", p.pattern_path, p.value))
        .member("valid_from", stamp)
        .end();
    begin("relationship", fmt::format("relationship--f09d0000-0000-4000-8000-0000000002{:02}", number))
        .member("relationship_type", "indicates")
        .member("source_ref", id)
        .member("target_ref", "malware--f09d0000-0000-4000-8000-000000000001")
        .end();
  }
  json.end().end();
  return json.take();
}

std::string stheno_answers(std::string_view files) {
  JsonWriter json;
  json.object().member("format", "bridle answers 1").key("must_match").array();
  for (const Expected& e : expected) {
    if (e.table == "ios_backup_info" && files != "ios_manifest") continue;  // a dump has no Info.plist
    json.object()
        .member("table", e.table == "ios_manifest" ? files : e.table)
        .member("indicator", e.value)
        .member("relation", e.relation)
        .member("least", e.least)
        .end();
  }
  json.end().key("must_not_match").array();
  for (std::string_view value : look_alikes) json.value(value);
  json.end().end();
  return json.take();
}

std::string stheno_android_answers(std::string_view kind) {
  char letter = kind == "bugreport" ? 'b' : kind == "androidqf" ? 'q' : 'a';
  JsonWriter json;
  json.object().member("format", "bridle answers 1").key("must_match").array();
  for (const ExpectedOfAndroid& e : expected_of_android)
    if (e.kinds.find(letter) != std::string_view::npos)
      json.object()
          .member("table", e.table)
          .member("indicator", e.value)
          .member("relation", "")
          .member("least", 1)
          .end();
  json.end().key("must_not_match").array();
  json.value(fmt::format("{}2", stheno::app)).value(fmt::format("{}x", stheno::process));
  json.end().end();
  return json.take();
}

}  // namespace bridle::testing
