#include "indicators/mvt_index.h"

#include <fmt/core.h>
#include <yaml.h>

#include <algorithm>

namespace bridle {
namespace {

constexpr std::size_t entry_limit = 10'000, list_limit = 200, text_limit = 2000, depth_limit = 16;

/// Follows the library's events; never builds a tree, so that aliases ("billion laughs") expand to nothing.
class IndexReader {
 public:
  explicit IndexReader(std::string_view yaml) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(yaml.data()), yaml.size());
  }
  ~IndexReader() {
    if (ready_) yaml_parser_delete(&parser_);
  }
  IndexReader(const IndexReader&) = delete;
  IndexReader& operator=(const IndexReader&) = delete;

  Result<std::vector<MvtIndexEntry>> read() {
    if (!ready_) return fail(Fault::limit, "YAML reader cannot be started");
    for (bool more = true; more;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0)
        return fail(Fault::malformed, fmt::format("YAML line {}: {}", parser_.problem_mark.line + 1,
                                                  parser_.problem == nullptr ? "broken" : parser_.problem));
      auto done = take(event);
      more = event.type != YAML_STREAM_END_EVENT;
      yaml_event_delete(&event);
      TRY(done);
    }
    return std::move(out_);
  }

 private:
  struct Level {
    bool mapping;
    std::string key;        // the current one of a mapping
    bool at_value = false;  // of a mapping: the next node is a value
  };

  Result<> take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_MAPPING_START_EVENT:
      case YAML_SEQUENCE_START_EVENT:
        if (levels_.size() >= depth_limit) return fail(Fault::limit, "YAML nested too deeply");
        if (event.type == YAML_MAPPING_START_EVENT && levels_.size() == 2 && levels_[0].key == "indicators") {
          if (out_.size() >= entry_limit) return fail(Fault::limit, "index with more than 10,000 entries");
          out_.emplace_back();
          github_.assign(4, {});
        }
        levels_.push_back({event.type == YAML_MAPPING_START_EVENT, {}});
        return {};
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        levels_.pop_back();
        if (levels_.size() == 2 && event.type == YAML_MAPPING_END_EVENT) finish_entry();
        if (!levels_.empty()) levels_.back().at_value = false;
        return {};
      case YAML_SCALAR_EVENT:
        scalar({reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length});
        return {};
      case YAML_ALIAS_EVENT:
        return fail(Fault::unsupported, "index with YAML aliases");
      default:
        return {};
    }
  }

  void scalar(std::string_view text) {
    if (levels_.empty()) return;
    text = text.substr(0, text_limit);
    Level& level = levels_.back();
    if (level.mapping && !level.at_value) {
      level.key = text;
      level.at_value = true;
      return;
    }
    level.at_value = false;
    if (!out_.empty()) value(text);
  }

  void value(std::string_view text) {
    MvtIndexEntry& entry = out_.back();
    if (levels_.size() == 3 && levels_[2].key == "name") entry.name = text;
    if (levels_.size() == 3 && levels_[2].key == "download_url") entry.url = text;
    if (levels_.size() != 4) return;
    const std::string& key = levels_[2].key;
    if (key == "sources" && entry.sources.size() < list_limit) entry.sources.emplace_back(text);
    if (key == "references" && entry.references.size() < list_limit) entry.references.emplace_back(text);
    if (key != "github") return;
    constexpr std::string_view fields[] = {"owner", "repo", "branch", "path"};
    for (std::size_t i = 0; i < 4; ++i)
      if (levels_[3].key == fields[i]) github_[i] = text;
  }

  void finish_entry() {
    if (out_.empty() || github_.size() != 4 || github_[0].empty() || github_[3].empty()) return;
    if (github_[2].empty()) github_[2] = "main";
    out_.back().path = github_[3];
    out_.back().url = fmt::format("https://raw.githubusercontent.com/{}/{}/{}/{}", github_[0], github_[1],
                                  github_[2], github_[3]);
  }

  yaml_parser_t parser_{};
  bool ready_ = false;
  std::vector<Level> levels_;
  std::vector<std::string> github_;  // owner, repo, branch, path
  std::vector<MvtIndexEntry> out_;
};

/// A relative path without ".." and the like.
bool stays_below(std::string_view path) {
  if (path.empty() || path.starts_with('/') || path.find('\\') != std::string_view::npos) return false;
  for (std::size_t from = 0; from <= path.size();) {
    auto to = std::min(path.find('/', from), path.size());
    auto part = path.substr(from, to - from);
    if (part.empty() || part == "." || part == "..") return false;
    from = to + 1;
  }
  return true;
}

}  // namespace

std::vector<std::string> MvtIndexEntry::local_names() const {
  std::vector<std::string> out;
  // As MVT does it: leading characters of the set in "https://" go, slashes become underscores.
  auto start = url.find_first_not_of("htps:/");
  if (start != std::string::npos) {
    std::string stored = url.substr(start);
    std::ranges::replace(stored, '/', '_');
    if (stays_below(stored)) out.push_back(std::move(stored));
  }
  if (stays_below(path)) out.push_back(path);
  return out;
}

Result<std::vector<MvtIndexEntry>> read_mvt_index(std::string_view yaml) {
  return IndexReader(yaml).read();
}

}  // namespace bridle
