import type { Action } from '../model/finding.ts';
import { shortened, visible } from '../model/visible-text.ts';
import type { Workload } from '../model/workload.ts';

/** Text from a log inside a sentence: on one line, of bounded length. */
export const quoted = (text: string, limit = 200): string => shortened(visible(text), limit);

export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : /(?:s|x|ch|sh)$/.test(noun) ? 'es' : 's'}`;

/** `data/CronJob nightly-report` */
export function placeOf({ namespace, kind, name }: Workload, generateName: string): string {
  const prefix = namespace === '' ? '' : `${quoted(namespace, 63)}/`;
  if (kind === '') return name === '' ? 'the API server' : `${prefix}${quoted(name)}`;
  const isFamily = generateName !== '' && name.startsWith(generateName);
  // No name ends so: it is what the server began a name with that was not logged.
  const shown = isFamily ? `${generateName}*` : name.endsWith('-') ? `${name}*` : name;
  return `${prefix}${quoted(kind, 63)}${shown === '' ? '' : ` ${quoted(shown)}`}`;
}

const verbs = new Map([
  ['create', 'created'],
  ['update', 'replaced'],
  ['patch', 'changed'],
  ['delete', 'deleted'],
  ['deletecollection', 'deleted all or a selection of'],
  ['get', 'read'],
  ['list', 'listed'],
  ['watch', 'watched'],
  ['impersonate', 'impersonated'],
  ['start', 'started'],
  ['end', 'ended'],
  ['execute', 'executed in'],
  ['write', 'wrote the file of'],
  ['read', 'read a file of'],
  ['see', 'seen'],
  ['connect', 'connected from'],
]);

const subresources = new Map([
  ['exec', 'ran a command in'],
  ['attach', 'attached to'],
  ['portforward', 'forwarded a port to'],
  ['proxy', 'talked through the proxy of'],
  ['log', 'read the log of'],
  ['ephemeralcontainers', 'added an ephemeral container to'],
  ['scale', 'scaled'],
  ['eviction', 'evicted'],
  ['binding', 'bound to a node'],
  ['token', 'requested a token of'],
  ['approval', 'approved or denied'],
]);

/** `created`, `ran a command in`, `changed the status of`. */
export function didWhat({ verb, subresource, outcome }: Action): string {
  if (outcome === 'proposed') return 'would create';
  const plain = verbs.get(verb) ?? `sent "${quoted(verb, 40)}" to`;
  if (subresource === '') return plain;
  const special = verb === 'create' || verb === 'get' || verb === 'patch' || verb === 'update';
  const known = special ? subresources.get(subresource) : undefined;
  return known ?? `${plain} the ${quoted(subresource, 40)} of`;
}

const outcomes = {
  allowed: 'allowed',
  'dry-run': 'dry run, nothing changed',
  refused: 'refused, nothing changed',
  failed: 'failed, nothing changed',
  unanswered: 'no answer seen',
  proposed: 'not applied yet',
  observed: 'seen on the node',
} as const;

export const outcomeWords = (outcome: Action['outcome']): string => outcomes[outcome];

/** `2026-11-23 04:37:14 UTC` */
export function shownTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
