#pragma once

#include <string>
#include <string_view>

#include "indicators/stix_objects.h"

namespace bridle {

/// Most remarks of one kind that a file's report lists one by one.
constexpr std::size_t remark_limit = 100'000;

/// Lists a remark, or counts it once there are too many.
void add_remark(FileReport& report, std::vector<LoadRemark>& list, LoadRemark remark);
/// `text` cut to the 300 bytes that remarks show, as valid UTF-8.
std::string shown_pattern(std::string_view text);

/// Where the readers of other formats than STIX put what one file publishes: plain values, each with its
/// type. From there on they fare like STIX indicators. Borrows: both, for as long as it is used.
class PublishedValues {
 public:
  PublishedValues(StixContent& content, FileReport& report, std::uint32_t file)
      : content_(&content), report_(&report), file_(file) {}

  /// Starts a new item of the file; remarks without an id name it ("line 17").
  void item(std::string_view what, std::uint64_t number);
  /// One value of the current item. `id` may be empty. Borrows: this content, until the next call.
  StixIndicator& add(IndicatorType type, std::string_view value, std::string_view id = {});
  /// A STIX pattern that another format carries.
  StixIndicator& add_pattern(std::string_view pattern, std::string_view id = {});
  void reject(std::string_view value, std::string reason);
  void not_evaluated(std::string_view value, std::string reason);
  /// Texts that live as long as the values.
  TextStore& texts() { return content_->texts; }

 private:
  StixIndicator& next(std::string_view value, std::string_view id);
  StixContent* content_;
  FileReport* report_;
  std::uint32_t file_;
  std::string_view what_ = "item";
  std::uint64_t number_ = 0;
};

/// The type that a short name in a CSV column or a list stands for: "domain", "ip", "sha-256", "package
/// name", …; our own names of types are among them. Nothing when it is none.
std::optional<IndicatorType> type_of_word(std::string_view word);
/// IPv4 or IPv6, by the colons in it.
IndicatorType address_type(std::string_view value);
/// File name or file path, by the slashes in it.
IndicatorType path_type(std::string_view value);
/// What kind of value this text is, by its look alone: URL, address, network, hash, e-mail address, path,
/// reverse app id, host. Nothing for bare words and for text with blanks.
std::optional<IndicatorType> type_by_look(std::string_view value);

}  // namespace bridle
