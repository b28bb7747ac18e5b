import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { parts } from '../parts.ts';

export type LiveSourceType = keyof typeof parts.liveSources;

/** `TYPE:TARGET[,key=value]...`, taken apart. */
export interface SourceRequest {
  readonly type: LiveSourceType;
  readonly target: string;
  readonly values: ReadonlyMap<string, string>;
}

const everywhere = ['cluster', 'metrics-url', 'metrics-token-file', 'metrics-ca-file'];
const listening = [
  'path',
  'token-file',
  'cert-file',
  'key-file',
  'client-ca-file',
  'client-name',
  'max-body-bytes',
];

/** What may be said of each. */
const keys: Readonly<Record<LiveSourceType, readonly string[]>> = {
  'audit-file': [...everywhere, 'format'],
  'audit-webhook': [...everywhere, ...listening],
  'http-logs': [...everywhere, ...listening, 'format'],
  admission: [...everywhere, ...listening.filter(key => key !== 'token-file'), 'path-token-file'],
  'kubernetes-watch': [...everywhere, 'context', 'grace'],
  'node-files': ['cluster', 'kind', 'node'],
  containerd: ['cluster', 'node'],
  firehose: [...everywhere, ...listening],
  pubsub: [...everywhere, ...listening, 'audience', 'service-account', 'keys-url'],
  otlp: [...everywhere, ...listening, 'protocol'],
  syslog: [...everywhere, ...listening.filter(key => key !== 'path' && key !== 'token-file'), 'transport'],
  kafka: [...everywhere, 'topic', 'group', 'user', 'password-file', 'ca-file', 'format'],
};

/** An error is a sentence for the user. */
export function readSourceRequest(text: string): Result<SourceRequest, string> {
  const [head = '', ...pairs] = text.split(/,(?=[a-z][a-z-]*=)/);
  const end = head.indexOf(':');
  const [name, target] = end === -1 ? [head, ''] : [head.slice(0, end), head.slice(end + 1)];
  if (!isType(name)) return fail(`"${name}" is no type of source: ${Object.keys(keys).join(', ')}`);
  if (target === '') return fail(`${name} needs a target, as in ${name}:${examples[name]}`);
  const values = new Map(pairs.map(pair => splitPair(pair)));
  const unknown = [...values.keys()].find(key => !keys[name].includes(key));
  if (unknown !== undefined) return fail(`${name} has no "${unknown}": ${keys[name].join(', ')}`);
  if (values.size < pairs.length) return fail(`${text}: a key stands twice`);
  return succeed({ type: name, target, values });
}

const examples: Readonly<Record<LiveSourceType, string>> = {
  'audit-file': 'PATH',
  'audit-webhook': 'HOST:PORT',
  'http-logs': 'HOST:PORT',
  admission: 'HOST:PORT',
  firehose: 'HOST:PORT',
  pubsub: 'HOST:PORT',
  otlp: 'HOST:PORT',
  syslog: 'HOST:PORT',
  kafka: 'HOST:PORT',
  'kubernetes-watch': 'KUBECONFIG',
  'node-files': 'FOLDER',
  containerd: 'SOCKET',
};

function isType(text: string): text is LiveSourceType {
  return Object.hasOwn(parts.liveSources, text);
}

function splitPair(pair: string): readonly [key: string, value: string] {
  const end = pair.indexOf('=');
  return [pair.slice(0, end), pair.slice(end + 1)];
}
