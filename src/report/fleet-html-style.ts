// What the page of a fleet adds to the style of the report, as text.

export const fleetStyle = `
.healthy, .conforms { --tone: var(--pass); --tone-soft: var(--pass-soft); }
.degraded, .inconclusive { --tone: var(--warn); --tone-soft: var(--warn-soft); }
.failing, .departs, .sign-in-needed, .unreachable { --tone: var(--fail); --tone-soft: var(--fail-soft); }
.misconfigured, .unfinished { --tone: var(--blocked); --tone-soft: var(--blocked-soft); }
.cause { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: .6rem .9rem; margin: 0 0 .6rem; }
.cause p { overflow-wrap: anywhere; } .why-all { white-space: pre-line; } .cause .who { font-weight: 600; } .cause .names { font-size: .87rem; } .cause .names a { margin-right: .6rem; overflow-wrap: anywhere; }
.remedy { color: var(--soft); } .remedy::before { content: "\\2192\\a0"; }
.tiles.verdicts { grid-template-columns: repeat(auto-fill, minmax(8.6rem, 1fr)); }
.changes { margin: 0; padding-left: 1.15rem; } .changes li { overflow-wrap: anywhere; }
.target { background: var(--card); border: 1px solid var(--line); margin-top: -1px; }
.target > summary { display: grid; grid-template-columns: .7rem 8.2rem minmax(8rem, 16rem) minmax(0, 1fr) 5rem; gap: .1rem .7rem; padding: .35rem .7rem; align-items: baseline; list-style: none; }
.target > summary::-webkit-details-marker { display: none; }
.target > summary::before { content: "\\25b8"; color: var(--soft); } .target[open] > summary::before { content: "\\25be"; }
.target > summary:hover { background: var(--code); } .target:target { box-shadow: 0 0 0 2px var(--link); }
.target .badge { justify-self: start; } .target .title { font-weight: 600; overflow-wrap: anywhere; }
.target .why { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--soft); } .target[open] .why { visibility: hidden; }
.target .ms { text-align: right; }
.target .reason { font-weight: 600; margin: .4rem 0; white-space: pre-line; }
.target h3 { font-size: .78rem; margin: .7rem 0 .25rem; color: var(--soft); font-weight: 600; }
.items { list-style: none; margin: .6rem 0 0; padding: 0; font-size: .9rem; } .items li { display: grid; grid-template-columns: 7rem 7.2rem minmax(0, 1fr); gap: .1rem .7rem; padding: .15rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.items .good { color: var(--pass); } .items .concern { color: var(--warn); font-weight: 600; } .items .bad { color: var(--fail); font-weight: 600; } .items .not-examined { color: var(--soft); }
.recent { display: flex; flex-wrap: wrap; gap: .2rem; list-style: none; margin: 0; padding: 0; } .recent li { width: .8rem; height: .8rem; border-radius: 2px; background: var(--tone); }
.hidden-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.exchange > pre { margin: 0 .6rem .6rem; max-height: none; overflow: visible; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  .target > summary { grid-template-columns: .7rem minmax(0, 1fr) auto; } .target .badge { grid-column: 3; grid-row: 1; } .target .title { grid-column: 2; grid-row: 1; }
  .target .why { grid-column: 2 / -1; white-space: normal; } .target[open] .why { display: none; } .target > summary .ms { display: none; }
  .items li { grid-template-columns: minmax(0, 1fr) auto; } .items .words { grid-column: 1 / -1; }
}
@media print { .target { break-inside: avoid; } .target .why { white-space: normal; } }
`
