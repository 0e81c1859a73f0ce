#include "formats/plist_xml.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <pugixml.hpp>

#include "base/text.h"
#include "formats/plist_document.h"

namespace bridle {
namespace {

using namespace std::string_view_literals;

// Every element and attribute that pugixml might allocate shows itself by one of these characters.
constexpr std::int64_t markup_limit = 3 * static_cast<std::int64_t>(plist_object_limit);

/// The text of a leaf: its character data and CDATA sections, comments left out.
std::string text_of(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& part : element)
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) text += part.value();
  return text;
}

/// Decimal or 0x, with an optional sign.
void set_integer(PlistNode& node, std::string_view text) {
  node.kind = PlistKind::integer;
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  }
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return;
  constexpr std::uint64_t lowest = std::uint64_t{1} << 63;
  if (negative && value > lowest) return;
  node.integer = static_cast<std::int64_t>(negative ? 0 - value : value);
  node.is_unsigned = !negative && value >= lowest;
  node.has_value = true;
}

void set_real(PlistNode& node, std::string_view text) {
  node.kind = PlistKind::real;
  std::string lower = to_lower_ascii(text);
  std::string_view number = lower;
  if (number.starts_with('+')) number.remove_prefix(1);
  auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), node.real);
  node.has_value = error == std::errc{} && end == number.data() + number.size();
}

void set_date(PlistNode& node, std::string_view text) {
  node.kind = PlistKind::date;
  auto time = time_from_iso8601(text);
  if (!time) return;
  node.integer = time->nanoseconds;
  node.has_value = true;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/// Base64 with white space anywhere; the padding may be missing. The result is never longer than the text.
void set_data(PlistDocument& out, PlistNode& node, std::string_view text) {
  node.kind = PlistKind::data;
  std::size_t offset = out.text.size();
  std::uint32_t group = 0;
  int bits = 0;
  bool padded = false;
  for (char c : text) {
    if (is_space(c)) continue;
    int digit = base64_digit(c);
    if (c == '=') {
      padded = true;
    } else if (digit < 0 || padded) {
      out.text.resize(offset);
      return;
    } else {
      group = group << 6 | static_cast<std::uint32_t>(digit);
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      out.text += static_cast<char>(static_cast<std::uint8_t>(group >> bits));
    }
  }
  out.set_appended(node, offset);
}

class Reader {
 public:
  explicit Reader(PlistDocument& out) : out_(out) {}

  /// Appends the node of an element and of what it holds, and gives its number. `depth` bounds the recursion.
  Result<std::uint32_t> read(const pugi::xml_node& element, int depth);

 private:
  Result<std::uint32_t> read_container(const pugi::xml_node& element, bool dictionary, int depth);
  Result<std::uint32_t> add(const PlistNode& node);
  Result<std::uint32_t> add_string(std::string_view text);

  PlistDocument& out_;
};

Result<std::uint32_t> Reader::add(const PlistNode& node) {
  if (out_.nodes.size() >= plist_expansion_limit) return fail(Fault::limit, "plist has too many objects");
  out_.nodes.push_back(node);
  out_.nodes.back().state = PlistNode::State::read;
  return static_cast<std::uint32_t>(out_.nodes.size() - 1);
}

Result<std::uint32_t> Reader::add_string(std::string_view text) {
  PlistNode node;
  node.kind = PlistKind::string;
  std::size_t offset = out_.text.size();
  if (is_utf8(text))
    out_.text += text;
  else
    out_.text += to_utf8_lossy(text);
  out_.set_appended(node, offset);
  return add(node);
}

Result<std::uint32_t> Reader::read(const pugi::xml_node& element, int depth) {
  if (depth > depth_limit) return fail(Fault::limit, "plist is nested too deeply");
  std::string_view tag = element.name();
  if (tag == "dict"sv || tag == "array"sv) return read_container(element, tag == "dict"sv, depth);
  for (const pugi::xml_node& part : element)
    if (part.type() == pugi::node_element) return fail(Fault::malformed, "plist leaf holds an element");
  PlistNode node;
  if (tag == "true"sv || tag == "false"sv) {
    node.kind = PlistKind::boolean;
    node.has_value = true;
    node.integer = tag == "true"sv;
    return add(node);
  }
  std::string text = text_of(element);
  if (tag == "string"sv) return add_string(text);
  if (tag == "integer"sv)
    set_integer(node, trim(text));
  else if (tag == "real"sv)
    set_real(node, trim(text));
  else if (tag == "date"sv)
    set_date(node, trim(text));
  else if (tag == "data"sv)
    set_data(out_, node, text);
  else
    return fail(Fault::malformed, "plist element is of an unknown kind");
  return add(node);
}

Result<std::uint32_t> Reader::read_container(const pugi::xml_node& element, bool dictionary, int depth) {
  PlistNode node;
  node.kind = dictionary ? PlistKind::dictionary : PlistKind::array;
  node.has_value = true;
  std::vector<std::uint32_t> keys;
  std::vector<std::uint32_t> values;
  for (const pugi::xml_node& part : element) {
    if (part.type() != pugi::node_element) continue;
    bool key_is_due = dictionary && keys.size() == values.size();
    if (key_is_due != (part.name() == "key"sv))
      return fail(Fault::malformed, "plist dictionary is not pairs of key and value");
    if (key_is_due)
      keys.push_back(TRY(add_string(text_of(part))));
    else
      values.push_back(TRY(read(part, depth + 1)));
  }
  if (dictionary && keys.size() != values.size())
    return fail(Fault::malformed, "plist dictionary ends after a key");
  // This is how XML spells the UIDs of a keyed archive.
  if (keys.size() == 1 && out_.nodes[values[0]].kind == PlistKind::integer &&
      as_text(out_.content(out_.nodes[keys[0]])) == "CF$UID") {
    node = out_.nodes[values[0]];
    node.kind = PlistKind::uid;
    node.has_value = node.has_value && (node.is_unsigned || node.integer >= 0);
    return add(node);
  }
  node.size = static_cast<std::uint32_t>(values.size());
  node.offset = out_.children.size();
  out_.children.insert(out_.children.end(), keys.begin(), keys.end());
  out_.children.insert(out_.children.end(), values.begin(), values.end());
  return add(node);
}

bool declares_entities(const pugi::xml_document& document) {
  for (const pugi::xml_node& part : document)
    if (part.type() == pugi::node_doctype &&
        std::string_view(part.value()).find("<!ENTITY") != std::string_view::npos)
      return true;
  return false;
}

bool looks_like_xml(Bytes bytes) {
  std::string_view text = as_text(bytes);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.starts_with("<\0"sv) ||
      text.starts_with("\0<"sv))
    return true;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return trim(text).starts_with('<');
}

Result<> load(pugi::xml_document& xml, Bytes bytes) {
  constexpr unsigned how = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_doctype |
                           pugi::parse_ws_pcdata_single;
  pugi::xml_parse_result parsed = xml.load_buffer(bytes.data(), bytes.size(), how);
  if (parsed) return {};
  if (parsed.status == pugi::status_no_document_element)
    return fail(Fault::malformed, "plist holds no element");
  if (parsed.status == pugi::status_out_of_memory) return fail(Fault::limit, "plist needs too much memory");
  // What is cut off fails at its end, or at the end tag of an element that has none.
  auto size = static_cast<std::ptrdiff_t>(bytes.size());
  bool cut = parsed.offset + 1 >= size || parsed.status == pugi::status_end_element_mismatch;
  std::string_view text = trim(as_text(bytes));
  bool closed = text.ends_with("</plist>");
  if (cut && !closed) return fail(Fault::truncated, "plist is cut off");
  return fail(Fault::malformed, "plist is no well-formed XML");
}

}  // namespace

Result<> read_plist_xml(Bytes bytes, PlistDocument& document) {
  if (bytes.empty()) return fail(Fault::truncated, "plist is empty");
  if (!looks_like_xml(bytes)) return fail(Fault::unsupported, "neither a binary nor an XML property list");
  if (bytes.size() > std::numeric_limits<std::uint32_t>::max() / 4)
    return fail(Fault::limit, "plist is over 1 GiB");
  if (std::count_if(bytes.begin(), bytes.end(), [](std::uint8_t c) { return c == '<' || c == '='; }) >
      markup_limit)
    return fail(Fault::limit, "plist has too many elements");
  pugi::xml_document xml;
  TRY(load(xml, bytes));
  if (declares_entities(xml)) return fail(Fault::unsupported, "plist declares entities");
  pugi::xml_node root = xml.document_element();
  if (root.name() == "plist"sv) {
    pugi::xml_node list = root;
    root = {};
    for (const pugi::xml_node& part : list) {
      if (part.type() != pugi::node_element) continue;
      if (root) return fail(Fault::malformed, "plist holds more than one value");
      root = part;
    }
    if (!root) return fail(Fault::malformed, "plist holds no value");
  }
  document.root = TRY(Reader(document).read(root, 0));
  return {};
}

}  // namespace bridle
