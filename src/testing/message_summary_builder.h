#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bridle::testing {

/// `message_summary_info` of an edited or partly retracted message.
struct MessageSummaryTemplate {
  struct Version {
    double cocoa_seconds;
    std::string text;
  };
  struct Part {
    int part;
    std::vector<Version> versions;
  };
  std::vector<Part> edited;
  std::vector<int> retracted;
};

std::string write_message_summary(const MessageSummaryTemplate& summary);

}  // namespace bridle::testing
