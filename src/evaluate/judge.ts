import type { Severity } from '../model/severity.ts';
import { atLeast } from '../model/severity.ts';
import type { Scenario, Sighting } from './scenarios.ts';
import { createMatcher, scenariosOf } from './scenarios.ts';
import type { Style, TruthLine } from './truth.ts';

/** What a detector said, as far as it is judged. */
export interface Alert extends Sighting {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** When what it saw first reached medium, in milliseconds. */
  readonly raisedAt: number;
  /** Of an incident with a score. */
  readonly bits?: number;
}

export interface Outcome {
  readonly scenario: string;
  readonly style: Style;
  readonly family: string;
  /** The first alert that holds it. */
  readonly alert?: Pick<Alert, 'id' | 'title' | 'severity' | 'bits'>;
  /** From its first request to that alert, in seconds; not below 0. */
  readonly secondsToDetect?: number;
}

export interface WrongAlert extends Alert {
  /** The honest work that it holds, by its scenario in the truth. */
  readonly honest: readonly string[];
}

/** One world, judged. */
export interface Judgement {
  readonly world: string;
  /** Days judged: from the end of learning to the end of the log. */
  readonly days: number;
  readonly scenarios: readonly Outcome[];
  /** Alerts of medium and above within those days. */
  readonly alerts: number;
  /** Those that hold no malicious request. */
  readonly wrong: readonly WrongAlert[];
  /** Alerts from before the end of learning, which count nowhere else. */
  readonly early: readonly Alert[];
}

export interface Judged {
  readonly world: string;
  readonly truth: readonly TruthLine[];
  readonly alerts: readonly Alert[];
  /** In milliseconds. */
  readonly since: number;
  readonly until: number;
}

/** Compares what was said with the truth. Below medium nobody is told, so it counts neither for nor against. */
export function judge({ world, truth, alerts, since, until }: Judged): Judgement {
  const scenarios = scenariosOf(truth);
  const told = alerts.filter(({ severity }) => atLeast(severity, 'medium'));
  const late = told.filter(({ to }) => to >= since);
  const match = createMatcher(scenarios);
  const first = new Map<Scenario, Alert>();
  const wrong: Alert[] = [];
  for (const alert of late.toSorted((a, b) => a.raisedAt - b.raisedAt)) {
    const about = match(alert);
    if (about.length === 0) wrong.push(alert);
    for (const scenario of about) if (!first.has(scenario)) first.set(scenario, alert);
  }
  return {
    world,
    days: Math.max(0, until - since) / 86_400_000,
    scenarios: scenarios.map(scenario => outcomeOf(scenario, first.get(scenario))),
    alerts: late.length,
    wrong: withHonest(wrong, truth),
    early: told.filter(({ to }) => to < since),
  };
}

function withHonest(alerts: readonly Alert[], truth: readonly TruthLine[]): readonly WrongAlert[] {
  if (alerts.length === 0) return [];
  const byRequest = new Map(truth.map(({ auditID, scenario }) => [auditID, scenario]));
  return alerts.map(alert => ({
    ...alert,
    honest: [...new Set(alert.auditIDs.map(id => byRequest.get(id)).filter(name => name !== undefined))],
  }));
}

function outcomeOf({ name, style, family, since }: Scenario, alert: Alert | undefined): Outcome {
  if (alert === undefined) return { scenario: name, style, family };
  const { id, title, severity, bits, raisedAt } = alert;
  return {
    scenario: name,
    style,
    family,
    alert: { id, title, severity, ...(bits !== undefined && { bits }) },
    secondsToDetect: Math.max(0, raisedAt - since) / 1000,
  };
}
