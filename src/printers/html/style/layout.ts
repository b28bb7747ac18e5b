/** The page as a whole. Nothing is wider than the window: long words break, wide tables scroll within themselves. */
export const layout = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 0 1.5rem 3rem; max-width: 72rem; background: var(--page); color: var(--text);
  font: 400 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: .875em; }
h1, h2, h3, p, pre, dl, dd, ul, ol, table, figure, fieldset { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.muted { color: var(--muted); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; z-index: 1; padding: .5rem 1rem; background: var(--card); }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .75rem; }

.masthead { padding: 2rem 0 0; }
.brand { font-size: .8125rem; font-weight: 650; letter-spacing: .08em; text-transform: uppercase; color: var(--muted); }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.01em; margin: .25rem 0; }
.covered { color: var(--muted); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 1.25rem; border: 0; }
.filter legend { position: absolute; left: -100vw; }
.filter label {
  display: flex; align-items: center; gap: .5rem; padding: .375rem .875rem .375rem .625rem; cursor: pointer;
  border: 1px solid var(--line); border-radius: .5rem; background: var(--card);
}
.filter label:focus-within { outline: 2px solid var(--focus); outline-offset: 1px; }
.filter input { accent-color: currentColor; width: 1rem; height: 1rem; margin: 0; }
.filter b { font-size: 1.125rem; font-variant-numeric: tabular-nums; }
.filter label:has(input:not(:checked)) { opacity: .75; text-decoration: line-through; }
${hidingRules()}

.badge {
  display: inline-block; padding: .0625rem .5rem; border-radius: .25rem; background: var(--informational); color: var(--on-badge);
  font-size: .75rem; font-weight: 650; line-height: 1.5; letter-spacing: .02em; text-transform: uppercase; white-space: nowrap;
}
${severityRules()}

.summary dl { padding: .25rem 0; border-block: 1px solid var(--line); }
.row { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0 1.25rem; padding: .625rem 0; }
.row + .row { border-top: 1px solid var(--line); }
dt { color: var(--muted); font-size: .875rem; font-weight: 600; line-height: 1.7; }
dd > * + * { margin-top: .375rem; }

.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { padding: .5rem .75rem; text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--muted); font-size: .8125rem; font-weight: 600; white-space: nowrap; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
.contents .when { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--muted); }
.contents .who { min-width: 12rem; }
.contents th[scope=row] { min-width: 14rem; width: 50%; }
.left-out { margin-top: .75rem; padding: .5rem .75rem; border-left: 3px solid var(--medium); background: var(--inset); }

summary { cursor: pointer; color: var(--link); }
details[open] > summary { margin-bottom: .5rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .875rem; }

@media (max-width: 40rem) {
  body { padding: 0 1rem 2rem; }
  h1 { font-size: 1.625rem; }
  .row { grid-template-columns: minmax(0, 1fr); }
  .contents, .contents tbody { display: block; }
  .contents thead { position: absolute; left: -100vw; }
  .contents tr { display: block; padding: .625rem .75rem; }
  .contents tr + tr { border-top: 1px solid var(--line); }
  .contents td, .contents tr > th { display: inline; padding: 0 .375rem 0 0; border: 0; }
  .contents tr > th { display: block; padding: .25rem 0; }
  .contents .who, .contents .when { color: var(--muted); font-size: .875rem; }
}
`;

function severityRules(): string {
  return ['critical', 'high', 'medium', 'low']
    .map(
      name => `.badge.${name} { background: var(--${name}); }\n.filter .${name} { color: var(--${name}); }`,
    )
    .join('\n');
}

/** An unticked severity hides its incidents, on paper too; a browser that does not know :has() shows all. */
function hidingRules(): string {
  return ['critical', 'high', 'medium', 'low', 'informational']
    .map(name => `body:has(#show-${name}:not(:checked)) .of-${name} { display: none !important; }`)
    .join('\n');
}
