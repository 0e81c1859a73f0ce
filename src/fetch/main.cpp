#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <clocale>

#include "base/json.h"
#include "base/text.h"
#include "fetch/confine.h"
#include "fetch/fetch.h"

using namespace bridle;

namespace {

constexpr int exit_whole = 0;    ///< every source is had whole
constexpr int exit_lacking = 1;  ///< something could not be had; what was there stays
constexpr int exit_error = 2;    ///< usage or configuration

constexpr const char* example = R"(# bridle-fetch CONFIGURATION --into FOLDER
sources:
  - name: mvt                  # of its folder: small letters, digits, hyphens
    type: mvt-index            # an indicators.yaml and all that it lists
    url: https://raw.githubusercontent.com/mvt-project/mvt-indicators/main/indicators.yaml
  - name: helpline
    type: taxii                # a collection of a TAXII 2.1 server
    url: https://taxii.example.org/api1/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/
    login-file: helpline.login # its first line: USER:PASSWORD (or token-file)
  - name: newsroom
    type: misp-feed            # a folder with manifest.json and its events
    url: https://misp.example.org/feed/
    ca-file: newsroom-ca.pem   # the only authority to trust
  - name: stick
    type: misp-feed            # the same from a folder, without a network
    mirror: /media/stick/newsroom
  - name: list
    type: file
    url: https://example.org/indicators.stix2
)";

struct Arguments {
  std::string configuration;
  std::vector<std::string> only;
  bool json = false, quiet = false, show_example = false;
  FetchOptions options;
};

int complain(const std::string& message) {
  fmt::print(stderr, "bridle-fetch: {}.\n", to_utf8_lossy(message));
  return exit_error;
}

void print(const Source& source, const FetchTally& tally, bool quiet) {
  if (!quiet)
    fmt::print("{}: {} files, {} bytes; {} new or changed, {} removed{}\n", source.name, tally.files,
               tally.bytes, tally.changed, tally.removed, tally.troubles.empty() ? "" : "; NOT WHOLE");
  for (const std::string& trouble : tally.troubles)
    fmt::print(stderr, "bridle-fetch: {}: {}\n", source.name, to_utf8_lossy(trouble));
}

void write(JsonWriter& json, const Source& source, const FetchTally& tally) {
  json.object().member("source", source.name).member("whole", tally.troubles.empty());
  json.member("files", tally.files).member("bytes", tally.bytes).member("changed", tally.changed);
  json.member("removed", tally.removed).key("troubles").array();
  for (const std::string& trouble : tally.troubles) json.value(trouble);
  json.end().end();
}

Result<int> run(const Arguments& a) {
  auto file = TRY(open_for_reading(a.configuration));
  auto sources = read_fetch_config(TRY(read_whole(file, 1 << 20)));
  if (!sources)
    return fail(sources.error().fault, fmt::format("{}: {}", a.configuration, sources.error().message));
  for (const std::string& name : a.only)
    if (std::ranges::find(*sources, name, &Source::name) == sources->end())
      return fail(Fault::absent, fmt::format("no source is called {}", name));
  for (const std::string& lacking : TRY(confine(*sources, a.options)))
    if (!a.quiet) fmt::print(stderr, "bridle-fetch: on this kernel {}.\n", lacking);
  int code = exit_whole;
  JsonWriter json;
  json.array();
  for (const Source& source : *sources) {
    if (!a.only.empty() && std::ranges::find(a.only, source.name) == a.only.end()) continue;
    auto fetched = fetch_source(source, a.options);
    FetchTally tally = fetched ? std::move(*fetched) : FetchTally{};
    if (!fetched) tally.troubles.push_back(fetched.error().message);
    if (!tally.troubles.empty()) code = exit_lacking;
    if (a.json)
      write(json, source, tally);
    else
      print(source, tally, a.quiet);
  }
  if (a.json) fmt::print("{}\n", json.end().text());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(077);
  rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  std::setlocale(LC_ALL, "C");
  CLI::App app{
      "bridle-fetch gets published indicators and writes them to a folder, for bridle, which has no "
      "network.\n"
      "Exit codes: 0 all sources are had whole, 1 something could not be had, 2 usage."};
  Arguments a;
  app.add_option("configuration", a.configuration,
                 "YAML file that lists the sources (docs/formats/fetch.md)");
  app.add_option("--into", a.options.into, "folder to write to: a folder and a record for each source");
  app.add_option("--only", a.only, "name of a source; may be given again. All by default");
  app.add_option("--ca-file", a.options.ca_file,
                 "PEM file with the only authorities to trust, where a source names none");
  app.add_option("--proxy", a.options.proxy,
                 "proxy for all; else https_proxy and no_proxy of the environment");
  app.add_option("--timeout", a.options.http.total_seconds, "seconds for one file")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  app.add_option("--stall", a.options.http.stall_seconds, "seconds to connect, and without data")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  app.add_option("--wait", a.options.most_wait, "most seconds to wait when a server asks for it")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
  app.add_flag("--full", a.options.full,
               "TAXII: ask for the whole collections again, to learn what was deleted");
  app.add_flag("--json", a.json, "print one JSON document");
  app.add_flag("--quiet,-q", a.quiet, "print troubles only");
  app.add_flag("--example", a.show_example, "print a configuration to start from");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_whole : exit_error;
  }
  if (a.show_example) {
    fmt::print("{}", example);
    return exit_whole;
  }
  if (a.configuration.empty() || a.options.into.empty())
    return complain(
        "name a configuration and a folder: bridle-fetch CONFIGURATION --into FOLDER (--example prints one)");
  a.options.http.connect_seconds = a.options.http.stall_seconds;
  auto code = run(a);
  return code ? *code : complain(code.error().message);
}
