#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "records/observable.h"

namespace bridle {

/// How much a finding would matter if it is what it looks like.
enum class Severity : std::uint8_t { informational, low, medium, high, critical };
constexpr std::string_view severity_names[] = {"informational", "low", "medium", "high", "critical"};
constexpr std::string_view name(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}

/// How sure it is that it is what it looks like. Apart from severity: a grave thing can be doubtful.
enum class Confidence : std::uint8_t { low, medium, high };
constexpr std::string_view confidence_names[] = {"low", "medium", "high"};
constexpr std::string_view name(Confidence confidence) {
  return confidence_names[static_cast<std::size_t>(confidence)];
}

/// A record of the case, by its table and its id there; with the match that led to it, 0 = none.
struct RecordReference {
  std::string table;
  std::int64_t record = 0;
  std::int64_t match = 0;
};

/// What an examiner must look at, and why. States what was observed, never what it means.
struct Finding {
  std::string_view rule;  ///< id of the rule that raised it
  Severity severity = Severity::informational;
  Confidence confidence = Confidence::medium;
  std::optional<Relation> relation;    ///< for findings that rest on indicators
  std::optional<Time> time;            ///< of the first event, by the device's clock, UTC
  std::string statement;               ///< one or two plain sentences: what stands where
  std::string not_shown;               ///< what it does not prove
  std::string innocent;                ///< the known innocent explanations
  std::vector<std::string> campaigns;  ///< every malware, campaign and actor that the indicators name, sorted
  std::string tlp;                     ///< the most restrictive marking among its indicators, "" = none
  std::vector<RecordReference> records;  ///< empty only when it rests on the description of the device
  /// What its reference is made of, with the places of its records, in the place of the statement: so that a
  /// statement can say more one day and be of the same finding. Empty: the statement.
  std::string identity;
  std::vector<std::int64_t> times;  ///< of its records, where they say; nanoseconds since 1970, UTC
  bool stands_alone = true;         ///< neither gives nor takes corroboration
  bool gives = true;                ///< corroborates others, when it does not stand alone
  std::int64_t suppression = 0;     ///< number of the suppression that sets it aside, 0 = none
};

}  // namespace bridle
