#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "patterns/pattern.h"
#include "records/observable.h"

namespace bridle {

/// What an indicator is about.
enum class IndicatorType : std::uint8_t {
  domain,
  ipv4,  ///< an address or a network
  ipv6,  ///< an address or a network
  url,
  process_name,
  email,
  file_name,  ///< last component of a path
  file_path,  ///< a file or directory; relative ones are suffixes
  md5,
  sha1,
  sha256,
  certificate_md5,
  certificate_sha1,
  certificate_sha256,
  app_id,
  profile_id,
  android_property,
};
constexpr std::size_t indicator_type_count = static_cast<std::size_t>(IndicatorType::android_property) + 1;

/// The lower-case name of a type, as it stands in reports.
constexpr std::string_view name(IndicatorType type) {
  constexpr std::string_view names[] = {"domain",
                                        "ipv4",
                                        "ipv6",
                                        "url",
                                        "process_name",
                                        "email",
                                        "file_name",
                                        "file_path",
                                        "md5",
                                        "sha1",
                                        "sha256",
                                        "certificate_md5",
                                        "certificate_sha1",
                                        "certificate_sha256",
                                        "app_id",
                                        "profile_id",
                                        "android_property"};
  return names[static_cast<std::size_t>(type)];
}

/// Traffic light protocol, from least to most restrictive; TLP 1 WHITE is `clear`.
enum class Tlp : std::uint8_t { none, clear, green, amber, amber_strict, red };

constexpr std::string_view name(Tlp tlp) {
  constexpr std::string_view names[] = {"none", "clear", "green", "amber", "amber+strict", "red"};
  return names[static_cast<std::size_t>(tlp)];
}

/// What an attribution names, by STIX object type.
enum class AttributionKind : std::uint8_t {
  malware,
  campaign,
  intrusion_set,
  threat_actor,
  tool,
  report,
  grouping,
  infrastructure,
};

constexpr std::string_view name(AttributionKind kind) {
  constexpr std::string_view names[] = {"malware", "campaign", "intrusion-set", "threat-actor",
                                        "tool",    "report",   "grouping",      "infrastructure"};
  return names[static_cast<std::size_t>(kind)];
}

/// What an indicator was published about. What nobody states is weighed like the gravest: silence is not
/// mildness.
enum class IndicatorClass : std::uint8_t { mercenary_spyware, generic, stalkerware, forensic_tool, phishing };
constexpr std::size_t indicator_class_count = 5;
constexpr std::string_view indicator_class_names[] = {"mercenary spyware", "generic", "stalkerware",
                                                      "forensic tool", "phishing"};
constexpr std::string_view name(IndicatorClass about) {
  return indicator_class_names[static_cast<std::size_t>(about)];
}

/// To what or whom a publisher attributes an indicator.
struct Attribution {
  AttributionKind kind;
  std::string name;  ///< as published; the STIX id where the publisher gives no name
  std::string id;
  auto operator<=>(const Attribution&) const = default;
};

/// A file of indicators. All that came from it share this one: there may be a million of them.
struct SourceFile {
  std::string name;    ///< base name
  std::string sha256;  ///< 64 lower-case hexadecimal digits
};

/// Where an indicator was published.
struct Origin {
  std::string id;           ///< STIX id; may be empty when the publisher gave none
  std::string file;         ///< base name
  std::string file_sha256;  ///< 64 lower-case hexadecimal digits
  auto operator<=>(const Origin&) const = default;
};

/// One published value. Equal values of several publications are one indicator: it keeps all attributions and
/// origins, the most restrictive TLP and the union of the validity windows.
struct Indicator {
  std::string id;
  IndicatorType type = IndicatorType::domain;
  std::string value;             ///< as published, escapes decoded
  std::string normalised;        ///< what is compared: folded, canonical; for networks "address/bits"
  std::uint8_t prefix_bits = 0;  ///< ipv4: 1 to 32, ipv6: 1 to 128; else 0
  bool directory = false;        ///< file_path: "and everything below"; url: a prefix of the path
  bool shared_suffix = false;    ///< domain: strangers share it, so it says nothing about names below it
  bool registrable = false;      ///< domain: somebody registered just this name
  bool host_too = false;         ///< url: published as a domain, so that its host alone says something too
  Platform platform = Platform::any;
  std::shared_ptr<const SourceFile>
      source;                ///< the first that published it; nothing only before it was loaded
  std::vector<Origin> also;  ///< further publications of the same value, in load order; 100 at most
  std::vector<Attribution> attributions;  ///< sorted, without doubles
  std::optional<Time> valid_from;         ///< when the infrastructure was bad: compare with event times
  std::optional<Time> valid_until;
  bool valid_from_published =
      false;              ///< valid_from is but when it was published: earlier events are no surprise
  bool revoked = false;   ///< withdrawn: kept for the report, never matched
  std::string withdrawn;  ///< YYYY-MM-DD since when its source lacks it, as a pack says; else empty
  IndicatorClass threat = IndicatorClass::generic;
  std::optional<int> confidence;  ///< 0 to 100
  Tlp tlp = Tlp::none;
  std::vector<std::string> references;  ///< URLs, sorted, without doubles
  std::vector<std::string> collisions;  ///< harmless things known to have this value too, a clause each
  std::vector<std::string> notes;       ///< what loading corrected or doubts, for the examiner

  /// Name and digest of `source`; empty where there is none.
  std::string_view source_file() const {
    return source ? std::string_view(source->name) : std::string_view();
  }
  std::string_view source_sha256() const {
    return source ? std::string_view(source->sha256) : std::string_view();
  }
};

/// A published pattern, or one of the alternatives that it joins by OR, that is a condition and no value: it
/// is evaluated over the records of a case.
struct PatternIndicator {
  Indicator about;  ///< value: the pattern as published, cut to 300 bytes; type and normalised mean nothing
  Pattern condition;
  std::string pattern;  ///< as published, whole
};

/// Something that was not taken as it stands, and why.
struct LoadRemark {
  std::string id;       ///< STIX id, or the place in the file ("object 17") where there is none
  std::string pattern;  ///< as published, cut to 300 bytes; empty where there is none
  std::string reason;
};

/// What became of one indicator file. Every indicator object is accounted for: each of its values is
/// accepted, a duplicate, not evaluated or rejected, or the whole object is an older version of another.
struct FileReport {
  std::string name;
  std::string sha256;
  std::uint64_t bytes = 0;
  std::string error;  ///< empty, or why the file or its tail could not be read
  std::uint64_t objects = 0;
  std::uint64_t indicators = 0;  ///< objects of type indicator; of other formats, values meant to be matched
  std::uint64_t accepted = 0;    ///< values and conditions taken, revoked ones included
  std::uint64_t duplicates = 0;  ///< values that an earlier publication holds already
  std::uint64_t superseded = 0;  ///< indicator objects of which a newer version was loaded
  std::uint64_t revoked = 0;     ///< values that are withdrawn
  std::vector<LoadRemark> retyped;        ///< taken, as another type than the pattern says
  std::vector<LoadRemark> not_evaluated;  ///< well formed, beyond what is evaluated
  std::vector<LoadRemark> rejected;       ///< broken, or can never match
  std::vector<LoadRemark> lint;  ///< what its publisher should look at; the reason begins with the lint's id
  std::uint64_t unlisted = 0;    ///< remarks that were counted here only, after 100,000 of their kind
};

/// What became of every file, in load order.
struct LoadReport {
  std::vector<FileReport> files;
  std::vector<std::string>
      left_out;  ///< names of lists in a folder that also holds structured files; not loaded
  std::uint64_t accepted = 0, duplicates = 0, superseded = 0, revoked = 0, retyped = 0, not_evaluated = 0,
                rejected = 0;
};

/// Loaded indicators and conditions, in load order, and how they came to be.
struct IndicatorSet {
  std::vector<Indicator> indicators;
  std::vector<PatternIndicator> patterns;
  LoadReport report;
};

}  // namespace bridle
