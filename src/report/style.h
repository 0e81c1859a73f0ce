#pragma once

#include "report/html_writer.h"

namespace bridle {

/// The report's only style. No font or image is fetched; severity is told by words, weight and border, so
/// that a grey print or a reader who sees no colours loses nothing.
inline constexpr Markup report_style = R"css(
:root { color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1d1f21; --soft: #55585c; --rule: #d5d1c7; --panel: #f4f1ea; --strong: #14365c; --mark: #7a3b00;
  --grave: #7d1420; --on-grave: #ffffff; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #16181b; --ink: #e8e6e1; --soft: #aeb0b3; --rule: #3b3f44; --panel: #1f2226; --strong: #a9c8ee; --mark: #f0b985;
  --grave: #f2b4b9; --on-grave: #24090c; } }
* { box-sizing: border-box; }
html { font: 100%/1.55 "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Charter, Cambria, Georgia, serif;
  background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.95rem; line-height: 1.2; margin: 0 0 .35rem; font-weight: 600; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: .8rem; border-top: 2px solid var(--ink); font-weight: 600; }
h3 { font-size: 1.08rem; line-height: 1.4; margin: 1.6rem 0 .4rem; font-weight: 600; }
p, ul { max-width: 44rem; margin: .5rem 0; }
.label, th, dt, .meta { font-family: system-ui, "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif; }
.label, dt { font-size: .78rem; letter-spacing: .02em; color: var(--soft); font-weight: 600; }
.sub, .note { color: var(--soft); }
.note, .meta { font-size: .88rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: 1.6rem 0 1rem; }
.pair > div { border: 1px solid var(--rule); border-top: 5px solid var(--strong); background: var(--panel); padding: 1rem 1.2rem 1.1rem; }
.pair .grave { border-top-color: var(--grave); }
.pair strong { display: block; font-size: 1.45rem; line-height: 1.3; font-weight: 600; margin: .2rem 0 .6rem; }
.next { border-left: 4px solid var(--strong); padding: .1rem 0 .1rem 1rem; margin: 1.2rem 0; }
dl { margin: .6rem 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .65rem 1.6rem; }
dl.wide { grid-template-columns: 1fr; gap: .5rem; }
dd { margin: 0; }
.wide > div, .told > div { display: grid; grid-template-columns: 11rem 1fr; gap: 1rem; }
.told { grid-template-columns: 1fr; max-width: 54rem; }
.told dt { padding-top: .22rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.45; margin: .5rem 0 1rem; }
caption { text-align: left; font-weight: 600; padding: .5rem 0 .2rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--rule); }
th { font-size: .76rem; color: var(--soft); border-bottom: 1px solid var(--soft); white-space: nowrap; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.status { white-space: nowrap; }
td.when { white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody th { font-size: .95rem; color: var(--ink); padding-top: 1.1rem; border-bottom: 1px solid var(--ink); }
tr.own td { font-weight: 600; background: var(--panel); }
td p { margin: .15rem 0; }
td.notread { font-weight: 600; white-space: nowrap; }
.evidence { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; white-space: pre-wrap;
  overflow-wrap: anywhere; unicode-bidi: isolate; }
.token { border: 1px solid var(--mark); color: var(--mark); border-radius: 2px; padding: 0 .15em; font-size: .85em; white-space: nowrap; }
.cut { color: var(--mark); font-style: italic; }
.finding { border: 1px solid var(--rule); border-left: 3px solid var(--soft); padding: 1rem 1.2rem .8rem; margin: 1.2rem 0; }
.finding h3 { margin-top: .3rem; }
.finding.high, .finding.critical { border-left: 8px solid var(--grave); }
.finding.medium { border-left: 8px double var(--mark); }
.statement { font-size: 1.06rem; }
.grades { display: flex; flex-wrap: wrap; gap: .4rem .6rem; margin: .2rem 0 .5rem; max-width: none; }
.grades span { border: 1px solid var(--soft); padding: .05rem .55rem; border-radius: 2px; }
.grades .critical, .grades .high { background: var(--grave); color: var(--on-grave); border-color: var(--grave); font-weight: 700; }
.grades .medium { border: 2px solid var(--mark); font-weight: 700; }
.grades .informational { border-style: dotted; }
.record { border-top: 1px solid var(--rule); padding: .5rem 0 .3rem; }
.record p { margin: .1rem 0 .3rem; max-width: none; }
.record dl { margin: .2rem 0 .4rem; gap: .1rem 1.6rem; font-size: .9rem; grid-template-columns: repeat(auto-fill, minmax(24rem, 1fr)); }
.record dl > div { display: grid; grid-template-columns: 8.5rem 1fr; gap: .8rem; }
.record dl > .long { grid-column: 1 / -1; }
.scroll { overflow-x: auto; }
@media (max-width: 44rem) {
  body { padding: 1.4rem 1rem 3rem; }
  h1 { font-size: 1.55rem; }
  .pair { grid-template-columns: 1fr; }
  .wide > div, .told > div, .record dl, .record dl > div { grid-template-columns: 1fr; gap: 0; }
  .told, .record dl { gap: .55rem; }
  .pair strong { font-size: 1.25rem; }
  table.stack thead { display: none; }
  table.stack, table.stack tbody, table.stack tr, table.stack td, table.stack th { display: block; }
  table.stack tr { border-bottom: 1px solid var(--rule); padding: .45rem 0; }
  table.stack td { border: 0; padding: .05rem 0; text-align: left; white-space: normal; }
  table.stack tbody th { white-space: normal; border-bottom: 0; padding-top: .8rem; }
  table.stack td.n::before { color: var(--soft); font-size: .8rem; }
  table.stack td:empty { display: none; }
  td.c-records::before { content: "records: "; } td.c-skipped::before { content: "skipped: "; }
}
@page { size: A4; margin: 24mm 18mm 20mm;
  @bottom-left { content: "Findings and coverage belong together: never cite one without the other."; font: 7.5pt sans-serif; color: #555; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --panel: #f5f5f5; --strong: #14365c; --mark: #5c2d00; --grave: #7d1420; --on-grave: #fff; }
  html { font-size: 9.8pt; background: #fff; color: #000; }
  body { max-width: none; padding: 0; }
  h2, h3, h2 + p, caption, thead { break-after: avoid; }
  .pair > div, .next, .record, tr, dl > div { break-inside: avoid; }
  .record dl { grid-template-columns: 1fr 1fr; gap: 0 1rem; }
  .record dl > div { grid-template-columns: 8.5rem 1fr; }
  .record > p:first-child, .label { break-after: avoid; }
  .finding { break-inside: avoid; }
  .finding.long { break-inside: auto; }
  p { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
}
)css";

}  // namespace bridle
