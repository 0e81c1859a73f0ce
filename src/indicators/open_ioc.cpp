#include "indicators/open_ioc.h"

#include <fmt/core.h>

#include <algorithm>
#include <pugixml.hpp>

#include "base/text.h"

namespace bridle {
namespace {

constexpr int depth_limit = 64;
constexpr std::size_t xml_limit = 64 << 20;  // the library builds a tree of several times the text

struct Term {
  std::string_view search;
  IndicatorType type;
};
constexpr Term terms[] = {
    {"FileItem/FileName", IndicatorType::file_name},
    {"FileItem/FilePath", IndicatorType::file_path},
    {"FileItem/FullPath", IndicatorType::file_path},
    {"FileItem/Md5sum", IndicatorType::md5},
    {"FileItem/Sha1sum", IndicatorType::sha1},
    {"FileItem/Sha256sum", IndicatorType::sha256},
    {"ProcessItem/name", IndicatorType::process_name},
    {"ProcessItem/path", IndicatorType::file_path},
    {"DnsEntryItem/RecordName", IndicatorType::domain},
    {"DnsEntryItem/Host", IndicatorType::domain},
    {"Network/DNS", IndicatorType::domain},
    {"Network/URI", IndicatorType::url},
    {"PortItem/remoteIP", IndicatorType::ipv4},
    {"UrlHistoryItem/URL", IndicatorType::url},
    {"UrlHistoryItem/HostName", IndicatorType::domain},
    {"Email/From", IndicatorType::email},
};

/// The name without its namespace prefix.
std::string_view local(const pugi::xml_node& node) {
  std::string_view name = node.name();
  auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& of, std::string_view name) {
  for (const auto& each : of.children())
    if (local(each) == name) return each;
  return {};
}

class Reader {
 public:
  explicit Reader(PublishedValues& out) : out_(out) {}
  std::string name;

  void group(const pugi::xml_node& node, bool alternatives, int depth) {
    if (depth > depth_limit) return skip(node, "nested too deeply: not evaluated");
    std::size_t operands = 0;
    for (const auto& each : node.children()) operands += each.type() == pugi::node_element ? 1u : 0u;
    // One operand is the same with AND as with OR.
    bool either = local(node) != "Indicator" || operands < 2 ||
                  to_lower_ascii(std::string_view(node.attribute("operator").value())) == "or";
    for (const auto& each : node.children()) {
      if (local(each) == "Indicator") group(each, alternatives && either, depth + 1);
      if (local(each) == "IndicatorItem") item(each, alternatives && either);
    }
  }

 private:
  void skip(const pugi::xml_node& node, std::string reason) {
    out_.item("item", ++number_);
    out_.not_evaluated(child(node, "Content").text().get(), std::move(reason));
  }

  void item(const pugi::xml_node& node, bool alternative) {
    std::string_view condition = node.attribute("condition").value();
    std::string_view search = child(node, "Context").attribute("search").value();
    std::string_view value = trim(child(node, "Content").text().get());
    if (!alternative) return skip(node, "joined with others by AND: not evaluated");
    if (condition != "is" || node.attribute("negate").as_bool())
      return skip(node, "a comparison other than \"is\" is not evaluated");
    auto term = std::ranges::find(terms, search, &Term::search);
    if (term == std::end(terms)) return skip(node, "term " + shown_pattern(search) + " is not evaluated");
    out_.item("item", ++number_);
    auto type = term->type;
    if (type == IndicatorType::ipv4) type = address_type(value);
    auto& indicator = out_.add(type, value, node.attribute("id").value());
    if (!name.empty()) indicator.add_details().attributions.push_back({AttributionKind::report, name, ""});
  }

  PublishedValues& out_;
  std::uint64_t number_ = 0;
};

}  // namespace

Result<> read_open_ioc(std::string_view xml, PublishedValues& out) {
  if (xml.size() > xml_limit) return fail(Fault::limit, "OpenIOC file longer than 64 MiB");
  pugi::xml_document document;
  auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed)
    return fail(Fault::malformed, fmt::format("XML at byte {}: {}", parsed.offset, parsed.description()));
  auto root = document.document_element();
  Reader reader(out);
  auto named = child(root, "metadata");
  reader.name = shown_pattern(child(named ? named : root, "short_description").text().get());
  auto definition = child(root, "definition");
  if (!definition) definition = child(root, "criteria");
  if (!definition) return fail(Fault::malformed, "OpenIOC without a definition or criteria");
  reader.group(definition, true, 0);
  return {};
}

}  // namespace bridle
