import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import { compileSigma } from '../../src/detect/sigma/compile-sigma.ts';
import type { CorrelationOptions } from '../../src/detect/sigma/correlation/correlate.ts';
import { parseEventTime } from '../../src/detect/sigma/correlation/event-time.ts';
import { auditActivity } from '../../src/formats/audit-activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Signal } from '../../src/model/signal.ts';

/** For tests: rules whose names are the verbs that they match, followed by correlations. */
export function rulesFor(
  verbs: readonly string[],
  correlations: string,
  idOf = (verb: string) => `${verb}-id`,
): string {
  const rules = verbs.map(
    verb => `title: Rule ${verb}
id: ${idOf(verb)}
name: ${verb}
status: test
logsource: {product: kubernetes, service: audit}
detection:
  selection: {verb: ${verb}}
  condition: selection
---
`,
  );
  return rules.join('') + correlations;
}

export interface TestEvent {
  /** Seconds after midnight. */
  readonly at: number;
  readonly verb: string;
  /** A name, or the whole `user` of the event. */
  readonly user?: string | JsonObject;
  readonly [key: string]: unknown;
}

const midnight = Date.UTC(2026, 10, 23);

/** RFC 3339 with microseconds. */
export function timeText(seconds: number): string {
  const whole = Math.floor(seconds);
  const micros = Math.round((seconds - whole) * 1_000_000);
  return `${new Date(midnight + whole * 1000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

export function eventOf({ at, verb, user = 'alice', ...rest }: TestEvent, index: number): JsonObject {
  const time = timeText(at);
  return JSON.parse(
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: `id-${index}`,
      stage: 'ResponseComplete',
      level: 'Metadata',
      verb,
      user: typeof user === 'string' ? { username: user } : user,
      requestReceivedTimestamp: time,
      stageTimestamp: time,
      ...rest,
    }),
  );
}

export interface Run {
  readonly signals: readonly Signal[];
  readonly blind: readonly string[];
}

/** Feeds events, as they are listed, to a detector made of the rules. */
export function run(yaml: string, events: readonly JsonObject[], correlation: CorrelationOptions = {}): Run {
  const { documents, problems } = parseRuleFile(yaml, 'rules.yml');
  const compiled = compileSigma(documents, { pipelines: [], correlation });
  const errors = [...problems, ...compiled.problems].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const signals: Signal[] = [];
  for (const [index, event] of events.entries()) {
    const origin = { source: 'audit-file', file: 'audit.log', line: lineOf(event) ?? index + 1 };
    const activity = auditActivity({ event, origin, cluster: 'test', format: 'kubernetes-audit' });
    signals.push(...compiled.detector.inspect(activity));
  }
  signals.push(...(compiled.detector.finish?.() ?? []));
  return { signals, blind: compiled.detector.blind?.() ?? [] };
}

/** The line belongs to the event, however the events are shuffled. */
function lineOf({ auditID }: JsonObject): number | undefined {
  const [, line] = /^id-(\d+)$/.exec(String(auditID)) ?? [];
  return line === undefined ? undefined : Number(line) + 1;
}

/** `title@second`, of signals in the order in which they came; the second is that of the event that set it off. */
export function summary({ signals }: Run): readonly string[] {
  return signals.map(signal => {
    const activity = signal.activity?.type === 'audit' ? signal.activity : undefined;
    const time = parseEventTime(activity?.request.receivedAt ?? signal.evidence.at(-1)?.time ?? '') ?? 0;
    return `${signal.detector.title}@${time / 1_000_000 - midnight / 1000}`;
  });
}
