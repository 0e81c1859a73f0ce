#include "formats/crash_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "formats/json_elements.h"
#include "formats/json_list.h"

namespace bridle {
namespace {

struct Kind {
  std::string_view bug_type, name;
};
constexpr Kind kinds[] = {
    {"109", "crash"},        {"309", "crash"},        {"298", "jetsam"},        {"210", "panic"},
    {"288", "stackshot"},    {"509", "stackshot"},    {"385", "resource"},      {"185", "resource"},
    {"202", "cpu_resource"}, {"206", "cpu_resource"}, {"145", "disk_writes"},   {"142", "disk_writes"},
    {"308", "os_fault"},     {"211", "analytics"},    {"115", "reset_counter"}, {"151", "force_reset"},
    {"183", "ota_update"},   {"187", "sandbox"},      {"155", "network_usage"}, {"301", "log"},
    {"409", "watchdog"},     {"222", "hang"},         {"223", "hang"},          {"228", "hang"},
};

std::string member(simdjson::dom::element object, std::string_view key) {
  return crash_text(json_text(object, key).value_or(""));
}

// A head has a kind of report and one more of the members that every head has; a body since iOS 15 repeats
// the kind, but calls the incident by another name.
bool is_head(simdjson::dom::element object) {
  simdjson::dom::element ignored;
  return object["bug_type"].get(ignored) == simdjson::SUCCESS &&
         (object["incident_id"].get(ignored) == simdjson::SUCCESS ||
          object["timestamp"].get(ignored) == simdjson::SUCCESS);
}

std::optional<bool> truth(simdjson::dom::element object, std::string_view key) {
  bool truth = false;
  if (object[key].get(truth) == simdjson::SUCCESS) return truth;
  auto number = json_integer(object, key);
  return number ? std::optional(*number != 0) : std::nullopt;
}

CrashReport from_head(simdjson::dom::element head) {
  CrashReport report;
  report.bug_type = member(head, "bug_type");
  if (auto number = json_integer(head, "bug_type")) report.bug_type = std::to_string(*number);
  report.time = member(head, "timestamp");
  report.os_version = member(head, "os_version");
  report.incident = member(head, "incident_id");
  report.app_name = member(head, "app_name");
  report.process = member(head, "name");
  report.bundle_id = member(head, "bundleID");
  report.app_version = member(head, "app_version");
  report.build_version = member(head, "build_version");
  std::string slice = member(head, "slice_uuid");
  report.slice_uuid = canonical_uuid(slice).value_or(slice);
  report.is_first_party = truth(head, "is_first_party");
  return report;
}

class Reader {
 public:
  Reader(std::string_view text, std::int64_t first_line, const CrashReportVisitor& visit)
      : text_(text), rest_(text), first_line_(first_line), visit_(visit) {}

  Result<> read() {
    if (!trim(text_).starts_with('{')) return read_headless();
    while (true) {
      std::string_view ahead = trim(rest_);
      if (ahead.empty()) break;
      rest_.remove_prefix(static_cast<std::size_t>(ahead.data() - rest_.data()));
      if (!rest_.starts_with('{')) {  // text behind a head is its body, whatever stands in it
        read_text_body();
        break;
      }
      if (!read_object()) break;
    }
    give();
    if (!any_) return fail(Fault::unsupported, "no head of a report in this file");
    return {};
  }

 private:
  Result<> read_headless() {
    CrashReport report;
    read_crash_text(text_, report);
    report.line = first_line_;
    if (report.process.empty() && report.incident.empty() && report.exception.empty() &&
        report.image_count == 0)
      return fail(Fault::unsupported, "no report of a crash in this file");
    report.form = CrashReport::Form::text;
    visit_.report(report);
    return {};
  }

  // False when nothing more can be read.
  bool read_object() {
    JsonElements elements(rest_);
    auto element = elements.next();
    if (!element) return false;
    std::int64_t line = line_of(rest_);
    std::string_view object = element->text;
    rest_.remove_prefix(std::min(rest_.size(), object.size()));
    if (element->cut_off) {
      visit_.skip(line, {Fault::truncated, "the report ends inside its body"});
      return false;
    }
    if (has_body_ && !object.contains("\"bug_type\"")) {  // the lines of a journal
      ++parts_;
      return true;
    }
    simdjson::dom::element value;
    if (parser_.parse(with_plain_numbers(as_utf8(object))).get(value) != simdjson::SUCCESS ||
        !value.is_object()) {
      visit_.skip(line, {Fault::malformed, "a part of the report that is no JSON"});
      return true;
    }
    if (is_head(value)) return begin(value, line);
    if (!open_) {
      visit_.skip(line, {Fault::unsupported, "JSON that is no head of a report"});
      return true;
    }
    if (has_body_) {
      ++parts_;
      return true;
    }
    has_body_ = true;
    report_.form = CrashReport::Form::json;
    // The journal of analytics names no process in its lines; it is counted only.
    if (report_.bug_type != "211") {
      if (auto read = read_crash_json(object, report_); !read) visit_.skip(line, read.error());
    }
    return true;
  }

  bool begin(simdjson::dom::element head, std::int64_t line) {
    give();
    if (given_ == most_crash_reports) {
      visit_.skip(line, {Fault::limit, "more reports in one file than are read"});
      return false;
    }
    report_ = from_head(head);
    report_.line = line;
    open_ = true;
    has_body_ = false;
    parts_ = 0;
    return true;
  }

  void read_text_body() {
    if (!open_) {
      visit_.skip(line_of(rest_), {Fault::unsupported, "text that belongs to no report"});
      return;
    }
    if (has_body_) {
      ++parts_;
      return;
    }
    report_.form = CrashReport::Form::text;
    read_crash_text(rest_, report_);
  }

  void give() {
    if (!open_) return;
    if (parts_ > 0)
      report_.notes.push_back(fmt::format("parts behind the body of a report, counted only: {}", parts_));
    visit_.report(report_);
    any_ = true;
    ++given_;
    open_ = false;
  }

  std::string as_utf8(std::string_view object) const {
    return is_utf8(object) ? std::string(object) : to_utf8_lossy(object);
  }

  std::int64_t line_of(std::string_view rest) {
    auto at = static_cast<std::size_t>(rest.data() - text_.data());
    lines_ += std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                         text_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    counted_ = at;
    return first_line_ + lines_;
  }

  std::string_view text_, rest_;
  std::int64_t first_line_, lines_ = 0;
  std::size_t counted_ = 0;  // of the text, for `lines_`
  const CrashReportVisitor& visit_;
  simdjson::dom::parser parser_;
  CrashReport report_;
  bool open_ = false, has_body_ = false, any_ = false;
  std::int64_t parts_ = 0;
  std::size_t given_ = 0;
};

}  // namespace

std::string_view crash_report_kind(std::string_view bug_type) {
  auto found = std::ranges::find(kinds, bug_type, &Kind::bug_type);
  return found == std::end(kinds) ? "other" : found->name;
}

std::string crash_text(std::string_view text) {
  return std::string(text.substr(0, most_crash_text));
}

Result<> read_crash_reports(std::string_view text, std::int64_t first_line, const CrashReportVisitor& visit) {
  return Reader(text, first_line, visit).read();
}

}  // namespace bridle
