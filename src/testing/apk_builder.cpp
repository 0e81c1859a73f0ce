#include "testing/apk_builder.h"

#include <zlib.h>

#include "base/bytes.h"
#include "testing/deflate.h"

namespace bridle::testing {
namespace {

// Made with openssl for these tests; their keys are gone.
constexpr std::string_view certificate_hex =
    "308201a030820147a00302010202021234300a06082a8648ce3d040302302f311b301906035504030c12427269646c65"
    "2074657374207369676e65723110300e060355040a0c074d616465207570301e170d3236313132343136333830305a17"
    "0d3336313132313136333830305a302f311b301906035504030c12427269646c652074657374207369676e6572311030"
    "0e060355040a0c074d6164652075703059301306072a8648ce3d020106082a8648ce3d0301070342000423f9047d865c"
    "8065eeec56244fce63c4b0c6c9e6d98f5c2686f9e41b896a409bce2472d865194256fd9475c85b2eff403bffaeebe184"
    "a94e4c3b0d3d68b625d0a3533051301d0603551d0e041604144c9a7bb6f622ae38fc1d9f5bd48436ccf9514e4c301f06"
    "03551d230418301680144c9a7bb6f622ae38fc1d9f5bd48436ccf9514e4c300f0603551d130101ff040530030101ff30"
    "0a06082a8648ce3d04030203470030440220248449862d7649d062a7d7359de84df769892e56194a12d689e16710b200"
    "0b4a02207c0b2c4db5e88eb129a79cc3b1a71db1dd4e29b6b9a80b9ad7095180969ac6b4";
constexpr std::string_view debug_hex =
    "308201af30820156a003020102020101300a06082a8648ce3d04030230373116301406035504030c0d416e64726f6964"
    "2044656275673110300e060355040a0c07416e64726f6964310b3009060355040613025553301e170d32363131323431"
    "36333830305a170d3336313132313136333830305a30373116301406035504030c0d416e64726f696420446562756731"
    "10300e060355040a0c07416e64726f6964310b30090603550406130255533059301306072a8648ce3d020106082a8648"
    "ce3d0301070342000423f9047d865c8065eeec56244fce63c4b0c6c9e6d98f5c2686f9e41b896a409bce2472d8651942"
    "56fd9475c85b2eff403bffaeebe184a94e4c3b0d3d68b625d0a3533051301d0603551d0e041604144c9a7bb6f622ae38"
    "fc1d9f5bd48436ccf9514e4c301f0603551d230418301680144c9a7bb6f622ae38fc1d9f5bd48436ccf9514e4c300f06"
    "03551d130101ff040530030101ff300a06082a8648ce3d040302034700304402207795cfeba78b098d08bdcb246501b6"
    "3b47e4f81c0981958bb68951648d88804c02201927d5071a29000c492dc6481dd539b2748b5e1a8ebb12eb1462f68755"
    "14d0e8";
constexpr std::string_view signature_hex =
    "3082028006092a864886f70d010702a08202713082026d020101310f300d06096086480165030402010500300b06092a"
    "864886f70d010701a08201a4308201a030820147a00302010202021234300a06082a8648ce3d040302302f311b301906"
    "035504030c12427269646c652074657374207369676e65723110300e060355040a0c074d616465207570301e170d3236"
    "313132343136333830305a170d3336313132313136333830305a302f311b301906035504030c12427269646c65207465"
    "7374207369676e65723110300e060355040a0c074d6164652075703059301306072a8648ce3d020106082a8648ce3d03"
    "01070342000423f9047d865c8065eeec56244fce63c4b0c6c9e6d98f5c2686f9e41b896a409bce2472d865194256fd94"
    "75c85b2eff403bffaeebe184a94e4c3b0d3d68b625d0a3533051301d0603551d0e041604144c9a7bb6f622ae38fc1d9f"
    "5bd48436ccf9514e4c301f0603551d230418301680144c9a7bb6f622ae38fc1d9f5bd48436ccf9514e4c300f0603551d"
    "130101ff040530030101ff300a06082a8648ce3d04030203470030440220248449862d7649d062a7d7359de84df76989"
    "2e56194a12d689e16710b2000b4a02207c0b2c4db5e88eb129a79cc3b1a71db1dd4e29b6b9a80b9ad7095180969ac6b4"
    "3181a130819e0201013035302f311b301906035504030c12427269646c652074657374207369676e65723110300e0603"
    "55040a0c074d61646520757002021234300d06096086480165030402010500300a06082a8648ce3d0403020447304502"
    "2100bd8827fd5bab1e2dffdec9b2286200627792a48b1e9e76dfacbb7f88bc88921d022056d43e28e645abfb56668efd"
    "f6c7fdc41ca695c52efe93c162820d219980b0df";

std::string little(std::uint64_t value, int width) {
  std::string out;
  for (int i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

std::string field(std::string_view content) {
  return little(content.size(), 4) + std::string(content);
}

// A zlib stream is DEFLATE between two bytes of head and four of checksum.
std::string bare_deflate(std::string_view content) {
  std::string stream = deflate(content);
  return stream.substr(2, stream.size() - 6);
}

std::string from(std::string_view hex) {
  return from_hex(hex).value_or("");
}

}  // namespace

ApkBuilder& ApkBuilder::member(std::string_view name, std::string_view content, bool deflated) {
  return member(name, content, deflated, {});
}

ApkBuilder& ApkBuilder::member(std::string_view name, std::string_view content, bool deflated, Lies lies) {
  std::string data = deflated ? bare_deflate(content) : std::string(content);
  int method = lies.method >= 0 ? lies.method : deflated ? 8 : 0;
  int header_method = lies.header_method >= 0 ? lies.header_method : method;
  Bytes bytes = as_bytes(content);
  auto crc = ::crc32(0, bytes.data(), static_cast<uInt>(bytes.size()));
  auto common = [&](int as) {
    return little(lies.flags, 2) + little(static_cast<std::uint64_t>(as), 2) + little(0x58210000, 4) +
           little(crc, 4) + little(data.size(), 4) + little(content.size(), 4) + little(name.size(), 2) +
           little(0, 2);
  };
  directory_ += little(0x02014B50, 4) + little(20, 2) + little(20, 2) + common(method) + little(0, 2) +
                little(0, 4) + little(0, 4) + little(files_.size(), 4) + std::string(name);
  files_ += little(0x04034B50, 4) + little(20, 2) + common(header_method) + std::string(name) + data;
  ++count_;
  return *this;
}

ApkBuilder& ApkBuilder::signer(std::uint32_t scheme, std::string_view certificate,
                               const std::vector<std::string>& former) {
  std::string attributes, levels = scheme == scheme_v2 ? "" : little(28, 4) + little(35, 4);
  if (!former.empty()) {
    std::string nodes = little(1, 4);
    for (const std::string& der : former)
      nodes += field(field(field(der) + little(0, 4)) + little(0, 4) + little(0, 4) + field(""));
    attributes = field(little(0x3BA06F8C, 4) + nodes);
  }
  std::string data = field("") + field(field(certificate)) + levels + field(attributes);
  return block(scheme, field(field(field(data) + levels + field("") + field(""))));
}

ApkBuilder& ApkBuilder::block(std::uint32_t id, std::string_view content) {
  pairs_ += little(content.size() + 4, 8) + little(id, 4) + std::string(content);
  return *this;
}

std::string ApkBuilder::write(std::string_view behind) const {
  std::string out = files_;
  if (!pairs_.empty()) {
    std::string size = little(pairs_.size() + 24, 8);
    out += size + pairs_ + size + "APK Sig Block 42";
  }
  std::string end = little(0x06054B50, 4) + little(0, 4) + little(static_cast<std::uint64_t>(count_), 2) +
                    little(static_cast<std::uint64_t>(count_), 2) + little(directory_.size(), 4) +
                    little(out.size(), 4) + little(0, 2);
  return out + directory_ + end + std::string(behind);
}

std::string test_certificate() {
  return from(certificate_hex);
}

std::string debug_certificate() {
  return from(debug_hex);
}

std::string test_signature() {
  return from(signature_hex);
}

}  // namespace bridle::testing
