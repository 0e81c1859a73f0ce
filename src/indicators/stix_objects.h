#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "indicators/indicator.h"
#include "indicators/text_store.h"

namespace bridle {

/// What few indicators have.
struct StixDetails {
  std::vector<std::string> markings;  ///< ids, those of single properties too
  std::vector<std::string> references;
  std::vector<std::string> notes, collisions;
  std::vector<Origin> origins;            ///< where a pack says that it was published before
  std::vector<Attribution> attributions;  ///< that stand beside the value; those of STIX are in the graph
};

/// An indicator as published. There may be millions. Borrows: the StixContent that holds it.
struct StixIndicator {
  StixId id = 0;
  std::string_view pattern, pattern_type;
  /// Set when another format published a plain value: `pattern` is the value, of this type.
  std::optional<IndicatorType> plain;
  std::optional<Time> modified, valid_from, valid_until;
  std::optional<int> confidence;
  bool revoked = false;
  bool has_pattern = false;
  Tlp tlp = Tlp::none;                ///< from labels
  Platform platform = Platform::any;  ///< from labels
  bool valid_from_published = false;  ///< see Indicator
  bool directory = false;             ///< of a plain value: see Indicator
  IndicatorClass threat = IndicatorClass::generic;
  std::string_view withdrawn;        ///< see Indicator
  std::uint32_t file = 0;            ///< index of its FileReport
  std::string_view what = "object";  ///< what its file consists of, a literal
  std::uint64_t place = 0;           ///< number of the object in its file, from 1

  const StixDetails& details() const {
    static const StixDetails none;
    return details_ ? *details_ : none;
  }
  StixDetails& add_details() {
    if (!details_) details_ = std::make_unique<StixDetails>();
    return *details_;
  }

 private:
  std::unique_ptr<StixDetails> details_;
};

/// What versioned objects have in common.
struct StixVersion {
  StixId id = 0;
  std::optional<Time> modified;
  bool revoked = false;
  Tlp tlp = Tlp::none;                ///< from labels
  std::vector<std::string> markings;  ///< ids, those of single properties too
};

/// An object that an indicator can be attributed to.
struct StixNode : StixVersion {
  std::string name;
  AttributionKind kind = AttributionKind::malware;
  std::vector<StixId> members;  ///< object_refs of a report or grouping
  std::vector<std::string> references;
};

struct StixRelationship : StixVersion {
  std::string_view type;
  StixId source = 0, target = 0;
};

struct StixMarking {
  std::string id;
  Tlp tlp;
};

/// What indicator files hold that matters here. There may be millions of indicators and relationships, so
/// that their ids are numbers and their texts share blocks.
struct StixContent {
  StixIds ids;
  TextStore texts;
  std::vector<StixIndicator> indicators;
  std::vector<StixNode> nodes;
  std::vector<StixRelationship> relationships;
  std::vector<StixMarking> markings;
};

/// The TLP of marking definitions by their ids: the fixed ones, and those that files define.
class StixMarkings {
 public:
  /// Borrows: `content`, for as long as this is used.
  explicit StixMarkings(const StixContent& content);
  /// The most restrictive of an object's labels and markings.
  Tlp of(Tlp labels, const std::vector<std::string>& ids) const;

 private:
  std::unordered_map<std::string_view, Tlp> defined_;
};

/// Finds the objects of a bundle, envelope, list or single object without building a tree, so that a broken
/// object costs only itself and memory follows the largest object, not the file. `visit` gets each one's
/// text, which may still be malformed. Borrows: `json`. Faults: truncated (the file ends inside), malformed
/// (no list of objects, or a break between two).
Result<> for_each_stix_object(std::string_view json, const std::function<void(std::string_view)>& visit);

/// Reads single objects. Keeps its buffers from one to the next.
class StixReader {
 public:
  StixReader();
  ~StixReader();
  /// What kind of object was read. Properties of a wrong type are as good as absent.
  enum class Seen { indicator, other };
  /// Faults: malformed (no JSON object), with the library's reason.
  Result<Seen> read(std::string_view json, StixContent& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The level that a marking definition's id or a "tlp:…" label stands for; none when it is neither.
Tlp tlp_of_marking_id(std::string_view id);
Tlp tlp_of_label(std::string_view label);

}  // namespace bridle
