#include "testing/message_summary_builder.h"

#include "testing/plist_builder.h"
#include "testing/typedstream_builder.h"

namespace bridle::testing {

std::string write_message_summary(const MessageSummaryTemplate& summary) {
  PlistTree::Dictionary root{{"amc", 0}, {"ust", true}};
  if (!summary.edited.empty()) {
    PlistTree::Dictionary edited;
    PlistTree::Dictionary ranges;
    for (const auto& [part, versions] : summary.edited) {
      PlistTree::Array history;
      for (const auto& [seconds, text] : versions) {
        AttributedTemplate body = plain_text(text);
        body.is_mutable = false;
        history.push_back(PlistTree::Dictionary{{"d", seconds}, {"t", plist_data(write_typedstream(body))}});
      }
      int length = versions.empty() ? 0 : static_cast<int>(versions.front().text.size());
      ranges.emplace_back(std::to_string(part), PlistTree::Dictionary{{"lo", 0}, {"le", length}});
      edited.emplace_back(std::to_string(part), std::move(history));
    }
    root.emplace_back("ec", std::move(edited));
    root.emplace_back("otr", std::move(ranges));
  }
  if (!summary.retracted.empty()) {
    PlistTree::Array parts;
    for (int part : summary.retracted) parts.emplace_back(part);
    root.emplace_back("rp", std::move(parts));
  }
  return write_bplist(root);
}

}  // namespace bridle::testing
