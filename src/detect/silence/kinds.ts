import type { RuleDescription } from '../../model/rule-description.ts';
import type { AttackReference } from '../../model/signal.ts';

/** One way in which a cluster stops being seen. */
export interface SilenceKind {
  readonly title: string;
  readonly description: string;
  readonly attack: readonly AttackReference[];
  readonly response: readonly string[];
}

const blocked: readonly AttackReference[] = [{ technique: 'T1562.006', tactics: ['defense-evasion'] }];
const switchedOff: readonly AttackReference[] = [{ technique: 'T1562.008', tactics: ['defense-evasion'] }];
const spoofed: readonly AttackReference[] = [{ technique: 'T1562.006', tactics: ['defense-evasion'] }];

/** By id; `silence-` stands before it in findings. */
export const silenceKinds = {
  quiet: {
    title: 'Audit source went quiet',
    description: 'A source that gave events gives none any more, for far longer than it ever paused.',
    attack: blocked,
    response: [
      'Look whether the API server runs with the flags and the audit policy that it should have, and whether it reaches this watch',
      'Until it is heard again, what is done to the cluster is not seen: compare the objects there with the last bill (`watchbill inventory diff`)',
    ],
  },
  never: {
    title: 'Audit source has given nothing yet',
    description: 'A source was opened and has not given a single event since.',
    attack: [],
    response: ['`watchbill doctor` checks what stands between: address, certificate, token, path, rights'],
  },
  ended: {
    title: 'Audit source ended',
    description: 'A source that does not end has ended; nothing more comes from it in this watch.',
    attack: blocked,
    response: ['Look into the log of the watch for the reason, and start it again'],
  },
  gap: {
    title: 'Stretch of the audit log is missing',
    description:
      'The times of the events jump: what the API server logged in between, if it logged, never came.',
    attack: blocked,
    response: [
      'If the audit log of that time is still on the control plane, scan it: `watchbill scan <file>`',
      'Find out who could delete it, or stop its delivery, at that time',
    ],
  },
  late: {
    title: 'Audit events come late',
    description: 'Events come much later than this source usually brings them.',
    attack: [],
    response: ['Findings are as late as their events: look for what holds them up on the way'],
  },
  skew: {
    title: 'Clocks differ',
    description: 'Events come from the future: the clock of the API server, or of this machine, is wrong.',
    attack: [],
    response: [
      'Synchronise both clocks (NTP): schedules, correlations and lag are judged by the times in the log',
    ],
  },
  clock: {
    title: 'Clock of this machine was set',
    description: 'The clock of the machine that watches jumped.',
    attack: [],
    response: ['Synchronise it (NTP); what was judged by elapsed time meanwhile may be wrong'],
  },
  configuration: {
    title: 'New configuration was refused',
    description:
      'Rules, exceptions or settings were changed and hold a mistake: the watch goes on with the old ones.',
    attack: [],
    response: ['`watchbill config check` tells what is wrong, with line and column'],
  },
  rate: {
    title: 'Rate of audit events collapsed',
    description:
      'A source gives far fewer events than it ever did at this hour: part of the log does not come.',
    attack: blocked,
    response: [
      'Compare the audit policy in force with the one that was meant: `watchbill coverage --policy <file>`',
      'If several API servers share this source, look whether each of them still reports',
    ],
  },
  vanished: {
    title: 'A kind of request is no longer logged',
    description:
      'Requests that came every hour do not come any more, while others do: they are no longer made, or no longer logged.',
    attack: switchedOff,
    response: ['Look whether they are still made; if so, the audit policy was changed: find out by whom'],
  },
  dropped: {
    title: 'API server dropped audit events',
    description: 'The API server itself counts audit events that it could not deliver.',
    attack: [],
    response: [
      'Raise --audit-webhook-batch-buffer-size, or read the file of the log backend, which drops nothing; see what slows this watch',
    ],
  },
  undelivered: {
    title: 'Fewer audit events came than the API server wrote',
    description:
      'The API server counts more events than came from it: they are lost on the way, or held back.',
    attack: blocked,
    response: ['Look at what carries the log: collectors with filters, sampling or limits leave events out'],
  },
  metrics: {
    title: 'API server cannot be asked for its own counts',
    description: 'The metrics of the API server could be read, and cannot be any more.',
    attack: [],
    response: ['Look at the reason: address, certificate, or rights to `get` the URL /metrics'],
  },
  truncated: {
    title: 'Body was too large for the audit log',
    description:
      'A request came without its body because that was too large to be logged. A body can be made large to hide what is in it.',
    attack: blocked,
    response: [
      'Look at the object itself in the cluster',
      'Raise --audit-webhook-truncate-max-event-size or --audit-log-truncate-max-event-size of the API server',
    ],
  },
  level: {
    title: 'Audit level was lowered',
    description: 'Bodies of requests that were logged are not logged any more.',
    attack: switchedOff,
    response: [
      'Compare the audit policy in force with the one that was meant; find out who changed it',
      '`watchbill coverage` tells which rules are blind at this level',
    ],
  },
  policy: {
    title: 'Audit policy or audit flags of the API server changed',
    description: 'A new audit policy, or other audit flags of an API server, were seen.',
    attack: switchedOff,
    response: ['If this was not planned, put the old one back and find out who changed it'],
  },
  backend: {
    title: 'API server was started without its audit backend',
    description: 'A flag that sends the audit log somewhere is gone from the command line of an API server.',
    attack: switchedOff,
    response: ['Put the flag back, and find out who changed the manifest on that node'],
  },
  sensor: {
    title: 'Admission webhook was removed',
    description: 'The webhook that shows changes to a sensor or a gate was deleted.',
    attack: [{ technique: 'T1562.001', tactics: ['defense-evasion'] }],
    response: ['Apply it again, and find out what was changed while it was not there'],
  },
  unanswered: {
    title: 'Answers of requests are missing from the audit log',
    description:
      'Requests were logged when they arrived, and what became of them was not: events were lost or taken out, or an API server died.',
    attack: blocked,
    response: ['Look at the objects that these requests are about'],
  },
  reused: {
    title: 'Audit-ID used for two different requests',
    description:
      'A client chose an Audit-ID that was used before, so that whoever tells requests apart by it loses one; or somebody writes into the log.',
    attack: spoofed,
    response: ['Look at both requests: the second may be the one that should not be seen'],
  },
  server: {
    title: 'API server no longer reports',
    description:
      'One API server of the cluster renews its lease in the log no more, while others are heard: what goes through it is not seen.',
    attack: blocked,
    response: ['If it runs, look at its audit flags and whether it reaches this watch'],
  },
} as const satisfies Readonly<Record<string, SilenceKind>>;

export type SilenceName = keyof typeof silenceKinds;

export const silenceId = (name: SilenceName): string => `silence-${name}`;

/** For those who explain findings. */
export function describeSilence(id: string): RuleDescription | undefined {
  const found = Object.entries(silenceKinds).find(([name]) => `silence-${name}` === id);
  if (found === undefined) return undefined;
  const [, { title, description, attack, response }] = found;
  return {
    id,
    title,
    description,
    references: [],
    tags: attack.map(({ technique }) => `attack.${technique.toLowerCase()}`),
    falsepositives: [],
    blindspots: [],
    response,
  };
}
