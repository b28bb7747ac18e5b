/** Lineage, differences, bits and time line. */
export const figureStyle = `
dd > figure { margin-top: .75rem; padding: .875rem 1rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
dd > figure:first-child { margin-top: 0; }
figcaption { margin-bottom: .625rem; color: var(--muted); font-size: .8125rem; font-weight: 600; }
figcaption b { color: var(--text); }

.lineage ol { display: flex; flex-wrap: wrap; align-items: stretch; gap: .75rem 0; }
.lineage li { display: flex; align-items: center; min-width: min-content; max-width: 100%; }
.lineage .link {
  position: relative; flex: none; width: 5.75rem; padding: 0 .875rem .25rem .5rem; border-bottom: 2px solid var(--strong-line);
  color: var(--muted); font-size: .75rem; line-height: 1.3; text-align: center;
}
.lineage .link::after {
  content: ""; position: absolute; right: 0; bottom: -5px; border: 4px solid transparent; border-left: 7px solid var(--strong-line); border-right: 0;
}
.lineage .link small { display: block; font-style: italic; }
.lineage .probable { border-bottom-style: dashed; }
.lineage .unknown { border-bottom-style: dotted; }
.lineage .box {
  display: flex; flex-direction: column; align-self: stretch; justify-content: center; min-width: min-content; max-width: 17rem; padding: .375rem .75rem; line-height: 1.35;
  background: var(--inset); border: 1px solid var(--line); border-radius: .375rem; font-size: .875rem;
}
.lineage .box > .muted:first-child { min-width: 5.5rem; font-size: .75rem; }
.lineage b { font-weight: 600; }
.lineage .subject .box { border-color: var(--strong-line); box-shadow: inset 3px 0 var(--strong-line); }

.changes table, .runs table { font-size: .875rem; table-layout: fixed; }
.changes th, .changes td, .runs th, .runs td { padding: .375rem .75rem .375rem 0; }
.changes th:first-child, .runs th:first-child { width: 22%; }
.changes tbody tr:last-child > *, .runs tbody tr:last-child > * { padding-bottom: 0; }
.runs th:nth-child(2) { width: 33%; }
del { background: var(--removed-ground); color: var(--removed); text-decoration-thickness: 1px; border-radius: 2px; }
.changes del { text-decoration: none; }
ins { background: var(--added-ground); color: var(--added); text-decoration: none; border-radius: 2px; }

.gauge { display: block; overflow: visible; }
.gauge .ground { fill: var(--inset); }
.gauge .sum { fill: var(--strong-line); }
.gauge line { stroke: var(--threshold); stroke-width: 2; }
.bits .key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0; font-size: .8125rem; }
.bits .key span::before { content: ""; display: inline-block; width: .75rem; height: .625rem; margin-right: .375rem; border-radius: 1px; }
.bits .key .threshold::before { width: 2px; height: .875rem; vertical-align: -.125rem; background: var(--threshold); }
.key .surprise::before { background: var(--surprise); }
.key .evidence::before { background: var(--evidence); }
.key .ordinary::before { background: var(--ordinary); }
.bits li { display: grid; grid-template-columns: 2.5rem 9rem minmax(0, 1fr); gap: 0 .75rem; padding: .25rem 0; font-size: .9375rem; line-height: 1.4; }
.bits .amount { text-align: right; font-variant-numeric: tabular-nums; }
.bits li svg { margin-top: .35rem; }
.bits details { margin-top: .375rem; font-size: .9375rem; }
.bits li small { display: block; font-size: .8125rem; }
.bits rect.surprise { fill: var(--surprise); }
.bits rect.evidence { fill: var(--evidence); }
.bits rect.ordinary { fill: var(--ordinary); }
.bits li line { stroke: var(--strong-line); }
.counterfactual { margin-top: .625rem; padding-top: .625rem; border-top: 1px solid var(--line); }

.time-line ol { position: relative; margin-top: .5rem; font-size: .875rem; }
.time-line li p + p { margin-top: 0; }
.time-line li { position: relative; display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 0 .75rem; padding: .1875rem 0 .1875rem 1.5rem; }
.time-line li::before { content: ""; position: absolute; left: .3125rem; top: 0; bottom: 0; border-left: 2px solid var(--line); }
.time-line li:first-child::before { top: .75rem; }
.time-line li:last-child::before { bottom: calc(100% - .75rem); }
.time-line li::after {
  content: ""; position: absolute; left: 0; top: .5rem; width: .75rem; height: .75rem; border-radius: 50%;
  background: var(--card); border: 2px solid var(--strong-line);
}
.time-line time { font-variant-numeric: tabular-nums; color: var(--muted); white-space: nowrap; }
.time-line .due, .time-line .was-due { color: var(--muted); }
.time-line .due::after { border-style: dotted; }
.time-line .started::after { background: var(--strong-line); }
.time-line .finding::after { background: var(--informational); border-color: var(--informational); }
${['critical', 'high', 'medium', 'low'].map(name => `.time-line .of-${name}-mark::after { background: var(--${name}); border-color: var(--${name}); }`).join('\n')}

@media (min-width: 64rem) {
  .lineage ol:not(:has(> :nth-child(5))) { flex-wrap: nowrap; }
}
@media (max-width: 40rem) {
  dd > figure { padding: .75rem; }
  .lineage ol { flex-direction: column; gap: 0; }
  .lineage li { flex-direction: column; align-items: flex-start; min-width: 0; }
  .lineage .link { display: flex; gap: .5rem; align-items: center; width: auto; min-height: 2.25rem; margin-left: 1rem; padding: .25rem .75rem; border: 0; border-left: 2px solid var(--strong-line); text-align: left; }
  .lineage .link.probable { border-left-style: dashed; }
  .lineage .link.unknown { border-left-style: dotted; }
  .lineage .link::after { right: auto; left: -5px; bottom: 0; border: 4px solid transparent; border-top: 7px solid var(--strong-line); border-bottom: 0; }
  .lineage .box { max-width: none; }
  .changes table, .changes tbody, .changes tr, .changes td, .changes tbody th,
  .runs table, .runs tbody, .runs tr, .runs td, .runs tbody th { display: block; width: auto; }
  .changes thead, .runs thead { position: absolute; left: -100vw; }
  .changes tbody tr + tr > *, .runs tbody tr + tr > * { border-top: 0; }
  .changes tr + tr, .runs tr + tr { margin-top: .375rem; padding-top: .375rem; border-top: 1px solid var(--line); }
  .changes td, .changes tbody th, .runs td, .runs tbody th { padding: .125rem 0; }
  .changes .from::before { content: "before "; color: var(--muted); font-size: .75rem; }
  .changes .to::before { content: "after "; color: var(--muted); font-size: .75rem; }
  .lineage .box { align-self: flex-start; }
  .bits li { grid-template-columns: 3rem minmax(0, 1fr); }
  .bits .sentence { grid-column: 2; }
  .time-line li { grid-template-columns: minmax(0, 1fr); }
}
`;
