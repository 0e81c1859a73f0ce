#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle::testing {

/// Writes a payload file: content as it is, or under AES-256-CBC with a zero IV and PKCS#7 padding when `key`
/// is not empty. Faults: io.
Result<> write_payload(const std::string& to, std::string_view content, Bytes key);
/// The same from a file, streamed. Gives the size of the content.
Result<std::uint64_t> write_payload_from(const std::string& to, const std::string& from, Bytes key);

}  // namespace bridle::testing
