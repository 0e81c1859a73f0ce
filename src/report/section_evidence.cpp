#include <fmt/format.h>

#include "base/text.h"
#include "report/sections.h"

namespace bridle {
namespace {

constexpr std::int64_t most_problems = 40;

std::int64_t as_number(std::string_view text) {
  return parse_integer(text).value_or(0);
}

Result<> write_problems(Report& report) {
  Html& html = report.html;
  std::int64_t all = TRY(report.number("SELECT count(*) FROM evidence_file WHERE problem <> ''"));
  if (all == 0) return {};
  html.element("h3", fmt::format("Evidence files that could not be read ({})", grouped(all)));
  html.open("table class=stack").headings({"File", "Why"}).open("tbody");
  auto select =
      TRY(report.rows("SELECT path, problem FROM evidence_file WHERE problem <> '' ORDER BY path LIMIT 40"));
  while (TRY(select.step()))
    html.open("tr").open("td").evidence(select.text(0), 200).close().element("td", select.text(1)).close();
  html.close().close();
  if (all > most_problems)
    html.element("p class=note", fmt::format("… and {} more, in the table evidence_file of case.sqlite.",
                                             grouped(all - most_problems)));
  return {};
}

}  // namespace

Result<> write_evidence(Report& report) {
  Html& html = report.html;
  std::string_view container = report.examination_fact("container");
  html.open("section").element("h2", "Evidence, seal, and how to verify");
  html.open("dl class=wide");
  html.entry("Kind of evidence",
             container == "ios_backup"
                 ? "backup of an iPhone or iPad, as Finder, iTunes or libimobiledevice write it"
             : container == "ios_dump"
                 ? "file system of an iPhone or iPad, or a part of it, as a folder or an archive"
             : container == "bugreport"
                 ? "bug report of an Android phone, as a zip, a folder or its text alone"
             : container == "androidqf"      ? "collection of an Android phone by AndroidQF"
             : container == "android_backup" ? "backup of an Android phone, as adb writes it"
             : container == "intrusion_log" ? "intrusion logs of an Android phone in Advanced Protection Mode"
                                            : container);
  html.entry(
      "Files",
      fmt::format("{}, {}", counted(as_number(report.examination_fact("evidence_files")), "file", "files"),
                  size_in_words(as_number(report.examination_fact("evidence_bytes")))));
  html.entry("Digests",
             "evidence.sha256 in the case folder: SHA-256 of each file, in the form that sha256sum checks");
  html.evidence_entry("Program", fmt::format("Bridle {}", report.examination_fact("program_version")));
  html.evidence_entry("Its SHA-256", report.examination_fact("program_sha256"));
  html.entry("Scope", report.examination_fact("triage") == "yes"
                          ? "triage: only files that were needed were read and hashed"
                          : "all of the evidence was read and hashed");
  html.close();
  html.element("h3", "The seal");
  html.element("p",
               "manifest.json names the digest of every file of the case, this report included, and of every "
               "evidence file that was "
               "read; the seal is the digest of the manifest. It cannot stand in this report, because it "
               "covers this report. Write "
               "it down on paper, or send it to somebody you trust, when the examination ends: whoever has "
               "it can tell later whether "
               "a byte of the case was changed. By itself it does not prove who made the case, or when.");
  html.element("h3", "How to verify");
  html.open("p")
      .text("Run ")
      .open("code")
      .text("bridle verify CASE")
      .close()
      .text(" to compute the seal anew and compare it, and ");
  html.open("code")
      .text("bridle verify CASE --evidence FOLDER")
      .close()
      .text(
          " to compare the evidence with its digests as well. Without "
          "Bridle: ");
  html.open("code")
      .text("sha256sum -c evidence.sha256")
      .close()
      .text(
          " inside the evidence folder. The same evidence, program and "
          "indicators give the same case, byte for byte, on any machine.");
  html.close();
  html.element("p",
               "This report holds no time of the examination, so that it can be reproduced; run.json, beside "
               "the sealed files, has it.");
  TRY(write_problems(report));
  html.close();
  return {};
}

}  // namespace bridle
