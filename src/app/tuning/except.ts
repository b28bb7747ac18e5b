import type { Problem } from '../../detect/rules/problem.ts';
import type { IncidentDifference } from '../../evaluate/incident-differences.ts';
import type { HiddenFinding } from '../../evaluate/run-record.ts';
import { keptFinding } from '../../evaluate/run-record.ts';
import { blindSpotOf } from '../../findings/suppressions/blind-spot.ts';
import { exceptionScope } from '../../findings/suppressions/exception.ts';
import { durationWarnings, widthOf } from '../../findings/suppressions/exception-width.ts';
import { endOfExpiry } from '../../findings/suppressions/expiry.ts';
import { hiddenInPast } from '../../findings/suppressions/hidden-in-past.ts';
import type { ScopeField, Suppression, SuppressionScope } from '../../findings/suppressions/suppression.ts';
import type { Finding, Incident } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { Severity } from '../../model/severity.ts';
import { severities, severityRank } from '../../model/severity.ts';
import type { SettingValues } from '../settings/settings.ts';
import type { History } from './backtest.ts';
import { compared, replay } from './backtest.ts';
import type { FoundIncidents } from './found-incidents.ts';
import { incidentOfId } from './found-incidents.ts';

export interface ExceptOptions {
  /** Of the incident, or how it begins. */
  readonly incident: string;
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
  /** Of the exception; made of the workload's name if absent. */
  readonly id?: string;
  /** In place of what the incident says; an empty list leaves a field open. */
  readonly scope: ReadonlyMap<ScopeField, readonly string[]>;
  /** In milliseconds. */
  readonly now: number;
}

/** Where the incident was found: a history that can be read again, or what was kept of one. */
export type ExceptSource =
  | {
      readonly type: 'history';
      readonly history: History;
      readonly values: SettingValues;
      readonly stop: AbortSignal;
    }
  | { readonly type: 'kept'; readonly found: FoundIncidents };

/** A suppression made from an incident, with what it means. */
export interface Exception {
  readonly suppression: Suppression;
  readonly incident: Pick<Incident, 'id' | 'title'>;
  /** Of the rules that it names, by id. */
  readonly titles: { readonly [rule: string]: string };
  /** Why it cannot be accepted as it is. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What an attacker could do unseen under it. */
  readonly blindSpot: readonly string[];
  readonly past: Past;
}

/** What it would have hidden. */
export interface Past {
  /** Read again and judged; or as far as kept incidents tell. */
  readonly basis: 'replayed' | 'kept';
  readonly findings: readonly Omit<HiddenFinding, 'by'>[];
  readonly incidents: readonly PastIncident[];
}

export interface PastIncident extends Pick<Incident, 'id' | 'title' | 'workload' | 'firstSeen'> {
  readonly before: Severity | null;
  /** null: there would be none. */
  readonly after: Severity | null;
}

/** Makes an exception from an incident, and says what it would have hidden and what it leaves open. Writes nothing. */
export async function exceptionFrom(
  source: ExceptSource,
  options: ExceptOptions,
): Promise<Result<Exception, string> | { readonly ok: false; readonly problems: readonly Problem[] }> {
  return source.type === 'history' ? fromHistory(source, options) : fromKept(source.found, options);
}

async function fromHistory(
  { history, values, stop }: Extract<ExceptSource, { type: 'history' }>,
  options: ExceptOptions,
) {
  const asked = { history, now: options.now, stop };
  const found: Finding[] = [];
  const before = await replay({ values }, { ...asked, onFinding: finding => found.push(finding) });
  if (before.result === undefined) return { ok: false, problems: before.problems } as const;
  const made = exceptionOf({ findings: found, incidents: before.result.incidents }, options);
  if (!made.ok) return made;
  const { suppression } = made.value;
  const after = await replay({ values, suppressions: [suppression] }, asked);
  if (after.result === undefined) return { ok: false, problems: after.problems } as const;
  const { differences } = compared(before.result, after.result, history);
  return succeed({
    ...made.value,
    past: {
      basis: 'replayed',
      findings: after.result.hidden.filter(({ by }) => by === suppression.id),
      incidents: differences.map(pastOf),
    } satisfies Past,
  });
}

const pastOf = ({ incident, before, after }: IncidentDifference): PastIncident => ({
  ...aboutOf(incident),
  before,
  after,
});

const aboutOf = ({ id, title, workload, firstSeen }: Incident) => ({ id, title, workload, firstSeen });

function fromKept(found: FoundIncidents, options: ExceptOptions): Result<Exception, string> {
  const made = exceptionOf(found, options);
  if (!made.ok) return made;
  const { incidents, alone } = hiddenInPast(made.value.suppression.scope, found);
  const byId = new Map(found.findings.map(finding => [finding.id, finding]));
  const past: Past = {
    basis: 'kept',
    findings: [...incidents.flatMap(({ hidden }) => hidden), ...alone].map(keptFinding),
    incidents: incidents.map(({ incident, hidden }) => {
      const gone = new Set(hidden.map(({ id }) => id));
      const left = incident.findings.filter(id => !gone.has(id)).map(id => byId.get(id)?.severity);
      return { ...aboutOf(incident), before: incident.severity, after: highestOf(left) };
    }),
  };
  return succeed({ ...made.value, past });
}

/** Below medium nothing is an incident. */
function highestOf(left: readonly (Severity | undefined)[]): Severity | null {
  const rank = Math.max(-1, ...left.map(each => (each === undefined ? -1 : severityRank(each))));
  return rank < severityRank('medium') ? null : (severities[rank] ?? null);
}

function exceptionOf(found: FoundIncidents, options: ExceptOptions): Result<Omit<Exception, 'past'>, string> {
  const incident = incidentOfId(options.incident, found);
  if (!incident.ok) return incident;
  const expiresAt = endOfExpiry(options.expires);
  if (expiresAt === undefined) return fail(`--expires: ${options.expires} is no such day or time`);
  if (expiresAt <= options.now) return fail(`--expires: ${options.expires} is past`);
  const held = new Set(incident.value.findings);
  const members = found.findings.filter(({ id }) => held.has(id));
  const { scope: own, notes } = exceptionScope(incident.value, members);
  const scope = overridden(own, options.scope);
  const width = widthOf(scope);
  const { owner, reason, expires, id = idOf(incident.value) } = options;
  const suppression = { id, owner, reason, expires, expiresAt, scope };
  const titles = Object.fromEntries(members.map(({ detector }) => [detector.id, detector.title]));
  return succeed({
    suppression,
    incident: { id: incident.value.id, title: incident.value.title },
    titles,
    errors: width.errors,
    warnings: [...notes, ...width.warnings, ...durationWarnings(expiresAt, options.now)],
    blindSpot: blindSpotOf(suppression, { titleOf: rule => titles[rule] }),
  });
}

const overridden = (
  scope: SuppressionScope,
  changes: ReadonlyMap<ScopeField, readonly string[]>,
): SuppressionScope => {
  const all = new Map<string, readonly string[]>([...Object.entries(scope), ...changes]);
  return Object.fromEntries([...all].filter(([, patterns]) => patterns.length > 0));
};

/** `cronjob-nightly-report-8780bd`: to be known again, and another for another incident. */
function idOf({ workload: { kind, name }, id }: Incident): string {
  const words = `${kind}-${name}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words.slice(0, 80)}-${id.slice(0, 6)}`;
}
