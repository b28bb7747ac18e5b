/** On paper: ink on white, everything unfolded, nothing cut through. */
export const printStyle = `
@media print {
  @page { margin: 15mm; }
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --inset: #ffffff; --line: #c4cad3; --text: #000000; --muted: #454d58; --link: #000000;
    --critical: #9c1132; --high: #b03c06; --medium: #7d5a00; --low: #28607a; --informational: #566070; --on-badge: #ffffff;
    --surprise: #2d6cc0; --evidence: #b4590f; --ordinary: #5d8a4c; --threshold: #000000;
    --removed: #8f1026; --removed-ground: #fde9ec; --added: #145c2b; --added-ground: #e3f5e7;
  }
  html { font-size: 8.5pt; }
  .row { padding: .375rem 0; }
  dd > figure { margin-top: .375rem; padding: .5rem .75rem; }
  dd > * + * { margin-top: .25rem; }
  .command { padding: .25rem .5rem; }
  body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .skip, .filter { display: none; }
  .masthead { padding-top: 0; }
  .scroll { overflow: visible; }
  .incidents { margin: 0; }
  .incident { content-visibility: visible; break-before: page; margin: 0; border-width: 1px 0 0; border-radius: 0; padding: .75rem 0; }
  .incident > header, h2, h3, .row > dt { break-after: avoid; }
  tr, .lineage, .command, li { break-inside: avoid; }
  details > summary { list-style: none; color: var(--muted); }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`;
