#include <fmt/format.h>

#include <algorithm>

#include "report/mvt_android.h"

namespace bridle::mvt {
namespace {

Result<> write_file(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  for (std::string_view column : {"path", "size", "mode", "user_id"}) row.put(json, column, column);
  json.member("user_name", row.text("user_name"));
  row.put(json, "group_id", "group_id");
  json.member("group_name", row.text("group_name"));
  row.put_moment(json, "changed_time", "changed");
  row.put_moment(json, "modified_time", "modified");
  row.put_moment(json, "access_time", "accessed");
  for (std::string_view column : {"error", "context", "sha1", "sha256", "sha512", "md5"})
    json.member(column, row.text(column));
  json.end();
  std::string modified = row.moment("modified"), accessed = row.moment("accessed"),
              changed = row.moment("changed");
  std::string words(row.text("path"));
  if (!row.is_null("context")) words += fmt::format(" ({})", row.text("context"));
  std::vector<std::string> told;
  for (const std::string& time : {modified, accessed, changed}) {
    if (std::ranges::find(told, time) != told.end()) continue;
    told.push_back(time);
    record.event(time,
                 fmt::format("{}{}{}-", time == modified ? 'M' : '-', time == accessed ? 'A' : '-',
                             time == changed ? 'C' : '-'),
                 words);
  }
  return {};
}

Result<> write_copy(const CaseStore&, const Row& row, Record& record) {
  std::string path(row.text("stored_path"));
  path.erase(0, path.find('/') + 1);
  bool is_phones = !row.is_null("modified_local");
  std::string time = is_phones ? local_moment(row, "modified_local") : row.moment("copied");
  record.json.object().member("path", path).member("modified_time", time).end();
  record.event(time, "M---", path);
  return {};
}

}  // namespace

std::vector<Module> android_file_modules() {
  return {
      {"aqf_files", "AQFFiles", "android_files", "", write_file},
      {"aqf_log_timestamps", "AQFLogTimestamps", "android_file_times",
       "t.stored_path LIKE 'androidqf/logs/%'", write_copy},
      {"bugreport_timestamps", "BugReportTimestamps", "android_file_times",
       "t.stored_path LIKE 'bugreport/FS/%'", write_copy},
  };
}

}  // namespace bridle::mvt
