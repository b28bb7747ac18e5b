import type { Explained } from '../app/explain/explain.ts';
import type { Explanation } from '../detect/explanation.ts';
import type { Finding } from '../model/finding.ts';
import { shortened, visible } from '../model/visible-text.ts';

const longestLine = 500;
const mostEvidence = 20;

/** An explanation for people: what the rule said, the event's header, and the tree of its conditions. */
export function explanationText({ rule, explanation, finding, file, line, header }: Explained): string {
  const { title, id } = rule.metadata;
  return [
    `${shown(title)}: ${outcomeOf(explanation, finding)}`,
    `  rule ${shown(id)} in ${shown(rule.file)}`,
    `  ${shown(file)}:${line}`,
    ...header.map(([label, text]) => `    ${label.padEnd(10)} ${shown(text)}`),
    '',
    ...(finding?.reasons ?? []).map(reason => `  because ${shown(reason)}`),
    ...evidenceOf(finding),
    ...treeOf(explanation, 1),
  ].join('\n');
}

const shown = (text: string): string => shortened(visible(text), longestLine);

function outcomeOf({ outcome, detail }: Explanation, finding: Finding | undefined): string {
  if (finding !== undefined) return `fired (finding ${finding.id}, ${finding.severity})`;
  if (outcome === true) return 'matches';
  const why = detail === undefined ? '' : `: ${shown(detail)}`;
  if (outcome === 'not-evaluated') return `was not asked${why}`;
  return outcome === 'error' ? `could not be evaluated${why}` : `does not match${why}`;
}

/** Of more than one event, all that led to it. */
function evidenceOf(finding: Finding | undefined): readonly string[] {
  if (finding === undefined || finding.evidence.length < 2) return [];
  const lines = finding.evidence
    .slice(0, mostEvidence)
    .map(({ file, line, time, auditID }) => shown(`  event ${file}:${line}  ${time ?? ''}  ${auditID}`));
  const more = finding.evidence.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more events`] : lines;
}

const marks = new Map<Explanation['outcome'], string>([
  [true, 'yes'],
  [false, 'no '],
  ['not-evaluated', '-  '],
  ['error', '!  '],
]);

function treeOf({ label, outcome, detail, children }: Explanation, depth: number): readonly string[] {
  const found = detail === undefined || detail === '' ? '' : `: ${shown(detail)}`;
  return [
    `${'  '.repeat(depth)}${marks.get(outcome)} ${shown(label)}${found}`,
    ...children.flatMap(child => treeOf(child, depth + 1)),
  ];
}
