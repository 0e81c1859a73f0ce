#include "indicators/indicator_format.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "indicators/indicator_table.h"
#include "indicators/normalise.h"
#include "indicators/published_values.h"

namespace bridle {
namespace {

struct Magic {
  std::string_view bytes, what;
};
constexpr Magic magics[] = {
    {std::string_view("PK\3\4", 4), "a ZIP archive: unpack it, and name the files in it"},
    {"\x1F\x8B", "a gzip file: unpack it first"},
    {"BZh", "a bzip2 file: unpack it first"},
    {"\xFD"
     "7zXZ",
     "an xz file: unpack it first"},
    {"%PDF", "a PDF report: copy its values into a list, one a line"},
    {std::string_view("SQLite format 3\0", 16), "an SQLite database, which is no list of indicators"},
    {"\x7F"
     "ELF",
     "a program, which is no list of indicators"},
};

std::string_view unquoted(std::string_view text) {
  return text.size() > 1 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

IndicatorFormat format_of_object(std::string_view json) {
  auto format = IndicatorFormat::stix;
  // A break further on is the reader's to report.
  (void)for_each_json_key(json, [&](std::string_view quoted, std::string_view value) {
    auto key = unquoted(quoted);
    bool group = value.starts_with('{') || value.starts_with('[');
    if (key == "bridle_pack") format = IndicatorFormat::pack;
    if (key == "Event" || key == "response" || ((key == "Attribute" || key == "Object") && group))
      format = IndicatorFormat::misp_event;
    if (key == "matching_attributes" || (key == "list" && group)) format = IndicatorFormat::warning_list;
    if (is_uuid(key) && group) format = IndicatorFormat::misp_manifest;
    if (key == "type" && !group)
      for (std::string_view kind : {"\"string\"", "\"substring\"", "\"hostname\"", "\"cidr\"", "\"regex\""})
        if (value.starts_with(kind)) format = IndicatorFormat::warning_list;
    return format == IndicatorFormat::stix && key != "objects";
  });
  return format;
}

IndicatorFormat format_of_json(std::string_view json) {
  if (json.front() == '{') return format_of_object(json);
  auto format = IndicatorFormat::stix;
  (void)for_each_json_item(json, [&](std::string_view item) {
    if (item.starts_with('{') && format_of_object(item) == IndicatorFormat::misp_event)
      format = IndicatorFormat::misp_event;
    return false;
  });
  return format;
}

std::unexpected<Error> foreign(std::string_view what) {
  return fail(Fault::unsupported, fmt::format("this is {}", what));
}

/// The name of the outermost element without its prefix, cut.
std::string root_name(std::string_view xml) {
  for (std::size_t at = 0; (at = xml.find('<', at)) != std::string_view::npos; ++at) {
    auto rest = xml.substr(at + 1);
    if (rest.starts_with("!--")) {
      at = xml.find("-->", at);
      if (at == std::string_view::npos) return {};
      continue;
    }
    if (rest.starts_with('?') || rest.starts_with('!')) continue;
    auto end = std::ranges::find_if(rest, [](char c) { return is_space(c) || c == '>' || c == '/'; });
    auto name = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    auto colon = name.rfind(':');
    return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1)).substr(0, 40);
  }
  return {};
}

Result<IndicatorFormat> format_of_xml(std::string_view xml) {
  auto root = root_name(xml.substr(0, 1 << 20));
  if (root == "ioc" || root == "OpenIOC") return IndicatorFormat::open_ioc;
  if (root == "STIX_Package" || root == "STIX_Packages")
    return foreign("STIX 1.x, which is not read: convert it to STIX 2.1, for instance with stix2-elevator");
  if (root == "Observables")
    return foreign("CybOX, which is not read: convert it to STIX 2.1, for instance with stix2-elevator");
  if (to_lower_ascii(root) == "html")
    return foreign("a web page, perhaps an error of a server instead of the file: download the file again");
  if (!is_utf8(root)) root.clear();
  return foreign(
      fmt::format("XML of another kind (<{}>): STIX 2, MISP, OpenIOC, CSV and lists are read", root));
}

/// Foreign kinds of text, by how a line begins.
struct Beginning {
  std::string_view start, what;
};
constexpr Beginning beginnings[] = {
    {"rule ", "a file of YARA rules, which are no values"},
    {"private rule ", "a file of YARA rules, which are no values"},
    {"import \"", "a file of YARA rules, which are no values"},
    {"alert ", "a file of Snort or Suricata rules, which are not read: ask the publisher for STIX or CSV"},
    {"detection:", "a Sigma rule, which is not read: ask the publisher for STIX or CSV"},
    {"untrusted comment:", "a minisign key or signature: name the pack that belongs to it"},
};

/// "md5,uuid" as MISP's hashes.csv has them: digests of values, from which no value can be told.
bool is_misp_hash_line(std::string_view line) {
  return line.size() == 69 && line[32] == ',' && is_uuid(line.substr(33));
}

Result<IndicatorFormat> format_of_text(std::string_view text) {
  constexpr int lines_looked_at = 1000;
  int values = 0, others = 0;
  Lines lines(text);
  for (int seen = 0; seen < lines_looked_at;) {
    auto line = lines.next();
    if (!line) break;
    auto content = trim(line->text);
    if (content.empty() || content.starts_with('#') || content == "---") continue;
    if (seen++ == 0) {
      if (is_misp_hash_line(content))
        return foreign("the hashes.csv of a MISP feed, which holds digests only: name the feed's folder");
      if (is_table_header(content)) return IndicatorFormat::csv;
    }
    if (line->text.starts_with("indicators:")) return IndicatorFormat::mvt_index;
    for (const Beginning& each : beginnings)
      if (line->text.starts_with(each.start)) return foreign(each.what);
    ++(value_of_line(content).type ? values : others);
  }
  if (values == 0 && others == 0) return fail(Fault::truncated, "file holds nothing but blanks and comments");
  if (values >= others) return IndicatorFormat::list;
  return foreign(
      "text of no known kind: a list has one value a line, a CSV names its columns in the first line "
      "(type,value)");
}

}  // namespace

Result<IndicatorFormat> recognise_indicators(std::string_view text) {
  for (const Magic& magic : magics)
    if (text.starts_with(magic.bytes)) return foreign(magic.what);
  auto start = std::ranges::find_if_not(text, [](char c) { return is_space(c); });
  auto rest = text.substr(static_cast<std::size_t>(start - text.begin()));
  if (rest.empty()) return fail(Fault::truncated, "file is empty");
  if (rest.front() == '{') return format_of_json(rest);
  if (rest.front() == '[') return format_of_json(rest);
  if (rest.front() == '<') return format_of_xml(rest);
  return format_of_text(text);
}

}  // namespace bridle
