#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bridle::testing {

/// Writes apps' packages (docs/formats/apk.md): honest ones, and such as are made to break readers.
class ApkBuilder {
 public:
  struct Lies {
    std::uint16_t flags = 0;
    int method = -1;         ///< in the directory, instead of 8
    int header_method = -1;  ///< in the local header, instead of that of the directory
  };
  ApkBuilder& member(std::string_view name, std::string_view content, bool deflated = true);
  ApkBuilder& member(std::string_view name, std::string_view content, bool deflated, Lies lies);
  /// A signer of a scheme of the signing block (v2, v3, v3.1), with keys that it had before.
  ApkBuilder& signer(std::uint32_t scheme, std::string_view certificate,
                     const std::vector<std::string>& former = {});
  /// A block with this content and any id.
  ApkBuilder& block(std::uint32_t id, std::string_view content);
  std::string write(std::string_view behind = "") const;

 private:
  std::string files_, directory_, pairs_;
  int count_ = 0;
};

constexpr std::uint32_t scheme_v2 = 0x7109871A, scheme_v3 = 0xF05368C0;

/// Certificates of our own making, in DER, and a PKCS#7 signature with the first of them.
std::string test_certificate();
std::string debug_certificate();
std::string test_signature();

}  // namespace bridle::testing
