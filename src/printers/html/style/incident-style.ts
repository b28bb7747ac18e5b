/** An incident: one column of labels, one of what they say, and the figures under the sentence that they show. */
export const incidentStyle = `
.incidents { margin-top: 2.5rem; }
.incident {
  margin-top: 1.5rem; padding: 1.25rem 1.5rem .75rem; background: var(--card); border: 1px solid var(--line);
  border-top: 3px solid var(--informational); border-radius: .5rem;
  content-visibility: auto; contain-intrinsic-size: auto 75rem;
}
.incident.of-critical { border-top-color: var(--critical); }
.incident.of-high { border-top-color: var(--high); }
.incident.of-medium { border-top-color: var(--medium); }
.incident:target { outline: 2px solid var(--focus); outline-offset: 2px; }
.incident > header { padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
.incident h3 { font-size: 1.25rem; line-height: 1.35; margin: .5rem 0 .25rem; }
.incident > header .muted { font-size: .875rem; }
.marks { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; }
.technique { font-size: .8125rem; font-variant-numeric: tabular-nums; }

.command {
  padding: .5rem .75rem; border-radius: .375rem; background: var(--inset); border: 1px solid var(--line);
  white-space: pre-wrap; user-select: all;
}
.command::before { content: "$ "; color: var(--muted); user-select: none; }
.requests { font-size: .875rem; display: grid; gap: .25rem; }

@media (max-width: 40rem) {
  .incident { padding: 1rem 1rem .5rem; }
}
`;
