#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

Result<> write_contact(const CaseStore&, const Row& row, Record& record) {
  record.json.object();
  for (std::string_view key : {"value", "first", "middle", "last", "organization"})
    row.put(record.json, key, key);
  record.json.end();
  return {};
}

Result<> write_entry(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "id", "item_id");
  for (std::string_view key :
       {"summary", "description", "all_day", "calendar_id", "organizer_id", "url", "external_id",
        "external_mod_tag", "unique_identifier", "hidden", "uuid", "action", "created_by_id",
        "participant_uuid", "participant_email", "participant_phone", "participant_comment"})
    row.put(json, key, key);
  std::string words = fmt::format("Summary: {} Description: {} Organizer: {}", row.text("summary"),
                                  row.text("description"), row.text("participant_email"));
  for (std::string_view key :
       {"start_date", "end_date", "last_modified", "creation_date", "participant_last_modified"}) {
    row.put_moment(json, key, key);
    record.event(row.moment(key), key, words);
  }
  json.end();
  return {};
}

}  // namespace

std::vector<Module> people_modules() {
  return {
      {"contacts", "Contacts", "ios_contacts", "t.kind <> 'person' AND t.value IS NOT NULL", write_contact},
      {"calendar", "Calendar", "ios_calendar", "", write_entry}};
}

}  // namespace bridle::mvt
