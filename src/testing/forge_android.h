#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "testing/dump_builder.h"

namespace bridle::testing {

/// Evidence of a made-up Android phone.
struct AndroidTemplate {
  enum class Kind { bugreport, androidqf, backup } kind = Kind::bugreport;
  std::uint64_t megabytes = 20;  ///< of text, or of a backup's content
  Packing packing = Packing::zip;
  std::string leading;        ///< "" or a folder that everything stands in, with its slash
  std::string password;       ///< of a backup, also the one in a collection; empty = not encrypted
  bool for_identity = false;  ///< a collection is encrypted for `age_test_identity`
  std::uint64_t seed = 1;
};
/// "bugreport", "androidqf", "ab". Faults: absent.
Result<AndroidTemplate::Kind> android_kind(std::string_view name);

/// Writes the evidence with planted traces of the made-up spyware, and things that only resemble them; in
/// `folder`: evidence (or evidence.zip, .ab, .zip.age), indicators.stix2, answers.json, and identity.txt. The
/// same seed gives the same bytes. Faults: io.
Result<> forge_android(const std::string& folder, const AndroidTemplate& as);

/// The text of its bug report.
std::string forge_bugreport_text(std::uint64_t bytes, std::uint64_t seed);

}  // namespace bridle::testing
