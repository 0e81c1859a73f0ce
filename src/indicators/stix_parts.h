#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/in_order.h"
#include "indicators/indicator.h"
#include "indicators/stix_objects.h"

namespace bridle {

/// What a stretch of a file holds: ids and texts are its own, files and places not filled in yet.
struct StixPart {
  StixContent content;
  std::uint64_t bytes = 0;
  std::uint64_t objects = 0;
  std::vector<std::pair<std::uint64_t, std::string>> rejected;  ///< number in the part, from 1, and why
};

/// Reads the objects of one file on as many threads as there are processors, and puts what they hold together
/// in the order of the file: the content is the same whatever the threads do.
class StixParts {
 public:
  /// Borrows: both, until finish(). `file` is the number of the report, which tells how long the file is.
  StixParts(StixContent& content, FileReport& report, std::uint32_t file);
  /// Borrows: `object`, until finish().
  void add(std::string_view object);
  void finish();

 private:
  void begin(bool here);
  void take_oldest();

  StixContent* content_;
  FileReport* report_;
  std::uint32_t file_;
  std::vector<std::string_view> objects_;  // of the part that is being gathered
  std::size_t bytes_ = 0;
  InOrder<StixPart> running_;
};

}  // namespace bridle
