#include "scan/yara_rules.h"

// The only place that sees libyara's header: it defines macros with everyday names.
#include <yara.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::uint64_t places_told = 100;
constexpr std::string_view refused_modules[] = {"console", "cuckoo", "magic"};

bool started() {
  static const bool done = yr_initialize() == ERROR_SUCCESS;
  return done;
}

struct Compiler {
  YR_COMPILER* compiler = nullptr;
  std::string error;

  Compiler() {
    if (!started() || yr_compiler_create(&compiler) != ERROR_SUCCESS) return;
    yr_compiler_set_callback(compiler, &Compiler::on_error, this);
    yr_compiler_set_include_callback(compiler, nullptr, nullptr, nullptr);
  }
  ~Compiler() {
    if (compiler != nullptr) yr_compiler_destroy(compiler);
  }
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  static void on_error(int level, const char*, int line, const YR_RULE*, const char* message, void* self) {
    auto& error = static_cast<Compiler*>(self)->error;
    if (level != YARA_ERROR_LEVEL_ERROR || !error.empty()) return;
    error = (line > 0 ? "line " + std::to_string(line) : std::string("at its end")) + ": " +
            to_utf8_lossy(std::string_view(message).substr(0, 200));
  }
};

struct Rules {
  YR_RULES* rules = nullptr;
  Rules() = default;
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;
  ~Rules() {
    if (rules != nullptr) yr_rules_destroy(rules);
  }
};

/// What a file imports shows when its rules run, over nothing.
int on_import(YR_SCAN_CONTEXT*, int message, void* data, void* self) {
  if (message != CALLBACK_MSG_IMPORT_MODULE) return CALLBACK_CONTINUE;
  std::string_view name = static_cast<YR_MODULE_IMPORT*>(data)->module_name;
  if (std::ranges::find(refused_modules, name) == std::end(refused_modules)) return CALLBACK_CONTINUE;
  *static_cast<std::string*>(self) = name;
  return CALLBACK_ABORT;
}

/// One file alone: its count of rules, or why it cannot be taken.
CompiledYara::File look_at(const YaraSource& source) {
  CompiledYara::File out{.name = source.name};
  Compiler alone;
  Rules rules;
  if (alone.compiler == nullptr) {
    out.error = "libyara cannot be started";
  } else if (source.text.find('\0') != std::string::npos) {
    out.error = "it is no text";
  } else if (yr_compiler_add_string(alone.compiler, source.text.c_str(), source.name.c_str()) != 0 ||
             yr_compiler_get_rules(alone.compiler, &rules.rules) != ERROR_SUCCESS) {
    out.error = alone.error.empty() ? "libyara cannot compile it" : alone.error;
  } else {
    std::string refused;
    const std::uint8_t nothing = 0;
    yr_rules_scan_mem(rules.rules, &nothing, 0, SCAN_FLAGS_NO_TRYCATCH, &on_import, &refused, 10);
    YR_RULE* rule = nullptr;
    yr_rules_foreach(rules.rules, rule)++ out.rules;
    if (!refused.empty()) out.error = "it uses the module " + refused + ", which is not allowed here";
    if (out.rules == 0) out.error = "it holds no rules";
  }
  if (!out.error.empty()) out.rules = 0;
  return out;
}

std::size_t append_to(const void* data, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(static_cast<const char*>(data), size * count);
  return count;
}

std::size_t take_from(void* data, std::size_t size, std::size_t count, void* from) {
  auto& rest = *static_cast<Bytes*>(from);
  if (size == 0) return 0;
  auto whole = std::min(count, rest.size() / size);
  if (whole > 0) std::memcpy(data, rest.data(), whole * size);
  rest = rest.subspan(whole * size);
  return whole;
}

std::string_view description_of(const YR_RULE* rule) {
  YR_META* meta = nullptr;
  yr_rule_metas_foreach(rule, meta) {
    if (meta->type == META_TYPE_STRING && std::string_view(meta->identifier) == "description")
      return meta->string;
  }
  return {};
}

struct Visit {
  const std::function<void(const YaraMatch&)>& visit;
};

void tell(YR_SCAN_CONTEXT* context, YR_RULE* rule, const std::function<void(const YaraMatch&)>& visit) {
  YaraMatch match{.rule = rule->identifier, .file = rule->ns->name, .description = description_of(rule)};
  bool told = false;
  YR_STRING* string = nullptr;
  yr_rule_strings_foreach(rule, string) {
    std::uint64_t places = 0;
    // The library lays its matches out unaligned; they are copied before they are looked at.
    for (const void* at = context->matches[string->idx].head; at != nullptr;) {
      YR_MATCH place;
      std::memcpy(&place, at, sizeof place);
      at = place.next;
      if (place.is_private || ++places > places_told) continue;
      if (places > 1) visit(match);
      match.string = string->identifier;
      match.offset = static_cast<std::uint64_t>(place.base + place.offset);
      match.length = static_cast<std::uint64_t>(place.match_length);
    }
    if (places == 0) continue;
    // The last one carries how many were left out.
    match.more = places > places_told ? places - places_told : 0;
    visit(match);
    match.more = 0;
    told = true;
  }
  if (!told) visit(match);
}

int on_match(YR_SCAN_CONTEXT* context, int message, void* data, void* self) {
  if (message == CALLBACK_MSG_RULE_MATCHING)
    tell(context, static_cast<YR_RULE*>(data), static_cast<Visit*>(self)->visit);
  return CALLBACK_CONTINUE;
}

}  // namespace

Result<CompiledYara> compile_yara(const std::vector<YaraSource>& sources) {
  CompiledYara out;
  Compiler all;
  if (all.compiler == nullptr) return fail(Fault::limit, "libyara cannot be started");
  for (const YaraSource& source : sources) {
    // Alone first: after one error a compiler takes nothing any more.
    out.files.push_back(look_at(source));
    if (!out.files.back().error.empty()) continue;
    if (yr_compiler_add_string(all.compiler, source.text.c_str(), source.name.c_str()) != 0)
      return fail(Fault::limit, "the rules cannot be compiled together: " + all.error);
  }
  Rules rules;
  if (yr_compiler_get_rules(all.compiler, &rules.rules) != ERROR_SUCCESS)
    return fail(Fault::limit, "the rules cannot be compiled together");
  YR_STREAM stream{.user_data = &out.bytes, .read = nullptr, .write = &append_to};
  if (yr_rules_save_stream(rules.rules, &stream) != ERROR_SUCCESS)
    return fail(Fault::limit, "the compiled rules cannot be written");
  return out;
}

struct YaraScanner::State {
  Rules rules;
};

YaraScanner::YaraScanner(std::unique_ptr<State> state) : state_(std::move(state)) {}
YaraScanner::YaraScanner(YaraScanner&&) noexcept = default;
YaraScanner& YaraScanner::operator=(YaraScanner&&) noexcept = default;
YaraScanner::~YaraScanner() = default;

Result<YaraScanner> YaraScanner::load(Bytes compiled) {
  auto state = std::make_unique<State>();
  YR_STREAM stream{.user_data = &compiled, .read = &take_from, .write = nullptr};
  if (!started() || yr_rules_load_stream(&stream, &state->rules.rules) != ERROR_SUCCESS)
    return fail(Fault::malformed, "compiled rules cannot be loaded");
  return YaraScanner(std::move(state));
}

Result<> YaraScanner::scan(Bytes content, int seconds, const std::function<void(const YaraMatch&)>& visit) {
  Visit with{visit};
  int code = yr_rules_scan_mem(state_->rules.rules, content.data(), content.size(), SCAN_FLAGS_NO_TRYCATCH,
                               &on_match, &with, seconds);
  if (code == ERROR_SUCCESS) return {};
  if (code == ERROR_SCAN_TIMEOUT)
    return fail(Fault::limit, "not held against all rules within " + std::to_string(seconds) + " s");
  if (code == ERROR_TOO_MANY_MATCHES)
    return fail(Fault::limit, "a string of a rule fits too often to be counted");
  return fail(Fault::malformed, "libyara gave up with error " + std::to_string(code));
}

}  // namespace bridle
