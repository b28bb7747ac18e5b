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
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .skip, .filter { display: none; }
  .masthead { padding-top: 0; }
  .scroll { overflow: visible; }
  .incident { border-width: 1px 0 0; border-radius: 0; padding: .75rem 0; }
  .incident > header, h2, h3, .row > dt { break-after: avoid; }
  .row, tr, figure, .command, li { break-inside: avoid; }
  details > summary { list-style: none; color: var(--muted); }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`;
