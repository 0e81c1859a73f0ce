#include "testing/typedstream_builder.h"

#include <algorithm>
#include <map>

namespace bridle::testing {
namespace {

constexpr char head_new = '\x84';
constexpr char head_nil = '\x85';
constexpr char head_end = '\x86';

class Writer {
 public:
  std::string out{"\x04\x0bstreamtyped\x81\xe8\x03", 16};

  void integer(std::int64_t value) {
    if (value >= -110 && value <= 127) {
      out += static_cast<char>(static_cast<std::uint8_t>(value));
    } else if (value >= -0x8000 && value <= 0x7FFF) {
      out += '\x81';
      little(value, 2);
    } else if (value >= -0x80000000LL && value <= 0x7FFFFFFF) {
      out += '\x82';
      little(value, 4);
    } else {
      out += '\x87';
      little(value, 8);
    }
  }
  void length(std::size_t size) {
    if (size > 127) {
      out += size > 0xFFFF ? '\x82' : '\x81';
      little(static_cast<std::int64_t>(size), size > 0xFFFF ? 4 : 2);
    } else {
      out += static_cast<char>(size);
    }
  }
  /// A string that is written once and then referred to: types and class names.
  void shared(const std::string& text) {
    if (auto at = strings_.find(text); at != strings_.end()) return integer(at->second - 110);
    strings_.emplace(text, static_cast<int>(strings_.size()));
    out += head_new;
    length(text.size());
    out += text;
  }
  void begin(const std::vector<std::pair<std::string, int>>& chain) {
    shared("@");
    out += head_new;
    ++objects_;
    for (const auto& [name, version] : chain) {
      if (auto at = classes_.find(name); at != classes_.end()) return integer(at->second - 110);
      classes_.emplace(name, objects_++);
      out += head_new;
      shared(name);
      integer(version);
    }
    out += head_nil;
  }
  void end() { out += head_end; }
  /// A number from `refer`, or -1 and the object must be written: equal strings and numbers are one object on
  /// iOS.
  bool refer(const std::string& key) {
    auto [at, is_new] = known_.emplace(key, objects_);
    if (is_new) return false;
    shared("@");
    integer(at->second - 110);
    return true;
  }
  void string(const std::string& text, bool is_mutable) {
    std::vector<std::pair<std::string, int>> chain{{"NSString", 1}, {"NSObject", 0}};
    if (is_mutable) chain.insert(chain.begin(), {"NSMutableString", 1});
    begin(chain);
    shared("+");
    length(text.size());
    out += text;
    end();
  }
  void number(std::int64_t value) {
    begin({{"NSNumber", 0}, {"NSValue", 0}, {"NSObject", 0}});
    // Numbers that fit are stored as int when Messages numbers parts.
    std::string type = value >= 0 && value <= 0x7FFFFFFF ? "i" : "q";
    shared("*");
    c_string(type);
    shared(type);
    integer(value);
    end();
  }
  void link(const std::string& url) {
    begin({{"NSURL", 0}, {"NSObject", 0}});
    shared("c");
    out += '\0';
    string(url, false);
    end();
  }
  void data(const std::string& bytes) {
    begin({{"NSData", 0}, {"NSObject", 0}});
    shared("i");
    integer(static_cast<std::int64_t>(bytes.size()));
    shared("[" + std::to_string(bytes.size()) + "c]");
    out += bytes;
    end();
  }
  void dictionary(const std::vector<AttributedTemplate::Attribute>& attributes);

 private:
  void little(std::int64_t value, int width) {
    for (int i = 0; i < width; ++i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void c_string(const std::string& text) {
    if (auto at = c_strings_.find(text); at != c_strings_.end()) return integer(at->second - 110);
    c_strings_.emplace(text, objects_++);
    out += head_new;
    shared(text);
  }
  std::map<std::string, int> strings_, classes_, c_strings_, known_;
  int objects_ = 0;
};

void Writer::dictionary(const std::vector<AttributedTemplate::Attribute>& attributes) {
  begin({{"NSDictionary", 0}, {"NSObject", 0}});
  shared("i");
  integer(static_cast<std::int64_t>(attributes.size()));
  for (const auto& [name, value] : attributes) {
    if (!refer("name " + name)) string(name, false);
    if (const auto* text = std::get_if<std::string>(&value)) {
      string(*text, false);
    } else if (const auto* n = std::get_if<std::int64_t>(&value)) {
      if (!refer("number " + std::to_string(*n))) number(*n);
    } else if (const auto* url = std::get_if<AttributedTemplate::Link>(&value)) {
      link(url->url);
    } else {
      data(std::get<AttributedTemplate::Data>(value).bytes);
    }
  }
  end();
}

}  // namespace

std::string write_typedstream(const AttributedTemplate& text) {
  Writer writer;
  std::vector<std::pair<std::string, int>> chain{{"NSAttributedString", 0}, {"NSObject", 0}};
  if (text.is_mutable) chain.insert(chain.begin(), {"NSMutableAttributedString", 0});
  writer.begin(chain);
  writer.string(text.text, text.is_mutable);
  int number = 0;
  for (const AttributedTemplate::Run& run : text.runs) {
    writer.shared("iI");
    writer.integer(++number);
    writer.length(run.length);
    writer.dictionary(run.attributes);
  }
  writer.end();
  return writer.out;
}

AttributedTemplate plain_text(std::string text) {
  auto length = static_cast<std::uint32_t>(text.size());
  return {.text = std::move(text),
          .runs = {{.length = length, .attributes = {{"__kIMMessagePartAttributeName", std::int64_t{0}}}}}};
}

}  // namespace bridle::testing
