#include "harness/report/html/skeleton.hpp"

#include <fmt/format.h>

#include "harness/report/html/escape.hpp"

namespace descent::report {
namespace {

// Every pair of text and ground has a contrast of at least 4.5 : 1 (WCAG 2.1, 1.4.3), light and
// dark.
constexpr const char* kStyle = R"css(
:root { color-scheme: light dark;
  --ground: #ffffff; --panel: #f4f6f8; --ink: #1d2733; --quiet: #56616e; --line: #cfd6de;
  --accent: #1d5fae; --bar: #3d7cc9; --rest: #95a1ad;
  --good: #1a6e3c; --bad: #ab2430; --warn: #855300; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #14191f; --panel: #1e252d; --ink: #e4e9ef; --quiet: #a5b0bc; --line: #3a4551;
  --accent: #85b7f2; --bar: #5a97de; --rest: #66737f;
  --good: #7fd09b; --bad: #ff9a9a; --warn: #f0c070; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 0 0 .25rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .875rem; }
pre { margin: .25rem 0; padding: .5rem .75rem; overflow-x: auto; background: var(--panel);
  border: 1px solid var(--line); border-radius: 4px; white-space: pre; overflow-wrap: normal; }
bdi { unicode-bidi: isolate; }
.quiet { color: var(--quiet); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .5rem;
  padding: 0; margin: 1rem 0; list-style: none; }
.facts li { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  padding: .5rem .75rem; }
.facts strong { display: block; font-size: 1.35rem; line-height: 1.3; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
td.number, th.number { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody th { font-weight: 400; }
.chart { display: block; width: 100%; max-width: 36rem; height: auto; }
.chart text { font: 11px system-ui, sans-serif; fill: var(--quiet); }
.chart .count { fill: var(--ink); }
.bar { fill: var(--bar); } .rest { fill: var(--rest); } .axis { stroke: var(--line); }
.rate { display: block; width: 100%; height: .8rem; margin-top: .4rem; background: var(--panel);
  border: 1px solid var(--line); border-radius: 2px; }
td.wide { width: 45%; }
.key { display: inline-block; width: .8rem; height: .8rem; vertical-align: -.05rem; }
section.student { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--line);
  border-radius: 6px; }
section.student p { margin: .25rem 0; }
details { margin: .35rem 0; border-inline-start: 3px solid var(--line); padding-inline-start: .75rem; }
summary { cursor: pointer; }
.test { margin: .5rem 0 1rem; }
.mistake { font-weight: 600; }
.problem { margin: .5rem 0; }
dl { margin: .35rem 0; display: grid; grid-template-columns: 7rem 1fr; gap: .15rem .75rem; }
dt { color: var(--quiet); } dd { margin: 0; min-width: 0; }
.name { display: inline-block; max-width: 100%; overflow: hidden; vertical-align: bottom; }
a .name { text-decoration: underline; }
ul { margin: .25rem 0; }
.top { font-size: .875rem; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; } dd { margin-bottom: .35rem; }
  .students thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
    overflow: hidden; }
  .students tr { display: grid; grid-template-columns: 1fr auto auto; column-gap: .75rem;
    padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .students td, .students th { border: 0; padding: 0; }
  .students td:last-child { grid-column: 1 / -1; }
  .tasks tr { display: grid; grid-template-columns: 1fr auto; column-gap: .75rem; padding: .4rem 0;
    border-bottom: 1px solid var(--line); }
  .tasks thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
    overflow: hidden; }
  .tasks td, .tasks th { border: 0; padding: 0; }
  .tasks td.wide { grid-column: 1 / -1; width: auto; }
}
@media print { details { break-inside: avoid; } }
)css";

constexpr const char* kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

}  // namespace

std::string html_document(const std::string& title, const std::string& body, const Extras& extras) {
  return fmt::format(R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{}{}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{}</title>
<style>{}{}</style>
</head>
<body>
{}</body>
</html>
)html",
                     kPolicy, extras.pictures ? "; img-src data:" : "", html(title), kStyle,
                     extras.style, body);
}

// The roles are said again because a table that is laid out as a grid loses them.
std::string html_table(const std::array<std::string, 3>& columns, const std::string& rows) {
  const auto head = [](const std::string& column, const char* of_numbers) {
    return fmt::format("<th role=\"columnheader\" scope=\"col\"{}>{}</th>", of_numbers, column);
  };
  return fmt::format(
      "<table class=\"tasks\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">{}{}{}"
      "</tr></thead>\n<tbody role=\"rowgroup\">\n{}</tbody></table>\n",
      head(columns[0], ""), head(columns[1], " class=\"number\""), head(columns[2], ""), rows);
}

std::string html_row(const std::string& what, const std::string& how_many,
                     const std::string& rest) {
  return fmt::format(
      "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}</th>"
      "<td role=\"cell\" class=\"number\">{}</td><td role=\"cell\" class=\"wide\">{}</td></tr>\n",
      what, how_many, rest);
}

}  // namespace descent::report
