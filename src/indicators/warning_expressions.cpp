#include "indicators/warning_expressions.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <string>

namespace bridle {
namespace {

constexpr std::int64_t memory_limit = 128LL << 20;

RE2::Options options() {
  RE2::Options out;
  out.set_case_sensitive(false);
  out.set_log_errors(false);
  out.set_max_mem(memory_limit);
  return out;
}

constexpr std::uint32_t bit(IndicatorType type) {
  return 1u << static_cast<unsigned>(type);
}
constexpr std::uint32_t addresses = bit(IndicatorType::ipv4) | bit(IndicatorType::ipv6);

struct AttributeTypes {
  std::string_view start;
  std::uint32_t types;
};
/// By how MISP's names begin; the parts of composite ones are told apart by the caller.
constexpr AttributeTypes attribute_types[] = {
    {"domain", bit(IndicatorType::domain)},
    {"email", bit(IndicatorType::email)},
    {"filename", bit(IndicatorType::file_name) | bit(IndicatorType::file_path)},
    {"hostname", bit(IndicatorType::domain)},
    {"ip", addresses},
    {"link", bit(IndicatorType::url)},
    {"md5", bit(IndicatorType::md5)},
    {"sha1", bit(IndicatorType::sha1)},
    {"sha256", bit(IndicatorType::sha256)},
    {"uri", bit(IndicatorType::url)},
    {"url", bit(IndicatorType::url)},
};

/// "/^a.*b$/i" without its frame. Case never counts here, so the flags say nothing new.
std::string_view unframed(std::string_view text) {
  auto end = text.rfind('/');
  return text.starts_with('/') && end > 0 ? text.substr(1, end - 1) : text;
}

}  // namespace

struct WarningExpressions::State {
  RE2::Set set{options(), RE2::UNANCHORED};
  struct Entry {
    std::uint32_t list, types;
  };
  std::vector<Entry> entries;  // by their number in the set
  std::uint32_t types = ~0u;
  bool compiled = false;
};

WarningExpressions::WarningExpressions() : state_(std::make_unique<State>()) {}
WarningExpressions::~WarningExpressions() = default;
WarningExpressions::WarningExpressions(WarningExpressions&&) noexcept = default;
WarningExpressions& WarningExpressions::operator=(WarningExpressions&&) noexcept = default;

void WarningExpressions::of_types(const std::vector<std::string_view>& matching_attributes) {
  std::uint32_t types = 0;
  for (std::string_view name : matching_attributes)
    for (std::size_t from = 0; from < name.size();) {
      auto to = std::min(name.find('|', from), name.size());
      for (const AttributeTypes& each : attribute_types)
        if (name.substr(from, to - from).starts_with(each.start)) types |= each.types;
      from = to + 1;
    }
  state_->types = types == 0 ? ~0u : types;
}

bool WarningExpressions::add(std::string_view entry, bool is_expression, std::uint32_t list) {
  auto text = is_expression ? std::string(unframed(entry)) : RE2::QuoteMeta({entry.data(), entry.size()});
  if (text.empty() || state_->set.Add(text, nullptr) < 0) return false;
  state_->entries.push_back({list, state_->types});
  return true;
}

bool WarningExpressions::compile() {
  if (!state_->entries.empty() && !state_->compiled) state_->compiled = state_->set.Compile();
  return state_->entries.empty() || state_->compiled;
}

void WarningExpressions::lists_of(const Indicator& indicator, std::vector<std::uint32_t>& out) const {
  if (!state_->compiled) return;
  std::vector<int> met;
  if (!state_->set.Match(indicator.normalised, &met)) return;
  for (int number : met) {
    const auto& entry = state_->entries[static_cast<std::size_t>(number)];
    if ((entry.types & bit(indicator.type)) != 0 && std::ranges::find(out, entry.list) == out.end())
      out.push_back(entry.list);
  }
}

}  // namespace bridle
