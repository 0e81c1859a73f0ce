#include "formats/plist.h"

#include "base/json.h"
#include "base/text.h"
#include "formats/bplist.h"
#include "formats/plist_document.h"
#include "formats/plist_xml.h"

namespace bridle {

void PlistDocument::set_text(PlistNode& node, Bytes utf8) {
  node.kind = PlistKind::string;
  node.has_value = true;
  std::uint8_t high = 0;
  for (std::uint8_t byte : utf8) high |= byte;
  if (high < 0x80 || is_utf8(as_text(utf8))) {
    node.size = static_cast<std::uint32_t>(utf8.size());
    node.data = utf8.data();
    return;
  }
  std::size_t offset = text.size();
  text += to_utf8_lossy(as_text(utf8));
  set_appended(node, offset);
}

void PlistDocument::set_appended(PlistNode& node, std::size_t offset) {
  node.has_value = true;
  node.in_text = true;
  node.size = static_cast<std::uint32_t>(text.size() - offset);
  node.offset = offset;
}

const PlistNode* PlistValue::node() const {
  return document_ ? &document_->nodes[index_] : nullptr;
}

const PlistNode* PlistValue::node(PlistKind kind) const {
  const PlistNode* found = node();
  return found && found->kind == kind && found->has_value ? found : nullptr;
}

PlistKind PlistValue::kind() const {
  const PlistNode* found = node();
  return found ? found->kind : PlistKind::null;
}

std::optional<std::string_view> PlistValue::string() const {
  const PlistNode* found = node(PlistKind::string);
  if (!found) return std::nullopt;
  return as_text(document_->content(*found));
}

std::optional<Bytes> PlistValue::data() const {
  const PlistNode* found = node(PlistKind::data);
  if (!found) return std::nullopt;
  return document_->content(*found);
}

std::optional<std::int64_t> PlistValue::integer() const {
  const PlistNode* found = node(PlistKind::integer);
  if (!found || found->is_unsigned) return std::nullopt;
  return found->integer;
}

std::optional<std::uint64_t> PlistValue::unsigned_integer() const {
  const PlistNode* found = node(PlistKind::integer);
  if (!found || (!found->is_unsigned && found->integer < 0)) return std::nullopt;
  return static_cast<std::uint64_t>(found->integer);
}

std::optional<bool> PlistValue::boolean() const {
  const PlistNode* found = node(PlistKind::boolean);
  if (!found) return std::nullopt;
  return found->integer != 0;
}

std::optional<double> PlistValue::real() const {
  if (const PlistNode* found = node(PlistKind::real)) return found->real;
  if (auto whole = integer()) return static_cast<double>(*whole);
  if (auto whole = unsigned_integer()) return static_cast<double>(*whole);
  return std::nullopt;
}

std::optional<Time> PlistValue::date() const {
  const PlistNode* found = node(PlistKind::date);
  if (!found) return std::nullopt;
  return Time{found->integer};
}

std::optional<std::uint64_t> PlistValue::uid() const {
  const PlistNode* found = node(PlistKind::uid);
  if (!found) return std::nullopt;
  return static_cast<std::uint64_t>(found->integer);
}

std::size_t PlistValue::size() const {
  const PlistNode* found = node();
  if (!found || (found->kind != PlistKind::array && found->kind != PlistKind::dictionary)) return 0;
  return found->size;
}

PlistValue PlistValue::at(std::size_t i) const {
  if (i >= size()) return {};
  const PlistNode* container = node();
  std::size_t first = container->offset + (container->kind == PlistKind::dictionary ? container->size : 0);
  return {document_, document_->children[first + i]};
}

std::string_view PlistValue::key(std::size_t i) const {
  if (kind() != PlistKind::dictionary || i >= size()) return {};
  const PlistNode& name = document_->nodes[document_->children[node()->offset + i]];
  return as_text(document_->content(name));
}

PlistValue PlistValue::operator[](std::string_view key) const {
  const PlistNode* dictionary = node();
  if (!dictionary || dictionary->kind != PlistKind::dictionary) return {};
  for (std::size_t i = 0; i < dictionary->size; ++i) {
    const PlistNode& name = document_->nodes[document_->children[dictionary->offset + i]];
    if (name.size == key.size() && as_text(document_->content(name)) == key) return at(i);
  }
  return {};
}

Plist::Plist() : document_(std::make_unique<PlistDocument>()) {}
Plist::Plist(Plist&&) noexcept = default;
Plist& Plist::operator=(Plist&&) noexcept = default;
Plist::~Plist() = default;

Result<Plist> Plist::parse(Bytes bytes) {
  Plist plist;
  TRY(plist.reparse(bytes));
  return plist;
}

Result<> Plist::reparse(Bytes bytes) {
  if (!document_) document_ = std::make_unique<PlistDocument>();  // a moved-from list
  document_->clear();
  Result<> result = is_bplist(bytes) ? read_bplist(bytes, *document_) : read_plist_xml(bytes, *document_);
  if (!result) document_->clear();
  return result;
}

PlistValue Plist::root() const {
  if (!document_ || document_->nodes.empty()) return {};
  return {document_.get(), document_->root};
}

namespace {

void write(JsonWriter& json, PlistValue value, int depth) {
  if (depth > depth_limit) {
    json.null();
    return;
  }
  switch (value.kind()) {
    case PlistKind::dictionary:
      json.object();
      for (std::size_t i = 0; i < value.size(); ++i) {
        json.key(value.key(i));
        write(json, value.at(i), depth + 1);
      }
      json.end();
      return;
    case PlistKind::array:
      json.array();
      for (std::size_t i = 0; i < value.size(); ++i) write(json, value.at(i), depth + 1);
      json.end();
      return;
    case PlistKind::string:
      if (auto text = value.string()) return void(json.value(*text));
      break;
    case PlistKind::boolean:
      if (auto truth = value.boolean()) return void(json.value(*truth));
      break;
    case PlistKind::integer:
      if (auto number = value.integer()) return void(json.value(*number));
      if (auto number = value.unsigned_integer()) return void(json.value(*number));
      break;
    case PlistKind::real:
      if (auto number = value.real()) return void(json.value(*number));
      break;
    case PlistKind::date:
      if (auto time = value.date()) return void(json.value(to_iso8601(*time)));
      break;
    case PlistKind::data:
      if (auto bytes = value.data()) return void(json.value(to_base64(*bytes)));
      break;
    case PlistKind::uid:
      if (auto number = value.uid()) return void(json.object().member("CF$UID", *number).end());
      break;
    case PlistKind::null:
      break;
  }
  json.null();
}

}  // namespace

std::string to_json(PlistValue value) {
  JsonWriter json(false);
  write(json, value, 0);
  return json.take();
}

}  // namespace bridle
