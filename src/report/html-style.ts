// The style of the HTML report, as text: calm and dense, light and dark, at any width, on paper.

export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #1b2330; --soft: #566173; --line: #dde2e9; --code: #f1f3f6; --link: #0b57b0;
  --pass: #14692f; --fail: #c02a2a; --warn: #8a5a00; --known: #0b6b83; --blocked: #7a3ea8; --error: #7a3ea8; --unsupported: #5b6675; --skipped: #5b6675;
  --pass-soft: #e3f4e8; --fail-soft: #fce8e7; --warn-soft: #fdf1d7; --known-soft: #dff1f6; --blocked-soft: #f2e8fa; --error-soft: #f2e8fa;
  --unsupported-soft: #eceff3; --skipped-soft: #eceff3;
  --warn-bar: #d99a1c; --mark: #ffe58a;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --card: #1a2028; --ink: #e4e8ee; --soft: #9aa6b6; --line: #2d3642; --code: #12171e; --link: #7db4f5;
    --pass: #5cc981; --fail: #ff8580; --warn: #e8b04a; --known: #63c5dc; --blocked: #cb9bf0; --error: #cb9bf0; --unsupported: #9aa6b6; --skipped: #9aa6b6;
    --pass-soft: #17321f; --fail-soft: #401c1d; --warn-soft: #3a2c0d; --known-soft: #10313b; --blocked-soft: #33213f; --error-soft: #33213f;
    --unsupported-soft: #28303b; --skipped-soft: #28303b;
    --warn-bar: #c98f20; --mark: #5d4a00;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 5.5rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word; }
body > header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
[hidden] { display: none !important; }
a { color: var(--link); text-underline-offset: 2px; }
a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, pre, .check-id, .url, .method, .status, .subject { font-family: var(--mono); font-size: .87em; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
h4 { font-size: .78rem; margin: .5rem 0 .25rem; color: var(--soft); font-weight: 600; }
p { margin: .25rem 0; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .25rem .75rem; z-index: 3; }
header.page { padding-top: 2rem; }
.kind { color: var(--soft); margin: 0; font-size: .87rem; }
.number, .others { color: var(--soft); font-weight: 400; font-size: .87rem; }

.conclusion { background: var(--card); border: 1px solid var(--line); border-left: 6px solid var(--soft); border-radius: 6px; padding: .9rem 1.1rem; }
.conclusion .headline { font-size: 1.25rem; font-weight: 650; margin: 0; }
.conclusion ul { margin: .4rem 0 0; padding-left: 1.15rem; color: var(--soft); }
.conclusion.good { border-left-color: var(--pass); } .conclusion.good .sign { color: var(--pass); }
.conclusion.bad { border-left-color: var(--fail); } .conclusion.bad .sign { color: var(--fail); }
.conclusion.open { border-left-color: var(--warn-bar); } .conclusion.open .sign { color: var(--warn); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(18.5rem, 1fr)); gap: .3rem 1.25rem; margin: 1rem 0 0; }
.facts div:first-child { grid-column: 1 / -1; }
.facts div { display: flex; gap: .6rem; min-width: 0; }
.facts dt { color: var(--soft); min-width: 5rem; } .facts dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }

.tiles { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(7.3rem, 1fr)); gap: .5rem; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-top: 3px solid var(--tone); border-radius: 6px; padding: .5rem .6rem; display: flex; flex-direction: column; }
.tiles strong { font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; color: var(--tone); }
.tiles .verdict { font-weight: 600; overflow-wrap: normal; font-size: .93rem; } .tiles .meaning { color: var(--soft); font-size: .78rem; line-height: 1.3; }
.tiles .none { border-top-color: var(--line); } .tiles .none strong { color: var(--soft); }
.pass { --tone: var(--pass); --tone-soft: var(--pass-soft); } .fail { --tone: var(--fail); --tone-soft: var(--fail-soft); }
.warn { --tone: var(--warn); --tone-soft: var(--warn-soft); } .known { --tone: var(--known); --tone-soft: var(--known-soft); } .blocked { --tone: var(--blocked); --tone-soft: var(--blocked-soft); }
.error { --tone: var(--error); --tone-soft: var(--error-soft); } .unsupported { --tone: var(--unsupported); --tone-soft: var(--unsupported-soft); }
.skipped { --tone: var(--skipped); --tone-soft: var(--skipped-soft); }
.badge { display: inline-block; background: var(--tone-soft); color: var(--tone); border-radius: 4px; padding: 0 .45em; font-size: .78rem; font-weight: 650; line-height: 1.55; }

.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
a.section { white-space: nowrap; }
caption { text-align: left; padding: .5rem .75rem 0; color: var(--soft); font-size: .8rem; font-weight: 600; }
th, td { text-align: left; padding: .3rem .75rem; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; color: var(--soft); font-weight: 500; font-size: .8rem; } th[scope=row] { font-weight: 500; }
.n { text-align: right; font-variant-numeric: tabular-nums; color: var(--tone, inherit); } td.n { font-weight: 600; } .n.zero { color: var(--soft); font-weight: 400; }
th.n { width: 5.6rem; } table.counts .n { padding-left: .4rem; } table.counts th[scope=row] { width: 14rem; min-width: 6rem; overflow-wrap: anywhere; } th code { white-space: nowrap; }
td.bar { min-width: 7rem; vertical-align: middle; } th.bar { color: transparent; }
svg { display: block; width: 100%; height: .6rem; border-radius: 3px; overflow: hidden; }
rect { fill: var(--tone); } rect.warn { fill: var(--warn-bar); } rect.unsupported, rect.skipped { opacity: .35; }
.level-of { text-align: center; } .areas .level-of + .level-of, .areas td:nth-child(5), .areas tr:nth-child(2) th:nth-child(4) { border-left: 1px solid var(--line); }
.timeline { font-size: .8rem; table-layout: fixed; min-width: 44rem; } .timeline th:nth-child(1) { width: 3.6rem; } .timeline th:nth-child(2) { width: 4.6rem; } .timeline th:nth-child(4) { width: 5.2rem; } .timeline th:nth-child(5) { width: 4.8rem; } .timeline th:nth-child(6) { width: 17rem; } .timeline td { padding: .1rem .5rem; border-color: color-mix(in srgb, var(--line) 50%, transparent); } .timeline td:nth-child(3), .timeline td:nth-child(6) { overflow-wrap: anywhere; font-family: var(--mono); font-size: .95em; } .timeline td:not(:nth-child(3), :nth-child(6)) { white-space: nowrap; }
.picture { margin: 0 0 .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; } .picture svg { height: 5rem; border-radius: 0; } .picture figcaption { display: flex; flex-wrap: wrap; gap: .2rem 1rem; color: var(--soft); font-size: .8rem; margin-top: .4rem; } .key { display: inline-block; width: .6rem; height: .6rem; background: var(--tone); border-radius: 2px; margin-right: .3rem; }
rect.none { fill: var(--line); } .holds { color: var(--pass); font-weight: 600; } .holds-not { color: var(--soft); font-weight: 600; }
table.gate { table-layout: fixed; } .gate th:nth-child(1) { width: 6rem; } .gate th:nth-child(2) { width: 30%; } .gate th:nth-child(3) { width: 9.2rem; } .gate td { overflow-wrap: anywhere; } .gate td p { margin: 0 0 .15rem; } .gate td a { margin-right: .4rem; } .gate td p a { margin-right: 0; }
.gravest { margin: 0; padding: 0; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: 6px; } .gravest li { padding: .45rem .9rem; } .gravest li + li { border-top: 1px solid var(--line); } .gravest li > a { font-weight: 600; } .gravest p { margin: .1rem 0 0; color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
.jump { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin: 1rem 0 0; padding: .5rem 0 0; border-top: 1px solid var(--line); font-size: .9rem; }
.section-details > summary { margin-bottom: .5rem; }
.notes { margin: 0; padding-left: 1.15rem; }
.groups { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.groups li + li { border-top: 1px solid var(--line); } .groups summary { padding: .4rem .75rem; } .groups p { padding: 0 .75rem .5rem 2rem; font-size: .87rem; }
.groups a { font-family: var(--mono); font-size: .87em; margin-right: .5rem; }

summary { cursor: pointer; }
.filter { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .4rem .9rem; align-items: center; margin: 2rem -.5rem 0; padding: .6rem .5rem; background: var(--page); border-bottom: 1px solid var(--line); font-size: .87rem; }
.filter label > span, .filter legend { color: var(--soft); }
.filter fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem; align-items: center; } .filter legend { float: left; margin-right: .4rem; }
.filter input[type=search] { width: 16rem; max-width: 100%; }
.filter input[type=search], .filter select, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 5px; padding: .2rem .5rem; }
button { cursor: pointer; }
.chip { background: var(--tone-soft); color: var(--tone); border-radius: 4px; padding: .05rem .5rem .05rem .3rem; white-space: nowrap; cursor: pointer; }
.chip:has(:not(:checked)) { background: none; color: var(--soft); text-decoration: line-through; }
.chip input { accent-color: var(--tone); margin: 0; vertical-align: -1px; }
.filter output { color: var(--soft); }

.finding { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: .9rem 1.1rem; margin: 0 0 1rem; }
.finding:target, .check:target { box-shadow: 0 0 0 2px var(--link); }
.finding .ids { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .87rem; color: var(--soft); }
.finding .permalink { text-decoration: none; }
.level { font-size: .78rem; font-weight: 650; color: var(--soft); letter-spacing: .02em; align-self: center; }
.finding dl { margin: .7rem 0 0; display: grid; gap: .35rem; }
.finding dl > div { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .25rem .75rem; }
.finding dt { color: var(--soft); } .finding dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; } .finding dd p { margin: 0; }
.expected dd, .got dd { font-weight: 600; } .got dd { color: var(--tone); }
mark { background: var(--mark); color: inherit; border-radius: 2px; } mark.missing { font-style: italic; }
.ways { margin: 0; padding: 0; list-style: none; white-space: normal; } .ways li + li { margin-top: .35rem; } .ways .places { font-size: .93em; }
.way { display: block; } .way.got { color: var(--tone); } .impact p { margin: 0; }
.places { margin: 0; padding: 0; list-style: none; white-space: normal; } .places a { font-family: var(--mono); font-size: .87em; }
dd details { white-space: normal; font-size: .9rem; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 5px; padding: .55rem .7rem; margin: 0; overflow: auto; line-height: 1.45; font-size: .8rem; max-height: 32rem; tab-size: 2; }
.command { white-space: pre; padding-right: 4.5rem; }
.try dd { position: relative; } .copy { position: absolute; right: .35rem; top: .35rem; font-size: .78rem; padding: .05rem .5rem; z-index: 1; }
.evidence { margin-top: .6rem; }
.exchange { border: 1px solid var(--line); border-radius: 5px; margin: .25rem 0; background: var(--card); }
.exchange > summary, .exchange.line { padding: .2rem .6rem; font-size: .87rem; overflow-wrap: anywhere; }
.exchange > p { padding: 0 .6rem; }
.method, .status { font-weight: 650; } .ms { color: var(--soft); font-size: .8rem; white-space: nowrap; }
.messages { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; padding: 0 .6rem .6rem; }
.messages pre { white-space: pre-wrap; overflow-wrap: anywhere; } .start { font-weight: 650; } .name { color: var(--soft); }
.cut, .none, .elsewhere, .no-match { color: var(--soft); font-size: .87rem; } .cut { font-style: italic; }

.topic h3 { margin: 1.1rem 0 .35rem; }
.check { background: var(--card); border: 1px solid var(--line); margin-top: -1px; }
.check > summary { display: grid; grid-template-columns: .7rem 6.2rem minmax(0, 1fr) minmax(0, 20rem) 4rem 4.5rem; gap: .1rem .6rem; padding: .3rem .7rem; align-items: baseline; list-style: none; }
.check > summary::-webkit-details-marker { display: none; }
/* Ours in place of the marker that a grid loses. */
.check > summary::before { content: "\\25b8"; color: var(--soft); } .check[open] > summary::before { content: "\\25be"; }
.check > summary .level { align-self: baseline; }
.check > summary:hover { background: var(--code); }
.check .badge { justify-self: start; } .check > summary .check-id { color: var(--soft); } .check > summary .ms { text-align: right; }
.check .title { overflow-wrap: anywhere; }
.inside { padding: .2rem .9rem .8rem; border-top: 1px solid var(--line); background: color-mix(in srgb, var(--code) 50%, var(--card)); }
.requirements { margin: .4rem 0; padding-left: 1.15rem; font-size: .9rem; }
.reason { overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .8rem; padding-top: 2rem; padding-bottom: 3rem; }

@media (max-width: 46rem) {
  body > header, main, footer { padding-left: .8rem; padding-right: .8rem; }
  h1 { font-size: 1.4rem; }
  .tiles { grid-template-columns: repeat(auto-fill, minmax(6.4rem, 1fr)); } .tiles .meaning { display: none; } .tiles .verdict { font-size: .87rem; } .bar { display: none; } th, td, caption { padding-left: .5rem; padding-right: .5rem; }
  table.counts:not(.areas, .sections) { table-layout: fixed; } table.counts:not(.areas, .sections) th:first-child { width: 4.9rem; } .areas .n { width: 2.5rem; } .areas th[rowspan].n { width: 3.4rem; }
  .gate thead { position: absolute; left: -100rem; } .gate, .gate tbody { display: block; width: 100%; } .gate tr { display: grid; grid-template-columns: 4.4rem minmax(0, 1fr) auto; border-top: 1px solid var(--line); padding: .35rem .5rem; gap: 0 .4rem; } .gate tbody:nth-child(2) tr:first-child { border-top: 0; }
  .gate th, .gate td { border: 0; padding: 0; } .gate th[colspan] { grid-column: 1 / -1; width: auto; } .gate td:last-child { grid-column: 2 / -1; }
  table.counts th, table.counts td { padding-left: .15rem; padding-right: .15rem; } table.counts thead th { font-size: .68rem; } th.n { width: auto; }
  table.counts th[scope=row] { width: auto; min-width: 4.3rem; } table.counts th:first-child { padding-left: .5rem; } table.counts .n:last-child { padding-right: .5rem; }
  .messages { grid-template-columns: minmax(0, 1fr); }
  .finding { padding: .8rem; } .finding dl > div { grid-template-columns: minmax(0, 1fr); gap: 0; } .finding dt { font-size: .8rem; }
  .check > summary { grid-template-columns: .7rem auto minmax(0, 1fr) auto; } .check > summary .title { grid-column: 2 / -1; grid-row: 1; }
  .check > summary .check-id { grid-column: 3; } .check > summary .badge { grid-column: 2; grid-row: 2; } .check > summary .level { display: none; }
  .filter { position: static; } .filter .text, .filter input[type=search] { width: 100%; }
  .command { white-space: pre-wrap; overflow-wrap: anywhere; }
  html { scroll-padding-top: .5rem; }
}
@media print {
  :root { --page: #fff; }
  body { font-size: 10pt; } body > header, main, footer { max-width: none; }
  .filter, .skip, .copy, .permalink, .jump { display: none !important; }
  .command { white-space: pre-wrap; padding-right: .7rem; }
  details.section-details:not(:has(.timeline))::details-content { content-visibility: visible; height: auto; }
  .finding, .tiles li, .conclusion, tr { break-inside: avoid; } pre { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
  .check > summary { grid-template-columns: 5.6rem minmax(0, 1fr) minmax(0, 14rem) 3.8rem; font-size: 8.5pt; padding: .05rem .4rem; } .check > summary::before, .check > summary .ms { display: none; }
  .check > summary .badge, .check > summary .title, .check > summary .check-id, .check > summary .level { grid-row: 1; display: block; } .check > summary .badge { grid-column: 1; } .check > summary .title { grid-column: 2; } .check > summary .check-id { grid-column: 3; } .check > summary .level { grid-column: 4; }
  .check > summary .badge, .check > summary .level { font-size: 7.5pt; }
  h2, h3, h4 { break-after: avoid; } .section-details:has(.timeline) { display: none; }
  a { color: inherit; } .finding dd .section[href^="https:"]::after { content: " <" attr(href) ">"; font-size: .8em; color: var(--soft); }
}
`
