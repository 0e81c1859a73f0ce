#include <fmt/format.h>

#include "report/sections.h"

namespace bridle {
namespace {

// What stands at the head of the left statement.
std::string finding_headline(const Verdict& verdict, std::int64_t findings, const TraceCounts& traces) {
  if (!verdict.finding && traces.read() == 0) return "Nothing was found, for nothing could be read.";
  if (!verdict.finding)
    return fmt::format("Nothing was found in the {} that could be read.",
                       counted(traces.read(), "kind of trace", "kinds of trace"));
  if (findings == 1) return fmt::format("1 finding, of severity {}.", name(*verdict.finding));
  return fmt::format("{}; the gravest is of severity {}.", counted(findings, "finding", "findings"),
                     name(*verdict.finding));
}

std::string finding_meaning(const Verdict& verdict, const TraceCounts& traces) {
  if (!verdict.finding) {
    std::int64_t missing = traces.absent + traces.unread;
    std::string gap = missing == 0
                          ? "Every kind of trace that was looked for was there."
                          : fmt::format("{} could not be read or {} absent.",
                                        counted(missing, "other", "others"), missing == 1 ? "is" : "are");
    return gap +
           " This does not prove that the phone was never a target or never taken over: traces fade, some "
           "spyware leaves none in "
           "this kind of evidence, and not every spyware is known.";
  }
  switch (*verdict.finding) {
    case Severity::critical:
    case Severity::high:
      return "At least one record would matter a great deal if it is what it looks like. A finding is "
             "something to look at, with its "
             "innocent explanations beside it. It is not proof that the phone was taken over, and says "
             "nothing of who did what.";
    case Severity::medium:
      return "At least one record deserves a careful look. A finding is something to look at, with its "
             "innocent explanations beside it. "
             "It is not proof that the phone was taken over.";
    case Severity::low:
    case Severity::informational:
      return "What was found is worth knowing and needs no action by itself. It is no sign that the phone "
             "was taken over; nor does it "
             "prove that the phone never was.";
  }
  return {};
}

std::string coverage_headline(const Verdict& verdict, const TraceCounts& traces) {
  std::string_view what = verdict.coverage == CoverageLevel::complete  ? "Coverage is complete"
                          : verdict.coverage == CoverageLevel::partial ? "Coverage is partial"
                                                                       : "Coverage is insufficient";
  return fmt::format("{}: {} of {} could be read.", what, grouped(traces.read()),
                     counted(traces.all, "kind of trace", "kinds of trace"));
}

std::string coverage_meaning(CoverageLevel level) {
  switch (level) {
    case CoverageLevel::complete:
      return "Everything that such evidence always holds was there and was read to its end. Traces that only "
             "some phones have may be "
             "absent all the same; the list below says which.";
    case CoverageLevel::partial:
      return "Some of what should be there was missing or could not be read to its end. What stands in the "
             "unread part is not known:";
    case CoverageLevel::insufficient:
      return "So little could be read that finding nothing would mean almost nothing. Examine better "
             "evidence before drawing any "
             "conclusion:";
  }
  return {};
}

std::string_view next_step(const Verdict& verdict) {
  if (verdict.finding && *verdict.finding >= Severity::medium)
    return "What to do now: keep the phone and this evidence as they are — do not reset, update or tidy up — "
           "and go through the findings "
           "with an experienced examiner before acting on them. If you need to speak in confidence "
           "meanwhile, use another device.";
  if (verdict.coverage == CoverageLevel::insufficient)
    return "What to do now: make a new, encrypted backup and examine that; this result should not be relied "
           "on.";
  return "What to do now: nothing is urgent. If you have a reason for worry that this report does not touch "
         "— a warning from a "
         "maker, a strange message, an arrest or a border search — tell it to an experienced examiner.";
}

}  // namespace

Result<> write_title(Report& report) {
  Html& html = report.html;
  html.open("header");
  html.element("p class=label", "Bridle · consensual forensic examination");
  html.element("h1", "Traces of mercenary spyware: report of an examination");
  html.open("p class=sub");
  std::string_view product = report.device_fact("product_name");
  if (product.empty()) product = report.device_fact("product_type");
  html.evidence(product.empty() ? "A device whose kind is not named" : product, 80);
  if (auto version = report.device_fact("product_version"); !version.empty())
    html.text(", system ").evidence(version, 40);
  if (auto name = report.device_fact("device_name"); !name.empty()) html.text(", named ").evidence(name, 80);
  if (auto last = report.device_fact("last_backup"); !last.empty())
    html.text(", backed up ").evidence(last, 40);
  html.text(fmt::format(". Revision {} of this case.", report.revision)).close();
  html.close();
  return {};
}

Result<> write_verdict(Report& report) {
  Html& html = report.html;
  TraceCounts traces = TRY(count_traces(report));
  std::int64_t findings =
      TRY(report.number("SELECT count(*) FROM finding WHERE revision = ?1 AND suppression IS NULL"));
  std::int64_t files = TRY(report.number("SELECT count(*) FROM indicator_file WHERE revision = ?1"));
  std::int64_t secret = TRY(
      report.number("SELECT count(*) FROM finding WHERE revision = ?1 AND tlp IN ('red', 'amber+strict')"));
  html.open("main").open("div class=pair");
  bool grave = report.verdict.finding && *report.verdict.finding >= Severity::high;
  grave ? html.open("div class=grave") : html.open("div");
  html.element("p class=label", "What was found")
      .element("strong", finding_headline(report.verdict, findings, traces));
  html.element("p", finding_meaning(report.verdict, traces));
  if (report.verdict.suppressed > 0)
    html.element("p",
                 fmt::format("{} set aside by an examiner, with reasons that stand below; {} counted here.",
                             report.verdict.suppressed == 1
                                 ? "1 more finding was"
                                 : grouped(report.verdict.suppressed) + " more findings were",
                             report.verdict.suppressed == 1 ? "it is not" : "they are not"));
  if (files == 0)
    html.element(
        "p",
        "No published indicators were given to this examination; only rules that need none were applied.");
  html.close();
  report.verdict.coverage == CoverageLevel::insufficient ? html.open("div class=grave") : html.open("div");
  html.element("p class=label", "What could be read")
      .element("strong", coverage_headline(report.verdict, traces));
  html.element("p", coverage_meaning(report.verdict.coverage));
  if (!report.verdict.limits.empty()) {
    html.open("ul");
    for (const std::string& limit : report.verdict.limits) html.element("li", limit + ".");
    html.close();
  }
  html.close().close();
  html.element("p class=note",
               "The two statements belong together: neither means anything without the other.");
  html.element("p class=next", next_step(report.verdict));
  if (secret > 0)
    html.element(
        "p class=next",
        fmt::format("{} with a sharing mark of TLP:RED or TLP:AMBER+STRICT: whoever passes this report on "
                    "passes those values on.",
                    secret == 1 ? "1 finding rests on an indicator"
                                : grouped(secret) + " findings rest on indicators"));
  return {};
}

}  // namespace bridle
