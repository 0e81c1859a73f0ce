#include "formats/message_summary.h"

#include "base/text.h"
#include "formats/bplist.h"
#include "formats/plist.h"

namespace bridle {
namespace {

/// COCOA seconds with a fraction; in case it is ever stored like the message's own times, nanoseconds.
std::optional<Time> moment(PlistValue value) {
  if (auto time = value.date()) return time;
  if (auto whole = value.integer()) return time_or_nothing(time_from_cocoa_seconds_or_ns(*whole));
  if (auto seconds = value.real()) return time_or_nothing(time_from_cocoa_seconds(*seconds));
  return std::nullopt;
}

MessageSummary::Version read_version(PlistValue stored) {
  MessageSummary::Version version;
  version.time = moment(stored["d"]);
  auto blob = stored["t"].data();
  auto text =
      blob ? read_attributed_text(*blob) : Result<AttributedText>(fail(Fault::absent, "edit has no text"));
  if (text)
    version.text = std::move(*text);
  else
    version.fault = text.error();
  return version;
}

}  // namespace

Result<MessageSummary> read_message_summary(Bytes bytes) {
  // An XML list would own its data, and the result could not borrow it.
  if (!is_bplist(bytes)) return fail(Fault::unsupported, "message summary is no binary property list");
  Plist plist = TRY(Plist::parse(bytes));
  PlistValue root = plist.root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "message summary is no dictionary");
  MessageSummary summary;
  PlistValue edited = root["ec"];
  for (std::size_t i = 0; i < edited.size(); ++i) {
    auto part = parse_integer(edited.key(i));
    if (!part) continue;  // parts are numbered; what is not is no part
    MessageSummary::EditedPart history{.part = *part, .versions = {}};
    PlistValue versions = edited.at(i);
    for (std::size_t j = 0; j < versions.size(); ++j)
      history.versions.push_back(read_version(versions.at(j)));
    summary.edited.push_back(std::move(history));
  }
  PlistValue retracted = root["rp"];
  for (std::size_t i = 0; i < retracted.size(); ++i)
    if (auto part = retracted.at(i).integer()) summary.retracted.push_back(*part);
  PlistValue ranges = root["otr"];
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    auto part = parse_integer(ranges.key(i));
    auto location = ranges.at(i)["lo"].integer();
    auto length = ranges.at(i)["le"].integer();
    if (part && location && length) summary.original_ranges.push_back({*part, *location, *length});
  }
  return summary;
}

}  // namespace bridle
