#include <fmt/format.h>
#include <openssl/crypto.h>
#include <seccomp.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <sys/utsname.h>

#include "artefacts/catalogue.h"
#include "base/secret.h"
#include "cli/catalogue_page.h"
#include "cli/options.h"
#include "cli/program.h"
#include "engine/sandbox.h"
#include "findings/levels.h"
#include "findings/rule.h"

namespace bridle::cli {
namespace {

void print_rule(const Rule& rule) {
  fmt::print(
      "{}: {}\n\nLooks at: {}\nUsual severity {}, confidence {}. Holds for {}.\n\nWhy it matters: {}\n\nWhat "
      "it does not show: {}\n\n"
      "How it can be innocent: {}\n\nHow to check it by hand: {}\n\nReferences:\n{}\n",
      rule.id, rule.title, rule.looks_at, name(rule.severity), name(rule.confidence), rule.versions,
      rule.means, rule.not_shown, rule.innocent, rule.check, rule.references);
}

void ring(std::string_view what, bool there, std::string_view detail) {
  fmt::print("  {:<34} {}{}\n", what, there ? "yes" : "NO",
             detail.empty() ? "" : fmt::format(" ({})", detail));
}

}  // namespace

int artefacts(bool page) {
  if (page) {
    fmt::print("{}", catalogue_page());
    return exit_nothing_found;
  }
  for (const Artefact* a : catalogue()) fmt::print("{:<28} {:<14} {}\n", a->id, name(a->question), a->title);
  return exit_nothing_found;
}

int explain(const std::string& id, bool page) {
  if (page) {
    fmt::print("{}", rules_page());
    return exit_nothing_found;
  }
  if (id.empty()) {
    for (const Rule* rule : rules())
      fmt::print("{:<34} {:<14} {}\n", rule->id, name(rule->severity), rule->title);
    return exit_nothing_found;
  }
  const Rule* rule = find_rule(id);
  if (rule == nullptr) return complain(fmt::format("there is no rule {}: `bridle explain` lists them", id));
  print_rule(*rule);
  return exit_nothing_found;
}

int levels() {
  fmt::print("{}", levels_page());
  return exit_nothing_found;
}

int version() {
  const scmp_version* seccomp = seccomp_version();
  fmt::print("bridle {}\nSQLite {}\n{}\nsimdjson {}.{}.{}\nfmt {}.{}.{}\nlibseccomp {}.{}.{}\n",
             program_version(), sqlite3_libversion(), OpenSSL_version(OPENSSL_VERSION),
             static_cast<int>(simdjson::SIMDJSON_VERSION_MAJOR),
             static_cast<int>(simdjson::SIMDJSON_VERSION_MINOR),
             static_cast<int>(simdjson::SIMDJSON_VERSION_REVISION), FMT_VERSION / 10000,
             FMT_VERSION / 100 % 100, FMT_VERSION % 100, seccomp->major, seccomp->minor, seccomp->micro);
  return exit_nothing_found;
}

int doctor() {
  utsname system{};
  ::uname(&system);
  SandboxState state = probe_sandbox();
  Secret secret(32);
  fmt::print("Kernel {} {} on {}\n", system.sysname, system.release, system.machine);
  ring("System calls of workers (seccomp)", state.seccomp, "");
  ring("Paths of workers (Landlock)", state.landlock > 0,
       state.landlock > 0 ? fmt::format("ABI {}", state.landlock) : "");
  ring("Limits of workers", state.limits, "");
  ring("No network for the program", state.no_network, "");
  ring("Keys in locked memory", secret.locked(),
       secret.locked() ? "" : "raise the limit of locked memory: ulimit -l");
  auto missing = state.missing();
  for (const std::string& sentence : missing) fmt::print("  {}\n", sentence);
  version();
  return missing.empty() && secret.locked() ? exit_nothing_found : exit_not_all_read;
}

}  // namespace bridle::cli
