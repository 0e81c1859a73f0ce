#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/json.h"
#include "cli/options.h"
#include "cli/program.h"
#include "indicators/lint.h"
#include "indicators/stix_loader.h"
#include "packs/collisions.h"
#include "packs/minisign.h"
#include "packs/pack.h"

namespace bridle::cli {
namespace {

Result<std::string> content_of(const std::string& path) {
  auto file = TRY(open_for_reading(path));
  auto content = read_whole(file, indicator_file_limit);
  if (!content) return fail(content.error().fault, fmt::format("{}: {}", path, content.error().message));
  return content;
}

bool is_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

int finish(const Result<int>& code) {
  return code ? *code : complain(code.error().message);
}

Result<PackHeader> checked_pack(const std::string& path, std::string_view text) {
  if (!text.starts_with("{\"bridle_pack\""))
    return fail(Fault::unsupported,
                fmt::format("{} is not a pack: `bridle indicators build` makes one from other files", path));
  auto header = check_pack(text);
  if (!header) return fail(header.error().fault, fmt::format("{}: {}", path, header.error().message));
  return header;
}

/// The text of a pack whose form is whole.
Result<std::string> pack_text(const std::string& path) {
  if (is_folder(path))
    return fail(Fault::unsupported,
                fmt::format("{} is a folder, not a pack: `bridle indicators build` makes one of it", path));
  std::string text = TRY(content_of(path));
  TRY(checked_pack(path, text));
  return text;
}

Result<IndicatorSet> load_pack(const std::string& path) {
  std::string text = TRY(pack_text(path));
  IndicatorLoader loader;
  loader.add_file(path, as_bytes(text));
  IndicatorSet set = loader.finish();
  if (!set.report.files[0].error.empty())
    return fail(Fault::malformed, fmt::format("{}: {}", path, set.report.files[0].error));
  return set;
}

Result<ProvenanceBySha256> provenance_of(const std::vector<std::string>& paths) {
  ProvenanceBySha256 out;
  auto add = [&](const std::string& path) -> Result<> {
    auto record = read_fetch_record(TRY(content_of(path)));
    if (!record) return fail(record.error().fault, fmt::format("{}: {}", path, record.error().message));
    add_provenance(out, *record);
    return {};
  };
  for (const std::string& path : paths) {
    if (!is_folder(path)) {
      TRY(add(path));
      continue;
    }
    for (const std::string& name : TRY(names_in(TRY(open_directory(path)))))
      if (name.ends_with(".record")) TRY(add(path + "/" + name));
    if (out.empty())
      return fail(Fault::absent, fmt::format("{} holds no records of bridle-fetch (NAME.record)", path));
  }
  return out;
}

Result<int> build(const IndicatorArguments& a) {
  // Where two sources publish one value, the first names it: their order must not be the order of the
  // arguments.
  auto files = a.files;
  std::ranges::sort(files);
  IndicatorSet set = TRY(load_named_indicators(files));
  for (const FileReport& file : set.report.files)
    if (!file.error.empty())
      return fail(Fault::malformed,
                  fmt::format("source {}: {}. Nothing was made: leave this file out, or name "
                              "those that are meant",
                              file.name, file.error));
  PackOptions options{.name = a.name, .date = a.date};
  for (std::size_t i = 0; i < indicator_class_count; ++i)
    if (name(static_cast<IndicatorClass>(i)) == a.threat) options.threat = static_cast<IndicatorClass>(i);
  options.platform = a.platform == "ios"       ? Platform::ios
                     : a.platform == "android" ? Platform::android
                                               : Platform::any;
  for (const std::string& each : a.urls) {
    auto equals = each.find('=');
    if (equals == std::string::npos) return fail(Fault::malformed, "--url is not of the form FILE=URL");
    options.urls[each.substr(0, equals)] = each.substr(equals + 1);
  }
  if (!a.collisions.empty()) {
    auto added = add_collisions(set, TRY(content_of(a.collisions)));
    if (!added) return fail(added.error().fault, fmt::format("{}: {}", a.collisions, added.error().message));
  }
  options.provenance = TRY(provenance_of(a.provenance));
  std::optional<IndicatorSet> previous;
  if (!a.previous.empty()) previous = TRY(load_pack(a.previous));
  std::string text = TRY(build_pack(set, options, previous ? &*previous : nullptr));
  PackHeader header = TRY(check_pack(text));
  std::string signature, key_text;
  if (!a.secret_key.empty()) {
    auto key = TRY(read_minisign_secret_key(TRY(content_of(a.secret_key))));
    signature = TRY(minisign(key, as_bytes(text), fmt::format("bridle pack {} of {}", a.name, a.date)));
    key_text = key.public_key().text();
  }
  TRY(replace_file(a.output, text));
  if (!signature.empty()) TRY(replace_file(a.output + ".minisig", signature));
  fmt::print("{} values and {} patterns, {} of them withdrawn, from {} sources.\n", header.values,
             header.patterns, header.withdrawn, header.sources.size());
  if (set.report.rejected + set.report.not_evaluated > 0)
    fmt::print("{} were rejected and {} are not evaluated: `bridle indicators lint` says which.\n",
               set.report.rejected, set.report.not_evaluated);
  if (!set.report.left_out.empty())
    fmt::print(
        "{} lists were left out, for structured files lie beside them: `bridle indicators lint` says "
        "which.\n",
        set.report.left_out.size());
  if (!key_text.empty()) fmt::print("Signed. The public key is {}\n", key_text);
  return exit_nothing_found;
}

void print_counts(const std::map<std::string, std::uint64_t>& counts) {
  for (const auto& [what, count] : counts) fmt::print("  {:<40} {:>9}\n", what, count);
}

Result<int> show(const IndicatorArguments& a) {
  PackHeader header = TRY(check_pack(TRY(pack_text(a.files[0]))));
  IndicatorSet set = TRY(load_pack(a.files[0]));
  std::map<std::string, std::uint64_t> counts;
  for (const Indicator& each : set.indicators)
    ++counts[fmt::format("{}, {}{}", name(each.threat), name(each.type), each.revoked ? ", withdrawn" : "")];
  for (const PatternIndicator& each : set.patterns)
    ++counts[fmt::format("{}, pattern", name(each.about.threat))];
  if (a.json) {
    JsonWriter json;
    json.object().member("name", header.name).member("date", header.date);
    json.member("sha256", set.report.files[0].sha256).key("sources").array();
    for (const PackSource& each : header.sources)
      json.object()
          .member("name", each.name)
          .member("sha256", each.sha256)
          .member("url", each.url)
          .member("fetched", each.fetched)
          .member("former", each.former)
          .end();
    json.end().key("counts").object();
    for (const auto& [what, count] : counts) json.member(what, count);
    fmt::print("{}\n", json.end().end().text());
    return exit_nothing_found;
  }
  fmt::print("{} of {}\nSHA-256 {}\n\nSources:\n", header.name, header.date, set.report.files[0].sha256);
  for (const PackSource& each : header.sources)
    fmt::print("  {}  {}{}{}{}\n", each.sha256, each.name, each.url.empty() ? "" : "  " + each.url,
               each.fetched.empty() ? "" : "  " + each.fetched, each.former ? "  (former)" : "");
  fmt::print("\nHolds:\n");
  print_counts(counts);
  for (const Indicator& each : set.indicators)
    if (!each.withdrawn.empty())
      fmt::print("withdrawn {}: {} {}\n", each.withdrawn, name(each.type), each.value);
  return exit_nothing_found;
}

struct LintLine {
  std::string file, kind, id, value, reason;
};

Result<int> lint_files(const IndicatorArguments& a) {
  IndicatorSet set = TRY(load_named_indicators(a.files));
  std::vector<LintLine> lines;
  for (const FileReport& file : set.report.files) {
    if (!file.error.empty()) lines.push_back({file.name, "unreadable", "", "", file.error});
    auto take = [&](const char* kind, const std::vector<LoadRemark>& list) {
      for (const LoadRemark& each : list)
        lines.push_back({file.name, kind, each.id, each.pattern, each.reason});
    };
    take("lint", file.lint);
    take("rejected", file.rejected);
    take("not evaluated", file.not_evaluated);
  }
  for (const std::string& name : set.report.left_out)
    lines.push_back({name, "left out", "", "", "a list beside structured files: name it to load it"});
  auto unmet = unmet_indicators(set);
  for (auto number : unmet) {
    const Indicator& each = set.indicators[number];
    lines.push_back({std::string(each.source_file()), "unmet", each.id, each.value,
                     "no observation meets this indicator"});
  }
  auto tested = std::ranges::count_if(set.indicators, [](const Indicator& each) { return !each.revoked; });
  auto met = tested - static_cast<std::ptrdiff_t>(unmet.size());
  if (a.json) {
    JsonWriter json;
    json.object().member("indicators", static_cast<std::uint64_t>(set.indicators.size()));
    json.member("patterns", static_cast<std::uint64_t>(set.patterns.size()));
    json.member("self_tested", static_cast<std::int64_t>(tested))
        .member("met", static_cast<std::int64_t>(met));
    json.key("remarks").array();
    for (const LintLine& each : lines)
      json.object()
          .member("file", each.file)
          .member("kind", each.kind)
          .member("id", each.id)
          .member("value", each.value)
          .member("reason", each.reason)
          .end();
    fmt::print("{}\n", json.end().end().text());
  } else {
    for (const LintLine& each : lines)
      if (each.id.empty() && each.value.empty())
        fmt::print("{}: {}: {}\n", each.file, each.kind, each.reason);
      else
        fmt::print("{}: {}: {} {}: {}\n", each.file, each.kind, each.id, json_string(each.value),
                   each.reason);
    fmt::print(
        "{} of {} indicators are met by their own observation; {} patterns are evaluated over a case.\n", met,
        tested, set.patterns.size());
  }
  return lines.empty() ? exit_nothing_found : exit_findings;
}

Result<int> diff(const IndicatorArguments& a) {
  auto older = TRY(load_pack(a.files[0])), newer = TRY(load_pack(a.files[1]));
  auto difference = difference_of(older, newer);
  const std::pair<const char*, const std::vector<std::string>*> lists[] = {
      {"added", &difference.added},
      {"withdrawn", &difference.withdrawn},
      {"gone", &difference.gone},
      {"changed", &difference.changed}};
  if (a.json) {
    JsonWriter json;
    json.object();
    for (const auto& [what, list] : lists) {
      json.key(what).array();
      for (const std::string& each : *list) json.value(each);
      json.end();
    }
    fmt::print("{}\n", json.end().text());
  } else {
    for (const auto& [what, list] : lists)
      for (const std::string& each : *list) fmt::print("{:<10} {}\n", what, each);
    fmt::print("{} added, {} withdrawn, {} gone, {} changed.\n", difference.added.size(),
               difference.withdrawn.size(), difference.gone.size(), difference.changed.size());
  }
  return difference.empty() ? exit_nothing_found : exit_findings;
}

Result<int> verify_pack(const IndicatorArguments& a) {
  std::string text = TRY(pack_text(a.files[0]));
  PackHeader header = TRY(check_pack(text));
  auto held = fmt::format("{} values and {} patterns, {} of them withdrawn", header.values, header.patterns,
                          header.withdrawn);
  if (a.public_key.empty()) {
    fmt::print(
        "The form is whole: {}.\nThe signature was not checked: name its maker's public key with --key.\n",
        held);
    return exit_findings;
  }
  std::error_code error;
  auto key_text =
      std::filesystem::is_regular_file(a.public_key, error) ? TRY(content_of(a.public_key)) : a.public_key;
  auto key = TRY(read_minisign_public_key(key_text));
  auto beside = a.files[0] + ".minisig";
  auto file = content_of(a.signature.empty() ? beside : a.signature);
  if (!file && file.error().fault == Fault::absent && a.signature.empty())
    return fail(Fault::absent,
                fmt::format("{} has no signature beside it ({}): it was not signed, or name its file with "
                            "--signature",
                            a.files[0], beside));
  auto signature = TRY(std::move(file));
  auto comment = TRY(check_minisign(key, as_bytes(text), signature));
  fmt::print("The signature fits: {}\n{}.\n", json_string(comment), held);
  return exit_nothing_found;
}

}  // namespace

int build_indicators(const IndicatorArguments& arguments) {
  return finish(build(arguments));
}
int show_indicators(const IndicatorArguments& arguments) {
  return finish(show(arguments));
}
int lint_indicators(const IndicatorArguments& arguments) {
  return finish(lint_files(arguments));
}
int diff_indicators(const IndicatorArguments& arguments) {
  return finish(diff(arguments));
}
int verify_indicators(const IndicatorArguments& arguments) {
  return finish(verify_pack(arguments));
}

}  // namespace bridle::cli
