/** Both palettes keep texts at 4.5 : 1 or above against what they stand on (WCAG 2.2, AA); a test in a browser measures it. */
export const colors = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --inset: #f1f3f6; --line: #d8dde5; --strong-line: #aab3c0;
  --text: #171c24; --muted: #54606f; --link: #0a55a8; --focus: #0a55a8;
  --critical: #9c1132; --high: #b03c06; --medium: #7d5a00; --low: #28607a; --informational: #566070; --on-badge: #ffffff;
  --surprise: #2d6cc0; --evidence: #b4590f; --ordinary: #5d8a4c; --threshold: #171c24;
  --removed: #8f1026; --removed-ground: #fde9ec; --added: #145c2b; --added-ground: #e3f5e7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1217; --card: #161b22; --inset: #1e252e; --line: #2b333e; --strong-line: #566170;
    --text: #e6eaf0; --muted: #a2adbb; --link: #7db7ff; --focus: #7db7ff;
    --critical: #ff8597; --high: #ffa06b; --medium: #e8c15a; --low: #86c5de; --informational: #b3bdc9; --on-badge: #11151b;
    --surprise: #5b9bf0; --evidence: #e08a3c; --ordinary: #7fb56a; --threshold: #e6eaf0;
    --removed: #ffa3b0; --removed-ground: #3b1720; --added: #8ee0a3; --added-ground: #12301b;
  }
}
`;
