import { severityRank } from '../model/severity.ts';
import type { HiddenFinding, IncidentPair, KeptFinding, RunRecord } from './run-record.ts';
import { requestsOf } from './run-record.ts';

interface Runs {
  readonly before: RunRecord;
  readonly after: RunRecord;
}

/** Why two runs see an incident differently: what of its requests one found and the other did not, in sentences. */
export function differenceReasons({ before, after }: IncidentPair, runs: Runs): readonly string[] {
  const requests = new Set([...requestsOf(before, runs.before), ...requestsOf(after, runs.after)]);
  const seen = { before: sightOf(requests, runs.before), after: sightOf(requests, runs.after) };
  const reasons = [
    ...lost(seen.before, seen.after).map(finding => lossOf(finding, seen.after)),
    ...lost(seen.after, seen.before).map(finding => gainOf(finding, seen.before)),
    ...changedRules(seen.before, seen.after),
    ...changedScores({ before, after }, seen),
  ];
  return reasons.length === 0 ? ['its findings belong to other incidents now'] : [...new Set(reasons)];
}

/** What one run said of some requests, by detector. */
interface Sight {
  readonly found: ReadonlyMap<string, KeptFinding>;
  readonly hidden: ReadonlyMap<string, HiddenFinding>;
}

function sightOf(requests: ReadonlySet<string>, { findings, hidden }: RunRecord): Sight {
  const isAbout = (finding: KeptFinding): boolean => finding.requests.some(id => requests.has(id));
  return {
    found: strongest([...findings.values()].filter(isAbout)),
    hidden: strongest(hidden.filter(isAbout)),
  };
}

const keyOf = ({ detector: { id, title } }: KeptFinding): string => `${id} ${title}`;

function strongest<Kept extends KeptFinding>(findings: readonly Kept[]): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const finding of findings) {
    const known = kept.get(keyOf(finding));
    if (known === undefined || weight(finding) > weight(known)) kept.set(keyOf(finding), finding);
  }
  return kept;
}

const weight = ({ severity, bits }: KeptFinding): number => severityRank(severity) * 1000 + (bits?.[0] ?? 0);

const lost = (from: Sight, to: Sight): readonly KeptFinding[] =>
  [...from.found].filter(([key]) => !to.found.has(key)).map(([, finding]) => finding);

const named = (finding: KeptFinding): string =>
  finding.detector.type === 'anomaly' ? 'the anomaly score' : `rule "${finding.detector.title}"`;

function lossOf(finding: KeptFinding, proposed: Sight): string {
  const hidden = proposed.hidden.get(keyOf(finding));
  if (hidden !== undefined) return `suppression ${hidden.by} would hide what ${named(finding)} found`;
  return finding.bits === undefined
    ? `${named(finding)} would not find it`
    : `the anomaly score was ${shown(finding.bits)}, and would be below half of what is needed`;
}

function gainOf(finding: KeptFinding, configured: Sight): string {
  const hidden = configured.hidden.get(keyOf(finding));
  if (hidden !== undefined) return `suppression ${hidden.by} hid what ${named(finding)} finds`;
  return finding.bits === undefined
    ? `${named(finding)} would find it`
    : `the anomaly score would be ${shown(finding.bits)}, and was below half of what is needed`;
}

function changedRules(before: Sight, after: Sight): readonly string[] {
  return [...before.found].flatMap(([key, was]) => {
    const is = after.found.get(key);
    if (is === undefined || is.severity === was.severity || is.bits !== undefined) return [];
    return [`${named(was)} would be ${is.severity}, not ${was.severity}`];
  });
}

/** Of the whole incident where both have one: it adds up several changes. */
function changedScores({ before, after }: IncidentPair, seen: { before: Sight; after: Sight }) {
  const was = scoreOf(before) ?? bitsIn(seen.before);
  const is = scoreOf(after) ?? bitsIn(seen.after);
  if (was === undefined || is === undefined || (was[0] === is[0] && was[1] === is[1])) return [];
  return [`the anomaly score was ${shown(was)}, and would be ${shown(is)}`];
}

type Bits = readonly [bits: number, threshold: number];

const scoreOf = (incident: IncidentPair['before']): Bits | undefined =>
  incident?.score && [incident.score.bits, incident.score.threshold];

const bitsIn = ({ found }: Sight): Bits | undefined =>
  [...found.values()].find(({ bits }) => bits !== undefined)?.bits;

const shown = ([bits, threshold]: Bits): string =>
  `${bits.toFixed(1)} bits of ${threshold.toFixed(1)} needed`;
