#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "cases/case_store.h"

namespace bridle::mvt {

/// A record of the case, its columns by name. A column that the table does not have reads as NULL, so that a
/// case of an older program can be exported too.
class Row {
 public:
  explicit Row(const Statement& statement);
  bool is_null(std::string_view column) const;
  /// "" for NULL. Borrows: until the next step.
  std::string_view text(std::string_view column) const;
  std::optional<std::int64_t> integer(std::string_view column) const;
  std::optional<Time> time(std::string_view column) const;
  /// "2023-11-14 22:13:20.000000", or "" for NULL.
  std::string moment(std::string_view column) const;
  /// As a value of the column's own type, null for NULL.
  void put(JsonWriter& json, std::string_view key, std::string_view column) const;
  void put_moment(JsonWriter& json, std::string_view key, std::string_view column) const;
  /// Seconds since 2001, as Apple's databases store a moment; null for NULL.
  void put_cocoa(JsonWriter& json, std::string_view key, std::string_view column) const;
  /// JSON that an extractor stored; text that is none stands as text.
  void put_json(JsonWriter& json, std::string_view key, std::string_view column) const;
  /// The members of a JSON object as members of the record.
  void put_members(JsonWriter& json, std::string_view column) const;
  /// The texts of a JSON array.
  std::vector<std::string> list(std::string_view column) const;

 private:
  std::optional<int> find(std::string_view column) const;
  const Statement* statement_;
  std::map<std::string, int, std::less<>> columns_;
};

/// One line of timeline.csv.
struct Event {
  std::string time, kind, data;
};

/// What a module makes of one record.
struct Record {
  JsonWriter json{false};
  std::vector<Event> events;
  std::vector<std::string> urls;
  std::string url_time;

  /// An event, when it has a time.
  void event(std::string time, std::string_view kind, std::string data) {
    if (!time.empty()) events.push_back({std::move(time), std::string(kind), std::move(data)});
  }
};

/// A table of ours and what MVT's module of the same matter makes of its rows.
struct Module {
  std::string_view slug;    ///< name of the file
  std::string_view plugin;  ///< name in timeline.csv
  std::string_view table;
  std::string_view where;  ///< which rows, as SQL over `t`; "" = all
  /// Writes one object into `record.json`; nothing written = no record (events may stand all the same).
  Result<> (*write)(const CaseStore& store, const Row& row, Record& record);
  std::string_view order = "t.id";  ///< SQL over `t`
  bool as_members = false;          ///< the file is one object, made of the members of all records
};

/// The links that were mined from the record stand in the column `mvt_links`, as a JSON array.
constexpr std::string_view links_column = "mvt_links";

/// One per table, tables of one slug beside each other.
std::vector<Module> modules();

// The groups that modules() puts together.
std::vector<Module> system_modules();
std::vector<Module> message_modules();
std::vector<Module> whatsapp_modules();
std::vector<Module> browsing_modules();
std::vector<Module> configuration_modules();
std::vector<Module> people_modules();
std::vector<Module> web_modules();
std::vector<Module> webkit_modules();
std::vector<Module> storage_modules();
std::vector<Module> interaction_modules();
std::vector<Module> program_modules();
std::vector<Module> app_modules();
std::vector<Module> android_app_modules();
std::vector<Module> android_system_modules();
std::vector<Module> android_event_modules();
std::vector<Module> android_file_modules();

/// backup_info.json is one object made of all rows of its table. "" when there are none.
Result<std::string> backup_info(const CaseStore& store);

}  // namespace bridle::mvt
