#include <sys/stat.h>
#include <CLI/CLI.hpp>

#include <clocale>

#include "cli/options.h"
#include "engine/sandbox.h"

using namespace bridle::cli;

namespace {

void add_indicators(CLI::App& command, ExamineArguments& a) {
  command.add_option(
      "--indicators,-i", a.indicators,
      "pack, STIX 2, MISP, CSV, OpenIOC or plain list, MVT's index, or a folder of them; may be given again");
  command.add_option("--suppressions", a.suppressions,
                     "file of findings to set aside, with reasons (docs/formats/suppressions.md)");
  command.add_option("--custody", a.custody,
                     "FROM..TO when the phone was out of its owner's hands, as "
                     "2024-02-01T10:00Z..2024-02-02T18:30+01:00: what changed then; may be given again");
}

void add_outcome(CLI::App& command, ExamineArguments& a) {
  command.add_flag("--json", a.json, "print one JSON document instead of the summary");
  command.add_flag("--quiet,-q", a.quiet, "no progress, no summary: the exit code speaks");
  command.add_option("--fail-on", a.fail_on, "least severity that gives exit code 1")
      ->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}))
      ->capture_default_str();
}

void add_indicator_commands(CLI::App& app, IndicatorArguments& a, int& code) {
  CLI::App* all = app.add_subcommand("indicators", "build, show, check and compare packs of indicators");
  all->require_subcommand(1);
  auto add = [&](const char* name, const char* what, int (*run)(const IndicatorArguments&), const char* files,
                 int least, int most) {
    CLI::App* command = all->add_subcommand(name, what);
    command->add_option("files", a.files, files)->required()->expected(least, most);
    command->add_flag("--json", a.json, "as JSON");
    command->callback([&code, &a, run] { code = run(a); });
    return command;
  };
  CLI::App* build =
      add("build", "make a pack from sources", build_indicators, "sources: files or folders", 1, 10'000);
  build->add_option("-o,--output", a.output, "file to make; its signature gets \".minisig\" behind it")
      ->required();
  build->add_option("--name", a.name, "name of the pack")->required();
  build->add_option("--date", a.date, "date of the pack, as 2026-01-31; never taken from the clock")
      ->required();
  build->add_option("--class", a.threat, "what the sources give away")
      ->check(CLI::IsMember({"generic", "mercenary spyware", "stalkerware", "forensic tool", "phishing"}))
      ->capture_default_str();
  build->add_option("--platform", a.platform, "of what names none")
      ->check(CLI::IsMember({"any", "ios", "android"}))
      ->capture_default_str();
  build->add_option("--url", a.urls, "FILE=URL: where a source was published; may be given again");
  build->add_option("--provenance", a.provenance,
                    "what bridle-fetch recorded: NAME.record, or the folder with them; may be given again");
  build->add_option("--collisions", a.collisions,
                    "file of lines \"TYPE VALUE: why\": harmless things known to have a value too");
  build->add_option("--previous", a.previous,
                    "the pack before: what it has and the sources lack is kept as withdrawn");
  build->add_option("--sign", a.secret_key, "secret key: minisign's without a password, or 32 raw bytes");
  add("show", "what a pack holds and where it comes from", show_indicators, "pack", 1, 1);
  add("lint", "what publishers should look at, and whether each indicator can be met", lint_indicators,
      "files or folders of any kind", 1, 10'000);
  add("diff", "what is new, withdrawn, gone and changed", diff_indicators, "the older pack, and the newer", 2,
      2);
  CLI::App* verify = add("verify", "check a pack's form and its signature", verify_indicators, "pack", 1, 1);
  verify->add_option(
      "--key", a.public_key,
      "public key of its maker: the line itself, or a file; without it only the form is checked, and the "
      "exit code is 1");
  verify->add_option("--signature", a.signature, "signature file; PACK.minisig by default");
}

CLI::App* add_show(CLI::App& app, const char* name, const char* what, ShowArguments& a) {
  CLI::App* command = app.add_subcommand(name, what);
  command->add_option("case", a.case_folder, "case folder")->required();
  command->add_option("--revision", a.revision, "of the matches and findings; the latest by default");
  command->add_flag("--json", [&a](std::int64_t) { a.format = Format::json; }, "as JSON");
  command->add_flag("--csv", [&a](std::int64_t) { a.format = Format::csv; }, "as CSV");
  return command;
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
// The program forbids ptrace to itself, and the leak checker lives on it. Unit tests look for leaks.
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}  // NOLINT(*-reserved-identifier,*-identifier-naming)
#endif

int main(int argc, char** argv) {
  ::umask(077);  // what a case holds is for its examiner alone
  // Before anything else: no network, no other programs. Where the kernel cannot, `doctor` and every report
  // say so.
  (void)bridle::forbid_network();
  std::setlocale(LC_ALL, "C");

  CLI::App app{
      "Bridle examines a phone's backup, dump or bug report, with its owner's consent, for traces of "
      "mercenary spyware."};
  app.require_subcommand(0, 1);
  int code = exit_error;
  bool asked_version = false;
  app.add_flag("--version", asked_version, "print the version and those of the libraries");

  ExamineArguments examined;
  CLI::App* command = app.add_subcommand("examine", "examine the evidence of a phone and make a sealed case");
  command
      ->add_option(
          "evidence", examined.evidence,
          "iOS: backup folder, or the folder above a single one, or a dump; Android: bug report (or its "
          "text), AndroidQF collection, .zip.age of one, .ab backup, "
          "intrusion logs. Folders, tar, tar.gz or zip")
      ->required();
  command->add_option("--case,-c", examined.case_folder, "case folder to make; must not exist or be empty")
      ->required();
  add_indicators(*command, examined);
  command->add_option(
      "--yara", examined.yara,
      "file or folder of YARA rules (*.yar, *.yara) to hold programs, packages, scripts and settings "
      "against; may be given again");
  command->add_option("--password-file", examined.password_file,
                      "file whose first line is the backup password (else BRIDLE_PASSWORD, else asked)");
  command->add_option("--identity", examined.identity_file,
                      "file of age identities (AGE-SECRET-KEY-1…), for an AndroidQF collection as .zip.age");
  command->add_flag("--triage", examined.triage, "read and hash only the files that are needed, and say so");
  command->add_option("--workers", examined.workers, "worker processes; as many as processors by default")
      ->check(CLI::Range(1, 64));
  add_outcome(*command, examined);
  command->callback([&] { code = examine(examined); });

  command = app.add_subcommand(
      "match", "match a case against indicators again, without the evidence, as a new revision");
  command->add_option("case", examined.case_folder, "case folder")->required();
  add_indicators(*command, examined);
  add_outcome(*command, examined);
  command->callback([&] { code = match(examined); });

  ShowArguments shown;
  add_show(app, "findings", "list the findings of a case", shown)->callback([&] { code = findings(shown); });
  command = app.add_subcommand("diff", "compare the findings of two revisions of a case");
  command->add_option("case", shown.case_folder, "case folder")->required();
  command->add_option("--from", shown.from, "older revision; the one before the other by default");
  command->add_option("--to", shown.to, "newer revision; the latest by default");
  command->add_flag("--json", [&](std::int64_t) { shown.format = Format::json; }, "as JSON");
  command->add_flag("--csv", [&](std::int64_t) { shown.format = Format::csv; }, "as CSV");
  command->callback([&] { code = diff(shown); });
  add_show(app, "coverage", "list what was read, and what was not", shown)->callback([&] {
    code = coverage(shown);
  });
  command = add_show(app, "timeline", "list the events of a case in order", shown);
  command->add_option("--from", shown.since, "only events from this moment on, as 2024-02-01T10:00+01:00");
  command->add_option("--to", shown.until, "only events up to this moment, the same");
  command->callback([&] { code = timeline(shown); });
  add_show(app, "processes", "list every program that any source saw running", shown)->callback([&] {
    code = processes(shown);
  });
  add_show(app, "device", "list what happened to the phone itself: starts, updates, zones, gaps", shown)
      ->callback([&] { code = device(shown); });
  command = add_show(app, "records", "list the records of one artefact", shown);
  command->add_option("--artefact,-a", shown.artefact,
                      "artefact id, such as ios.sms; without it: how many records each has");
  command->callback([&] { code = records(shown); });

  IndicatorArguments indicators;
  add_indicator_commands(app, indicators, code);

  std::string folder, output, format = "mvt", rule, evidence;
  bool page = false;
  command = app.add_subcommand(
      "report", "print where the report of a case is, after checking that it is the sealed one");
  command->add_option("case", folder, "case folder")->required();
  command->callback([&] { code = report(folder); });

  command =
      app.add_subcommand("verify", "recompute all that a case claims, and name the first thing that differs");
  command->add_option("case", folder, "case folder")->required();
  command->add_option("--evidence", evidence, "evidence folder, to hash it again");
  command->callback(
      [&] { code = verify(folder, evidence.empty() ? std::nullopt : std::optional(evidence)); });

  command = app.add_subcommand("export", "write a case in another tool's form");
  command->add_option("case", folder, "case folder")->required();
  command->add_option("--format", format, "mvt")->check(CLI::IsMember({"mvt"}))->capture_default_str();
  command->add_option("-o,--output", output, "folder to make")->required();
  command->callback([&] { code = export_case(folder, format, output); });

  command = app.add_subcommand("artefacts", "list the traces that are read");
  command->add_flag("--markdown", page, "as the page docs/catalogue.md");
  command->callback([&] { code = artefacts(page); });

  command = app.add_subcommand(
      "explain", "explain a rule: what it looks at, how it can be innocent, how to check it by hand");
  command->add_option("rule", rule, "rule id; without it: all rules");
  command->add_flag("--markdown", page, "all rules as the page docs/rules.md");
  command->callback([&] { code = explain(rule, page); });

  command = app.add_subcommand("levels", "explain how grave and how sure findings from indicators are");
  command->add_flag("--markdown", page, "as the page docs/levels.md, which is how it is printed anyway");
  command->callback([&] { code = levels(); });

  command = app.add_subcommand(
      "demo", "forge an encrypted backup with planted traces of a made-up spyware, and examine it");
  command->add_option("folder", folder, "folder to make; bridle-demo by default");
  command->callback([&] { code = demo(folder.empty() ? "bridle-demo" : folder); });

  app.add_subcommand("doctor", "check what this machine offers: sandbox, memory locking, libraries")
      ->callback([&] { code = doctor(); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_nothing_found : exit_error;
  }
  if (asked_version) return version();
  if (app.get_subcommands().empty()) {
    std::fputs(app.help().c_str(), stdout);
    return exit_error;
  }
  return code;
}
