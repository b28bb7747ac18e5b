import type { Ask } from './decide.ts';
import { resourceText } from './decide.ts';
import type { Level } from './level.ts';
import { higherLevel, levelRank, reaches } from './level.ts';
import type { Asking, Wanted, WrittenRule } from './verdict.ts';
import { neededFor, rulesFor } from './verdict.ts';

export interface WrittenPolicy {
  readonly text: string;
  /** Rules that it cannot give all that they need. */
  readonly notes: readonly string[];
}

/** Their bodies are secrets: whoever can read the log could use them. */
const secret: ReadonlySet<string> = new Set([
  'secrets',
  'serviceaccounts/token',
  'tokenreviews.authentication.k8s.io',
]);

/** What a cluster does all the time by itself, and no detection asks for: none of it makes, changes or reads a workload. */
const chatter = `  # What a cluster does all the time by itself, and no detection asks for.
  - level: None
    resources: [{group: coordination.k8s.io, resources: [leases]}, {group: "", resources: [events, nodes/status]}, {group: events.k8s.io, resources: [events]}]
  - level: None
    nonResourceURLs: [/healthz*, /livez*, /readyz*, /metrics*, /version, /openapi/*]
`;

const apiServerLease = `  # The heartbeat of each API server: without it, a cluster where nothing happens looks like one that is not logged.
  - level: Metadata
    users: [system:apiserver]
    verbs: [update, patch]
    namespaces: [kube-system]
    resources: [{group: coordination.k8s.io, resources: [leases]}]
`;

/** The smallest policy with which all of them see what they can: each kind of request at the lowest level that is enough. */
export function writePolicy(askings: readonly Asking[]): WrittenPolicy {
  const own = wantedOf(askings, ({ asks }) => asks);
  const foreign = wantedOf(askings, ({ foreign: asks }) => asks);
  const any = askings.some(({ demand, elsewhere }) => demand.any && !elsewhere);
  const rest = (wanted: readonly Wanted[]): readonly Wanted[] =>
    any ? wanted.filter(({ level }) => level !== 'Metadata') : wanted;
  const text = [
    `# The smallest audit policy with which ${askings.length} rules and detectors see what they can: written by watchbill coverage --write-policy.
# The first rule that matches decides.
apiVersion: audit.k8s.io/v1
kind: Policy
# The answer tells all that the request told on arrival.
omitStages: [RequestReceived]
# They make bodies large, so that more of them are truncated, and no detection reads them.
omitManagedFields: true
rules:
`,
    apiServerLease,
    rulesFor(rest(own.wanted)).toSorted(byLevel).map(ruleText).join(''),
    foreign.wanted.length === 0 ? '' : '  # Workloads of other projects: leave out what is not installed.\n',
    rulesFor(rest(foreign.wanted)).toSorted(byLevel).map(ruleText).join(''),
    any
      ? `${chatter}  # Rules over any request: who is refused, with what client, as whom.\n  - level: Metadata\n`
      : '  # Nothing else is asked for.\n  - level: None\n',
  ].join('');
  return { text, notes: [...new Set([...own.notes, ...foreign.notes])] };
}

const byLevel = (a: WrittenRule, b: WrittenRule): number => levelRank(b.level) - levelRank(a.level);

interface AllWanted {
  readonly wanted: readonly Wanted[];
  readonly notes: readonly string[];
}

function wantedOf(
  askings: readonly Asking[],
  asksOf: (demand: Asking['demand']) => readonly Ask[],
): AllWanted {
  const found = new Map<string, Wanted>();
  const notes: string[] = [];
  for (const { demand, need, title, elsewhere } of askings) {
    if (elsewhere) continue;
    for (const ask of asksOf(demand)) {
      // The heartbeat, which has a rule of its own.
      if (ask.by !== undefined) continue;
      const needed = neededFor(ask, need.all);
      const level = capped(ask, needed);
      if (level !== needed)
        notes.push(
          `"${title}" would see more of ${resourceText(ask)} with bodies, which are secrets: they are left out`,
        );
      const key = `${ask.verb} ${resourceText(ask)}`;
      found.set(key, { ask, level: higherLevel(level, found.get(key)?.level ?? 'None') });
    }
  }
  return { wanted: [...found.values()], notes };
}

const capped = (ask: Ask, level: Level): Level =>
  secret.has(resourceText(ask)) && reaches(level, 'Request') ? 'Metadata' : level;

function ruleText({ level, verbs, groups }: WrittenRule): string {
  const lines = [...groups].map(
    ([group, names]) => `      - {group: ${group === '' ? '""' : group}, resources: [${names.join(', ')}]}\n`,
  );
  return `  - level: ${level}\n    verbs: [${verbs.join(', ')}]\n    resources:\n${lines.join('')}`;
}
