import type { Severity } from '../model/severity.ts';
import type { Ask, Slice } from './decide.ts';
import { resourceText } from './decide.ts';
import type { Demand } from './demands.ts';
import type { Level } from './level.ts';
import { lowerLevel, reaches } from './level.ts';
import type { Need } from './needs.ts';

/** What a rule or a detector asks of the audit log. */
export interface Asking {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly severity: Severity;
  readonly demand: Demand;
  readonly need: Need;
  /** It is asked of something else than the audit log: processes, files, connections. */
  readonly elsewhere: boolean;
}

/**
 * `sees`: all that it can; `part`: some requests, users or namespaces, or less of them; `blind`: nothing; `unproven`: no event of the kind has
 * come, so nothing is known; `elsewhere`: it does not ask the audit log.
 */
export const verdicts = ['sees', 'part', 'blind', 'unproven', 'elsewhere'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Coverage extends Omit<Asking, 'demand' | 'elsewhere'> {
  readonly verdict: Verdict;
  /** What it does not see, or sees in part, in sentences. */
  readonly unseen: readonly string[];
  /** The rules of an audit policy that would open its eyes, each on one line. */
  readonly opens: readonly string[];
}

/** What is logged of a kind of request; empty: nothing is known. */
export type LoggedOf = (ask: Ask) => readonly Slice[];

const anything: Ask = { verb: 'get', group: 'strange.example', resource: 'strangethings', subresource: '' };
const shown = 6;

type Seen = 'all' | 'some' | 'none' | 'unknown';

export function coverageOf(asking: Asking, loggedOf: LoggedOf): Coverage {
  const { demand, elsewhere, ...about } = asking;
  if (elsewhere) return { ...about, verdict: 'elsewhere', unseen: [], opens: [] };
  const asks = demand.any ? [anything] : demand.asks;
  const judged = asks.map(ask => judge(ask, asking.need, loggedOf(ask)));
  const known = judged.filter(({ seen }) => seen !== 'unknown');
  const missing = known.filter(({ seen }) => seen !== 'all');
  return {
    ...about,
    verdict: verdictOf(known),
    unseen: sentences(missing, demand.any),
    opens:
      missing.length === 0
        ? []
        : openingRules(
            missing.map(({ ask }) => ask),
            asking,
          ),
  };
}

interface Judged {
  readonly ask: Ask;
  readonly seen: Seen;
  readonly why: string;
}

function judge(ask: Ask, need: Need, slices: readonly Slice[]): Judged {
  if (slices.length === 0) return { ask, seen: 'unknown', why: '' };
  const short = slices.filter(slice => !isEnough(slice, neededFor(ask, need.all)));
  if (short.length === 0) return { ask, seen: 'all', why: '' };
  const some = slices.some(slice => isEnough(slice, neededFor(ask, need.some)));
  return { ask, seen: some ? 'some' : 'none', why: short.map(sliceText).join('; ') };
}

const withBody = new Set(['create', 'update', 'patch']);

/** Reads and deletions have no body that tells anything. */
export const neededFor = ({ verb, subresource }: Ask, level: Level): Level =>
  withBody.has(verb) && subresource !== 'binding' ? level : lowerLevel(level, 'Metadata');

const isEnough = ({ level, withoutAnswer }: Slice, needed: Level): boolean =>
  reaches(level, needed) && !withoutAnswer;

function sliceText({ level, line, who, withoutAnswer }: Slice): string {
  const place = line > 0 ? ` (line ${line})` : '';
  const of = who === '' ? '' : ` for ${who}`;
  return `${withoutAnswer ? `${level} without the answer` : level}${of}${place}`;
}

function verdictOf(known: readonly Judged[]): Verdict {
  if (known.length === 0) return 'unproven';
  if (known.every(({ seen }) => seen === 'all')) return 'sees';
  return known.every(({ seen }) => seen === 'none') ? 'blind' : 'part';
}

/** Those that share a reason are told together. */
function sentences(missing: readonly Judged[], any: boolean): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { ask, why } of missing) {
    const text = any ? 'any request' : `${ask.verb} ${resourceText(ask)}`;
    byReason.set(why, [...(byReason.get(why) ?? []), text]);
  }
  return [...byReason].map(([why, texts]) => {
    const more = texts.length > shown ? ` and ${texts.length - shown} more` : '';
    return `${texts.slice(0, shown).join(', ')}${more}: ${why}`;
  });
}

function openingRules(asks: readonly Ask[], { demand, need }: Asking): readonly string[] {
  if (demand.any) return [`- {level: ${need.all}}`];
  return rulesFor(asks.map(ask => ({ ask, level: neededFor(ask, need.all) }))).map(ruleLine);
}

export interface Wanted {
  readonly ask: Ask;
  readonly level: Level;
}

/** A rule of a policy: these verbs of these resources. */
export interface WrittenRule {
  readonly level: Level;
  readonly verbs: readonly string[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** The fewest rules that log what is wanted: resources with the same verbs and level share one. */
export function rulesFor(wanted: readonly Wanted[]): readonly WrittenRule[] {
  const byResource = new Map<
    string,
    { readonly ask: Ask; readonly level: Level; readonly verbs: Set<string> }
  >();
  for (const { ask, level } of wanted) {
    const key = `${level} ${resourceText(ask)}`;
    const found = byResource.get(key) ?? { ask, level, verbs: new Set<string>() };
    found.verbs.add(ask.verb);
    byResource.set(key, found);
  }
  const rules = new Map<string, WrittenRule & { readonly groups: Map<string, readonly string[]> }>();
  for (const { ask, level, verbs } of byResource.values()) {
    const named = [...verbs];
    const key = `${level} ${named.toSorted().join()}`;
    const rule = rules.get(key) ?? { level, verbs: named, groups: new Map<string, readonly string[]>() };
    const resource = ask.subresource === '' ? ask.resource : `${ask.resource}/${ask.subresource}`;
    rule.groups.set(ask.group, [...(rule.groups.get(ask.group) ?? []), resource]);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

export function ruleLine({ level, verbs, groups }: WrittenRule): string {
  const resources = [...groups].map(
    ([group, names]) => `{group: ${group === '' ? '""' : group}, resources: [${names.join(', ')}]}`,
  );
  return `- {level: ${level}, verbs: [${verbs.join(', ')}], resources: [${resources.join(', ')}]}`;
}
