import type { Style, TruthLine } from './truth.ts';

/** What an attacker did, in one or more requests. */
export interface Scenario {
  readonly name: string;
  readonly style: Style;
  readonly family: string;
  /** When it began, in milliseconds. */
  readonly since: number;
  readonly lines: readonly TruthLine[];
}

/** Something that a detector said: of which object, on account of which requests, when. Times in milliseconds. */
export interface Sighting {
  readonly workload: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly auditIDs: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** The malicious scenarios of a truth, in the order in which they began. */
export function scenariosOf(truth: readonly TruthLine[]): readonly Scenario[] {
  const byName = Map.groupBy(
    truth.filter(({ label }) => label === 'malicious'),
    ({ scenario }) => scenario,
  );
  const scenarios = [...byName].map(([name, lines]) => ({
    name,
    style: lines.find(({ style }) => style !== undefined)?.style ?? 'loud',
    family: lines.find(({ family }) => family !== undefined)?.family ?? name,
    since: Math.min(...lines.map(({ time }) => Date.parse(time))),
    lines,
  }));
  return scenarios.toSorted((a, b) => a.since - b.since);
}

/**
 * Which scenarios a sighting is about: those whose request is among its evidence, and those whose request led to its
 * object. An honest request to the same object is not theirs.
 */
export function createMatcher(scenarios: readonly Scenario[]): (seen: Sighting) => readonly Scenario[] {
  const byRequest = new Map<string, Scenario>();
  const byNamespace = new Map<string, { scenario: Scenario; line: TruthLine }[]>();
  for (const scenario of scenarios)
    for (const line of scenario.lines) {
      if (line.auditID !== undefined) byRequest.set(line.auditID, scenario);
      const beside = byNamespace.get(line.namespace) ?? [];
      byNamespace.set(line.namespace, [...beside, { scenario, line }]);
    }
  return seen => {
    const found = new Set<Scenario>();
    for (const id of seen.auditIDs) {
      const scenario = byRequest.get(id);
      if (scenario !== undefined) found.add(scenario);
    }
    for (const { scenario, line } of byNamespace.get(seen.workload.namespace) ?? [])
      if (ledTo(line, seen)) found.add(scenario);
    return [...found];
  };
}

/** The times of logs and of truths may differ by how long a request took. */
const tolerance = 2000;

const ownWork: ReadonlySet<string> = new Set(['Job', 'ReplicaSet', 'Pod']);

/** What controllers append to a name: a scheduled minute or a template's hash, and five letters for a pod. */
const derivedSuffix = /^(-(\d{8,10}|[a-z0-9]{5,10}))?(-[a-z0-9]{5})?$/;

function ledTo({ verb, kind, name, time }: TruthLine, { workload, from, to }: Sighting): boolean {
  const began = Date.parse(time) - tolerance;
  if (name === '' || workload.name === '' || to < began) return false;
  if (workload.name === name && workload.kind === kind) return verb === 'create' && from >= began;
  if (!ownWork.has(workload.kind) || workload.kind === kind || from < began) return false;
  return workload.name.startsWith(`${name}-`) && derivedSuffix.test(workload.name.slice(name.length));
}
