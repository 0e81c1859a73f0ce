#include <fmt/format.h>

#include "report/sections.h"

namespace bridle {
namespace {

struct Limits {
  std::string_view container, sentence;
};

constexpr Limits limits[] = {
    {"ios_backup",
     "a backup holds neither system files and logs, nor the memory of running programs, nor what was deleted "
     "before it was made. A sysdiagnose or a full file system may show what a backup cannot."},
    {"ios_dump",
     "files show neither the memory of running programs nor, for the most part, what was deleted before they "
     "were taken; and how whole they are depends on what took them."},
    {"bugreport",
     "a bug report is what the system says of itself on one occasion: no files of apps, no messages, logs of "
     "hours or days only; and a system that was taken over can say what it likes."},
    {"androidqf",
     "a collection holds what the system says of itself and a few files, not those of apps; logs reach back "
     "hours or days only; and a system that was taken over can say what it likes."},
    {"android_backup",
     "such a backup holds the files of those apps only that allow it, and nothing of the system."},
    {"intrusion_log",
     "these logs hold connections, look-ups and security events since logging was switched on, and nothing "
     "else of the phone."},
};

std::string_view limits_of(std::string_view container) {
  for (const Limits& each : limits)
    if (each.container == container) return each.sentence;
  return "it holds a part of what a phone keeps.";
}

}  // namespace

Result<> write_method(Report& report) {
  Html& html = report.html;
  html.open("section").element("h2", "Method and its limits");
  html.element("p",
               "The evidence was opened for reading only. Each kind of trace was read by a program part of "
               "its own, in a worker "
               "process that has no network and may touch nothing but its own input. What it returned was "
               "checked, stored as records "
               "with their place in the evidence, and compared with indicators and rules. Nothing was looked "
               "up on the network.");
  html.open("ul");
  html.element("li",
               "Absence of findings is no proof of absence. Spyware of this class removes its traces; much "
               "of it lives in memory only "
               "and is gone after a restart; and not every kind is known.");
  html.element("li", fmt::format("This kind of evidence has limits of its own: {}",
                                 limits_of(report.examination_fact("container"))));
  html.element("li",
               "Times are those of the device's own clock. Nothing here tells whether that clock was right, "
               "or was changed.");
  html.element("li",
               "Whoever has the phone unlocked, or can write where the evidence is kept, can plant or remove "
               "records. Who took it, "
               "and whether it came from the phone that it names, this report cannot know: that must be "
               "documented by whoever took it.");
  html.element("li",
               "A name, a domain or a file can be shared by something harmless. A finding that rests on one "
               "value alone is weaker "
               "than one that several independent traces support.");
  html.element("li",
               "No finding says who was behind it. Names of campaigns are those that the publishers of the "
               "indicators gave.");
  if (report.examination_fact("triage") == "yes")
    html.element("li",
                 "This was a triage: files that no trace needed were neither read nor hashed, and cannot be "
                 "verified later.");
  html.close();
  html.element("h3", "Containment of the examination");
  std::string_view missing = report.examination_fact("sandbox_missing");
  html.element(
      "p",
      fmt::format(
          "Evidence can be made to attack the program that reads it. {}",
          missing.empty()
              ? "Every ring of containment that the program knows was in force on this machine (Landlock "
                "version " +
                    std::string(report.examination_fact("landlock_abi")) + ")."
              : "On this machine not every ring of containment was available:"));
  if (!missing.empty()) html.element("p class=next", missing);
  html.element("h3", "Rules that were applied");
  html.element("p",
               "bridle explain prints each rule with what it looks at, why it matters, what it does not "
               "show, and the published work that "
               "it rests on; bridle artefacts lists each trace with the system versions that its reader was "
               "made for.");
  html.close();
  return {};
}

Result<> write_words(Report& report) {
  Html& html = report.html;
  html.open("section").element("h2", "The words used here");
  html.open("dl class=wide");
  html.entry("finding", "something that an examiner must look at, and why; an observation, not a conclusion");
  html.entry(
      "severity",
      "how much it would matter if it is what it looks like: informational, low, medium, high, critical");
  html.entry("confidence", "how sure it is that it is what it looks like: low, medium, high");
  html.entry(
      "relation",
      "what a record says about a value: mentioned (it stands in a text), sent, received, visited (a browser "
      "opened it), "
      "loaded (a page or an app fetched it, seen or unseen), resolved (its name was looked up), connected "
      "(data was "
      "exchanged), on disk (such a file was stored), installed, executed (a program of that name ran)");
  html.entry("coverage", "how much of what should be there was read: complete, partial, insufficient");
  html.entry("trace",
             "a kind of record that a phone keeps, for instance its messages or the list of programs that "
             "used the network");
  html.entry("record, locator",
             "one entry of a trace, and its place in the file, so that it can be found with any other tool");
  html.entry("skipped", "a record that is there and could not be read");
  html.entry(
      "indicator",
      "a published value, such as a domain or a program's name, that a laboratory has seen used by spyware");
  html.entry("grade", "how closely a value meets an indicator, from exact to a mere part of a name");
  html.entry("TLP", "Traffic Light Protocol: how far the publisher of an indicator lets it be shared");
  html.entry("revision", "one comparison of the case with one set of indicators; the records stay the same");
  html.close().close();
  return {};
}

}  // namespace bridle
