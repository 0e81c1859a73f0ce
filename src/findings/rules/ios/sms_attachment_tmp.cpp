#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::sms_attachment_tmp {

extern const Rule rule;

namespace {

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("ios_sms_attachments", {"filename", "is_outgoing", "created"}))
    return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(
      "SELECT id, filename, created FROM ios_sms_attachments WHERE substr(filename, 1, 9) = '/var/tmp/' AND "
      "substr(filename, -2) = '-1' AND "
      "coalesce(is_outgoing, 0) = 0 ORDER BY id"));
  Finding finding = finding_of(rule);
  std::vector<std::string> names;
  while (TRY(select.step())) {
    add_record(finding, "ios_sms_attachments", select.integer(0), time_at(select, 2));
    names.push_back(fmt::format("\"{}\"", select.text(1)));
  }
  if (names.empty()) return std::vector<Finding>{};
  finding.statement =
      fmt::format("{} received {} in /var/tmp under a name that ends in -1: {}.", names.size(),
                  names.size() == 1 ? "attachment is recorded" : "attachments are recorded", listed(names));
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.sms_attachment_tmp",
    .title = "Received attachment in a temporary folder",
    .looks_at =
        "received attachments in ios_sms_attachments whose file name begins with /var/tmp/ and ends in -1",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Attachments are kept in Library/SMS/Attachments. A received one that is recorded in /var/tmp was "
        "left halfway; MVT reports this "
        "pattern as seen with attacks through iMessage.",
    .not_shown = "What the attachment held, whether it was processed, or that it did anything.",
    .innocent = "A download or a preview that broke off can leave such a record.",
    .check =
        "Look at the message that the attachment belongs to, its sender and its neighbours in time, and for "
        "crashes of "
        "IMTranscoderAgent and MessagesBlastDoorService in the minutes after it.",
    .references =
        "https://citizenlab.ca/2021/09/"
        "forcedentry-nso-group-imessage-zero-click-exploit-captured-in-the-wild/\n"
        "https://docs.mvt.re/en/latest/ios/records/",
    .versions = "iOS 12 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::sms_attachment_tmp
