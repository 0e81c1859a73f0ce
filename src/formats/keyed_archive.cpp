#include "formats/keyed_archive.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"

namespace bridle {
namespace {

bool is_null(PlistValue value, std::uint64_t uid) {
  return uid == 0 && value.string() == "$null";
}

}  // namespace

Resolved::Resolved(PlistValue objects, PlistValue value, int depth) : objects_(objects), depth_(depth) {
  // A reference may lead to a reference; each step counts, so a ring of them ends too.
  while (value && value.kind() == PlistKind::uid) {
    auto uid = value.uid();
    if (!uid || *uid >= objects.size() || ++depth_ > depth_limit) return;
    uid_ = uid;
    value = objects.at(static_cast<std::size_t>(*uid));
    if (is_null(value, *uid)) return;
  }
  if (depth_ <= depth_limit) value_ = value;
}

std::string_view Resolved::class_name() const {
  return (*this)["$class"].value()["$classname"].string().value_or(std::string_view{});
}

bool Resolved::is_a(std::string_view class_name) const {
  PlistValue its_class = (*this)["$class"].value();
  if (its_class["$classname"].string() == class_name) return true;
  PlistValue chain = its_class["$classes"];
  for (std::size_t i = 0; i < chain.size(); ++i)
    if (chain.at(i).string() == class_name) return true;
  return false;
}

Resolved Resolved::operator[](std::string_view member) const {
  return step(value_[member]);
}

std::size_t Resolved::size() const {
  if (value_.kind() == PlistKind::array) return value_.size();
  if (PlistValue items = value_["NS.objects"]) return step(items).value().size();
  // Archives of the first kind number their items: NS.object.0, NS.object.1.
  std::size_t count = 0;
  if (!value_["NS.object.0"]) return 0;
  while (count < value_.size() && value_[fmt::format("NS.object.{}", count)]) ++count;
  return count;
}

Resolved Resolved::at(std::size_t i) const {
  if (value_.kind() == PlistKind::array) return step(value_.at(i));
  if (PlistValue items = value_["NS.objects"]) return step(step(items).value().at(i));
  return step(value_[fmt::format("NS.object.{}", i)]);
}

Resolved Resolved::key(std::size_t i) const {
  if (PlistValue keys = value_["NS.keys"]) return step(step(keys).value().at(i));
  return step(value_[fmt::format("NS.key.{}", i)]);
}

Resolved Resolved::find(std::string_view wanted) const {
  std::size_t count = size();
  for (std::size_t i = 0; i < count; ++i)
    if (key(i).string() == wanted) return at(i);
  return {};
}

std::optional<std::string_view> Resolved::string() const {
  if (auto text = value_.string()) return text;
  for (std::string_view member : {"NS.string", "NSString"})
    if (auto inner = (*this)[member])
      return inner.value_.kind() == PlistKind::dictionary ? inner.string() : inner.value_.string();
  return std::nullopt;
}

std::optional<Bytes> Resolved::data() const {
  if (auto bytes = value_.data()) return bytes;
  return (*this)["NS.data"].value_.data();
}

std::optional<Time> Resolved::date() const {
  if (auto time = value_.date()) return time;
  auto seconds = (*this)["NS.time"].value_.real();
  if (!seconds) return std::nullopt;
  return time_or_nothing(time_from_cocoa_seconds(*seconds));
}

std::optional<std::string> Resolved::url() const {
  auto relative = (*this)["NS.relative"].string();
  if (!relative) return std::nullopt;
  Resolved base = (*this)["NS.base"];
  // `url` of the base may have a base again: the depth that a handle carries bounds the chain.
  auto base_text = base ? base.url() : std::nullopt;
  return base_text ? resolve_url(*base_text, *relative) : std::string(*relative);
}

std::optional<std::string> Resolved::uuid() const {
  auto bytes = (*this)["NS.uuidbytes"].value_.data();
  if (!bytes || bytes->size() != 16) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02X}", (*bytes)[i]);
  }
  return text;
}

Result<KeyedArchive> KeyedArchive::open(const Plist& plist) {
  return open(plist.root());
}

Result<KeyedArchive> KeyedArchive::open(PlistValue archive) {
  PlistValue objects = archive["$objects"];
  if (objects.kind() != PlistKind::array) return fail(Fault::malformed, "keyed archive has no $objects");
  PlistValue top = archive["$top"];
  if (top.kind() != PlistKind::dictionary) return fail(Fault::malformed, "keyed archive has no $top");
  return KeyedArchive(objects, top);
}

Resolved KeyedArchive::root() const {
  if (PlistValue value = top_["root"]) return {objects_, value, 0};
  if (top_.size() == 1) return {objects_, top_.at(0), 0};
  return {};
}

Resolved KeyedArchive::top(std::string_view name) const {
  return {objects_, top_[name], 0};
}

Resolved KeyedArchive::object(std::uint64_t uid) const {
  if (uid >= objects_.size()) return {};
  PlistValue value = objects_.at(static_cast<std::size_t>(uid));
  if (is_null(value, uid)) return {};
  Resolved object(objects_, value, 0);
  if (!object.uid_) object.uid_ = uid;
  return object;
}

std::string resolve_url(std::string_view base, std::string_view relative) {
  auto scheme_end = [](std::string_view url) -> std::size_t {
    std::size_t i = 0;
    while (i < url.size() && (is_alnum(url[i]) || url[i] == '+' || url[i] == '-' || url[i] == '.')) ++i;
    return i > 0 && is_alpha(url[0]) && i < url.size() && url[i] == ':' ? i + 1 : 0;
  };
  if (base.empty() || scheme_end(relative) != 0) return std::string(relative);
  std::size_t scheme = scheme_end(base);
  base = base.substr(0, base.find('#'));
  if (relative.empty()) return std::string(base);
  if (relative.starts_with("//")) return std::string(base.substr(0, scheme)).append(relative);
  if (relative[0] == '#') return std::string(base).append(relative);
  std::string_view path_and_before = base.substr(0, base.find('?'));
  if (relative[0] == '?') return std::string(path_and_before).append(relative);
  std::size_t authority = scheme;
  bool has_authority = base.substr(scheme).starts_with("//");
  if (has_authority) authority = std::min(path_and_before.find('/', scheme + 2), path_and_before.size());
  if (relative[0] == '/') return std::string(base.substr(0, authority)).append(relative);
  std::size_t slash = path_and_before.rfind('/');
  bool has_directory = slash != std::string_view::npos && slash >= authority;
  std::string merged(path_and_before.substr(0, has_directory ? slash + 1 : authority));
  if (!has_directory && has_authority) merged += '/';
  return merged.append(relative);
}

}  // namespace bridle
