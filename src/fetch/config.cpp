#include <fmt/core.h>
#include <yaml.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "fetch/source.h"

namespace bridle {
namespace {

constexpr std::size_t source_limit = 1000, name_limit = 60;

struct Entry {
  std::size_t line = 0;
  std::map<std::string, std::string> fields;
};

std::unexpected<Error> wrong(std::size_t line, std::string_view what) {
  return fail(Fault::malformed, fmt::format("line {}: {}", line, what));
}

/// The one shape that is read: a mapping with `sources`, a list of mappings of plain values.
class Reader {
 public:
  explicit Reader(std::string_view yaml) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(yaml.data()), yaml.size());
  }
  ~Reader() {
    if (ready_) yaml_parser_delete(&parser_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Result<std::vector<Entry>> read() {
    if (!ready_) return fail(Fault::limit, "YAML reader cannot be started");
    for (bool more = true; more;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0)
        return wrong(parser_.problem_mark.line + 1, parser_.problem == nullptr ? "broken" : parser_.problem);
      auto taken = take(event, event.start_mark.line + 1);
      more = event.type != YAML_STREAM_END_EVENT;
      yaml_event_delete(&event);
      TRY(taken);
    }
    return std::move(out_);
  }

 private:
  Result<> take(const yaml_event_t& event, std::size_t line) {
    constexpr std::string_view shape = "the configuration is \"sources:\" with a list of entries";
    switch (event.type) {
      case YAML_MAPPING_START_EVENT:
        if (depth_ != 0 && depth_ != 2) return wrong(line, shape);
        if (depth_ == 2 && out_.size() == source_limit) return fail(Fault::limit, "more than 1,000 sources");
        if (depth_ == 2) out_.push_back({line, {}});
        ++depth_;
        return {};
      case YAML_SEQUENCE_START_EVENT:
        if (depth_ != 1 || key_ != "sources") return wrong(line, shape);
        key_.clear();
        ++depth_;
        return {};
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        --depth_;
        return {};
      case YAML_SCALAR_EVENT:
        return scalar({reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length},
                      line);
      case YAML_ALIAS_EVENT:
        return wrong(line, "aliases are not read");
      default:
        return {};
    }
  }

  Result<> scalar(std::string_view text, std::size_t line) {
    if (depth_ == 1 && key_.empty() && text == "sources") {
      key_ = text;
      return {};
    }
    if (depth_ != 3) return wrong(line, "the configuration is \"sources:\" with a list of entries");
    if (key_.empty()) {
      key_ = text;
      return {};
    }
    if (!out_.back().fields.emplace(std::exchange(key_, {}), text).second)
      return wrong(line, "an entry says one thing twice");
    return {};
  }

  yaml_parser_t parser_{};
  bool ready_ = false;
  int depth_ = 0;
  std::string key_;
  std::vector<Entry> out_;
};

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= name_limit && text.front() != '-' &&
         std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; });
}

Result<Source> source_of(const Entry& entry) {
  Source out;
  bool typed = false;
  for (const auto& [key, value] : entry.fields) {
    std::string* text = key == "name"         ? &out.name
                        : key == "url"        ? &out.url
                        : key == "mirror"     ? &out.mirror
                        : key == "as"         ? &out.as
                        : key == "login-file" ? &out.login_file
                        : key == "token-file" ? &out.token_file
                        : key == "ca-file"    ? &out.ca_file
                                              : nullptr;
    std::uint64_t* number = key == "max-bytes"     ? &out.max_bytes
                            : key == "total-bytes" ? &out.total_bytes
                            : key == "max-files"   ? &out.max_files
                            : key == "page-size"   ? &out.page_size
                                                   : nullptr;
    if (text != nullptr) {
      *text = value;
    } else if (number != nullptr) {
      auto read = parse_integer(value);
      if (!read || *read <= 0) return wrong(entry.line, fmt::format("{} is not a number above 0", key));
      *number = static_cast<std::uint64_t>(*read);
    } else if (key == "plain-http") {
      if (value != "true" && value != "false")
        return wrong(entry.line, "plain-http is neither true nor false");
      out.plain_http = value == "true";
    } else if (key == "type") {
      auto at = std::ranges::find(source_type_names, value);
      if (at == std::end(source_type_names))
        return wrong(entry.line, "type is none of file, mvt-index, misp-feed and taxii");
      out.type = static_cast<SourceType>(at - std::begin(source_type_names));
      typed = true;
    } else {
      return wrong(entry.line, fmt::format("\"{}\" is not known here", key.substr(0, 40)));
    }
  }
  if (!is_name(out.name))
    return wrong(entry.line, "a source needs a name of small letters, digits and hyphens, 60 at most");
  if (!typed) return wrong(entry.line, "a source needs a type: file, mvt-index, misp-feed or taxii");
  if (out.url.empty() && out.mirror.empty()) return wrong(entry.line, "a source needs a url or a mirror");
  if (!out.login_file.empty() && !out.token_file.empty())
    return wrong(entry.line, "login-file and token-file exclude each other");
  return out;
}

}  // namespace

Result<std::vector<Source>> read_fetch_config(std::string_view yaml) {
  auto entries = TRY(Reader(yaml).read());
  if (entries.empty()) return fail(Fault::malformed, "no sources are listed");
  std::vector<Source> out;
  std::set<std::string> names;
  for (const Entry& entry : entries) {
    out.push_back(TRY(source_of(entry)));
    if (!names.insert(out.back().name).second) return wrong(entry.line, "two sources have one name");
  }
  return out;
}

}  // namespace bridle
