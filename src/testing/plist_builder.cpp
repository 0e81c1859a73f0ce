#include "testing/plist_builder.h"

#include <fmt/format.h>

#include <bit>
#include <map>

#include "base/text.h"

namespace bridle::testing {
namespace {

std::string big(std::uint64_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = width; i > 0; --i)
    bytes += static_cast<char>(static_cast<std::uint8_t>(i > 8 ? 0 : value >> (8 * (i - 1))));
  return bytes;
}

std::string integer_object(std::uint64_t value, bool negative) {
  if (negative) return "\x13" + big(value, 8);
  if (value >> 63 != 0) return "\x14" + big(value, 16);
  if (value < 0x100) return "\x10" + big(value, 1);
  if (value < 0x10000) return "\x11" + big(value, 2);
  if (value >> 32 == 0) return "\x12" + big(value, 4);
  return "\x13" + big(value, 8);
}

std::string marker(int type, std::size_t size) {
  if (size < 15)
    return std::string(1, static_cast<char>(static_cast<std::uint8_t>(type << 4 | static_cast<int>(size))));
  return std::string(1, static_cast<char>(static_cast<std::uint8_t>(type << 4 | 15))) +
         integer_object(size, false);
}

std::string string_object(std::string_view text) {
  bool ascii = true;
  for (char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return marker(5, text.size()) + std::string(text);
  std::string units;
  while (!text.empty()) {
    char32_t c = take_code_point(text);
    if (c >= 0x10000) {
      units += big(0xD800 + ((c - 0x10000) >> 10), 2);
      c = 0xDC00 + ((c - 0x10000) & 0x3FF);
    }
    units += big(c, 2);
  }
  return marker(6, units.size() / 2) + units;
}

double cocoa_seconds(Time time) {
  // Whole seconds apart, for nanoseconds since 1970 do not fit a double.
  std::int64_t whole = time.nanoseconds / 1'000'000'000;
  std::int64_t rest = time.nanoseconds % 1'000'000'000;
  return static_cast<double>(whole - cocoa_epoch) + static_cast<double>(rest) / 1e9;
}

/// Numbers the objects first, so that references can be written with one width.
class BinaryWriter {
 public:
  std::size_t add(const PlistTree& tree) {
    struct Visitor {
      BinaryWriter& writer;
      std::size_t operator()(std::monostate) { return writer.leaf(std::string(1, '\0')); }
      std::size_t operator()(const std::string& text) { return writer.string(text); }
      std::size_t operator()(bool truth) { return writer.leaf(truth ? "\x09" : "\x08"); }
      std::size_t operator()(std::int64_t n) {
        return writer.leaf(integer_object(static_cast<std::uint64_t>(n), n < 0));
      }
      std::size_t operator()(std::uint64_t n) { return writer.leaf(integer_object(n, false)); }
      std::size_t operator()(double n) {
        return writer.leaf("\x23" + big(std::bit_cast<std::uint64_t>(n), 8));
      }
      std::size_t operator()(Time t) {
        return writer.leaf("\x33" + big(std::bit_cast<std::uint64_t>(cocoa_seconds(t)), 8));
      }
      std::size_t operator()(PlistTree::Uid uid) {
        std::size_t width = uid.number < 0x100 ? 1 : uid.number < 0x10000 ? 2 : uid.number >> 32 == 0 ? 4 : 8;
        return writer.leaf(static_cast<char>(0x80 | (width - 1)) + big(uid.number, width));
      }
      std::size_t operator()(const PlistTree::Data& data) {
        return writer.leaf(marker(4, data.bytes.size()) + data.bytes);
      }
      std::size_t operator()(const PlistTree::Array& items) {
        std::size_t index = writer.leaf(marker(0xA, items.size()));
        std::vector<std::size_t> refs;
        for (const PlistTree& item : items) refs.push_back(writer.add(item));
        writer.objects_[index].refs = std::move(refs);
        return index;
      }
      std::size_t operator()(const PlistTree::Dictionary& entries) {
        std::size_t index = writer.leaf(marker(0xD, entries.size()));
        std::vector<std::size_t> refs;
        for (const auto& [key, value] : entries) refs.push_back(writer.string(key));
        for (const auto& [key, value] : entries) refs.push_back(writer.add(value));
        writer.objects_[index].refs = std::move(refs);
        return index;
      }
    };
    return std::visit(Visitor{*this}, tree.value);
  }

  std::string write(std::size_t top) const {
    std::size_t ref_width = objects_.size() < 0x100 ? 1 : objects_.size() < 0x10000 ? 2 : 4;
    RawBplist raw{.objects = {}, .offset_width = 4, .ref_width = ref_width, .top = top};
    for (const Object& object : objects_) {
      raw.objects.push_back(object.head);
      for (std::size_t ref : object.refs) raw.objects.back() += big(ref, ref_width);
    }
    return raw.write();
  }

 private:
  struct Object {
    std::string head;
    std::vector<std::size_t> refs;
  };
  std::size_t leaf(std::string bytes) {
    objects_.push_back({std::move(bytes), {}});
    return objects_.size() - 1;
  }
  std::size_t string(const std::string& text) {
    auto [at, is_new] = strings_.emplace(text, objects_.size());
    if (is_new) leaf(string_object(text));
    return at->second;
  }
  std::vector<Object> objects_;
  std::map<std::string, std::size_t> strings_;
};

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

void append_xml(std::string& out, const PlistTree& tree) {
  struct Visitor {
    std::string& out;
    void operator()(std::monostate) { out += "<string></string>\n"; }
    void operator()(const std::string& text) { out += "<string>" + escaped(text) + "</string>\n"; }
    void operator()(bool truth) { out += truth ? "<true/>\n" : "<false/>\n"; }
    void operator()(std::int64_t n) { out += fmt::format("<integer>{}</integer>\n", n); }
    void operator()(std::uint64_t n) { out += fmt::format("<integer>{}</integer>\n", n); }
    void operator()(double n) { out += fmt::format("<real>{}</real>\n", n); }
    void operator()(Time t) { out += "<date>" + to_iso8601(t) + "</date>\n"; }
    void operator()(PlistTree::Uid uid) {
      out += fmt::format("<dict>\n<key>CF$UID</key>\n<integer>{}</integer>\n</dict>\n", uid.number);
    }
    void operator()(const PlistTree::Data& data) {
      out += "<data>\n" + to_base64(as_bytes(data.bytes)) + "\n</data>\n";
    }
    void operator()(const PlistTree::Array& items) {
      out += "<array>\n";
      for (const PlistTree& item : items) append_xml(out, item);
      out += "</array>\n";
    }
    void operator()(const PlistTree::Dictionary& entries) {
      out += "<dict>\n";
      for (const auto& [key, value] : entries) {
        out += "<key>" + escaped(key) + "</key>\n";
        append_xml(out, value);
      }
      out += "</dict>\n";
    }
  };
  std::visit(Visitor{out}, tree.value);
}

}  // namespace

std::string write_bplist(const PlistTree& tree) {
  BinaryWriter writer;
  std::size_t top = writer.add(tree);
  return writer.write(top);
}

std::string write_plist_xml(const PlistTree& tree) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
      "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
      "<plist version=\"1.0\">\n";
  append_xml(out, tree);
  return out + "</plist>\n";
}

PlistTree tree_of(PlistValue value) {
  switch (value.kind()) {
    case PlistKind::boolean:
      return *value.boolean();
    case PlistKind::string:
      return std::string(*value.string());
    case PlistKind::integer:
      if (auto n = value.integer()) return *n;
      if (auto n = value.unsigned_integer()) return *n;
      return {};
    case PlistKind::real:
      return value.real() ? PlistTree(*value.real()) : PlistTree();
    case PlistKind::date:
      return value.date() ? PlistTree(*value.date()) : PlistTree();
    case PlistKind::data:
      return value.data() ? plist_data(std::string(as_text(*value.data()))) : PlistTree();
    case PlistKind::uid:
      return value.uid() ? plist_uid(*value.uid()) : PlistTree();
    case PlistKind::array: {
      PlistTree::Array items;
      for (std::size_t i = 0; i < value.size(); ++i) items.push_back(tree_of(value.at(i)));
      return items;
    }
    case PlistKind::dictionary: {
      PlistTree::Dictionary entries;
      for (std::size_t i = 0; i < value.size(); ++i)
        entries.emplace_back(std::string(value.key(i)), tree_of(value.at(i)));
      return entries;
    }
    case PlistKind::null:
      break;
  }
  return {};
}

std::string RawBplist::write() const {
  std::string out = "bplist00";
  std::string table;
  for (const std::string& object : objects) {
    table += big(out.size(), offset_width);
    out += object;
  }
  std::size_t table_offset = out.size();
  out += table + std::string(6, '\0') + big(offset_width, 1) + big(ref_width, 1) + big(objects.size(), 8) +
         big(top, 8) + big(table_offset, 8);
  return out;
}

std::string billion_laughs(int levels) {
  RawBplist raw;
  for (int i = 0; i < levels; ++i) raw.objects.push_back("\xA2" + std::string(2, static_cast<char>(i + 1)));
  raw.objects.push_back("\x53lol");
  return raw.write();
}

std::string deep_bplist(int levels) {
  RawBplist raw{.objects = {}, .offset_width = 4, .ref_width = 4};
  for (int i = 0; i < levels; ++i) raw.objects.push_back("\xA1" + big(static_cast<std::uint64_t>(i) + 1, 4));
  raw.objects.push_back("\x09");
  return raw.write();
}

std::string deep_plist_xml(int levels) {
  std::string out = "<plist>";
  for (int i = 0; i < levels; ++i) out += "<array>";
  out += "<true/>";
  for (int i = 0; i < levels; ++i) out += "</array>";
  return out + "</plist>";
}

}  // namespace bridle::testing
