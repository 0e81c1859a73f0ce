#include "formats/apk_signing_block.h"

#include <algorithm>

namespace bridle {
namespace {

constexpr std::string_view magic = "APK Sig Block 42";
constexpr std::size_t most_blocks = 1000, most_certificates = 100;
constexpr std::uint32_t rotation = 0x3BA06F8C;

struct Known {
  std::uint32_t id;
  std::string_view scheme;  // empty: known, and no signature
};
constexpr Known known[] = {
    {0x7109871A, "v2"}, {0xF05368C0, "v3"}, {0x1B93AD61, "v3.1"}, {0x42726577, ""},  // padding
    {0x504B4453, ""},                      // dependencies, for the store
    {0x2146444E, ""},                      // added by the store
    {0x2B09189E, ""},   {0x6DFF800D, ""},  // source stamps
};

// A field with its length before it.
Bytes field(Cursor& in) {
  return in.take(in.le<std::uint32_t>());
}

class Reader {
 public:
  explicit Reader(ApkSigningBlock& out) : out_(out) {}

  void scheme(std::string_view name, Bytes value) {
    Cursor in(value);
    Cursor signers(field(in));
    while (signers.left() > 0) {
      Bytes one = field(signers);
      if (!signers.ok()) return trouble("a list of signers is cut off");
      signer(name, one);
    }
    if (!in.ok()) trouble("a list of signers is cut off");
  }

 private:
  void signer(std::string_view name, Bytes bytes) {
    Cursor in(bytes);
    Cursor data(field(in));
    field(data);  // digests
    Cursor certificates(field(data));
    bool first = true;
    while (certificates.left() > 0) {
      Bytes der = field(certificates);
      if (!certificates.ok()) return trouble("a list of certificates is cut off");
      add(name, first ? "signer" : "chain", der);
      first = false;
    }
    if (name != "v2") data.skip(8);  // the API levels that it is for
    Cursor attributes(data.left() > 0 ? field(data) : Bytes{});
    while (attributes.left() > 0) {
      Cursor one(field(attributes));
      if (!attributes.ok()) return trouble("the attributes of a signer are cut off");
      if (one.le<std::uint32_t>() == rotation) lineage(name, one.rest());
    }
    if (!in.ok() || !data.ok()) trouble("a signer is cut off");
  }
  // Keys that the app was signed with before, each vouching for the next; the last one is today's.
  void lineage(std::string_view name, Bytes bytes) {
    Cursor in(bytes);
    in.skip(4);  // version
    while (in.left() > 0) {
      Cursor node(field(in));
      if (!in.ok()) return trouble("the list of former keys is cut off");
      Cursor data(field(node));
      Bytes der = field(data);
      if (!node.ok() || !data.ok()) return trouble("the list of former keys is cut off");
      bool is_today = std::ranges::any_of(out_.certificates, [&](const ApkCertificate& c) {
        return c.role == "signer" && std::ranges::equal(c.der, der);
      });
      if (!is_today) add(name, "lineage", der);
    }
  }
  void add(std::string_view scheme_name, std::string_view role, Bytes der) {
    if (out_.certificates.size() < most_certificates)
      out_.certificates.push_back({scheme_name, role, der});
    else if (out_.certificates.size() == most_certificates)
      trouble("there are more certificates than are read");
  }
  void trouble(std::string_view what) {
    if (std::ranges::find(out_.troubles, what) == out_.troubles.end()) out_.troubles.push_back(what);
  }

  ApkSigningBlock& out_;
};

}  // namespace

std::optional<std::uint64_t> signing_block_size(Bytes footer) {
  if (footer.size() != signing_block_footer_size || as_text(footer.subspan(8)) != magic) return std::nullopt;
  std::uint64_t size = 0;  // the first size field does not count itself
  if (__builtin_add_overflow(load_little(footer, 8), std::uint64_t{8}, &size)) return std::nullopt;
  return size;
}

ApkSigningBlock read_signing_block(Bytes block) {
  ApkSigningBlock out;
  if (block.size() < 8 + signing_block_footer_size) {
    out.troubles.push_back("the signing block is cut off");
    return out;
  }
  Reader reader(out);
  Cursor in(block.subspan(8, block.size() - 8 - signing_block_footer_size));
  for (std::size_t number = 0; in.left() > 0; ++number) {
    Cursor pair(in.take(in.le<std::uint64_t>()));
    auto id = pair.le<std::uint32_t>();
    if (!in.ok() || !pair.ok() || number == most_blocks) {
      out.troubles.push_back("the signing block is damaged");
      break;
    }
    auto found = std::ranges::find(known, id, &Known::id);
    if (found == std::end(known))
      ++out.unknown_blocks;
    else if (!found->scheme.empty())
      reader.scheme(found->scheme, pair.rest());
  }
  return out;
}

}  // namespace bridle
