import type { Json, JsonObject } from '../../model/json.ts';
import type { OperatorValues } from './text-format.ts';

/** What an access log says that we use. Absent: `""`. */
export const accessFieldNames = [
  'startTime',
  'method',
  'path',
  'protocol',
  'status',
  'flags',
  'bytesReceived',
  'bytesSent',
  'duration',
  'authority',
  'upstreamHost',
  'upstreamCluster',
  'downstreamLocalAddress',
  'downstreamRemoteAddress',
  'serverName',
  'route',
  'nodeId',
  'podName',
  'podNamespace',
  'podUid',
] as const;
export type AccessFields = Readonly<Record<(typeof accessFieldNames)[number], string>>;

/** Operators and keys, in lower case and without what is no letter or digit, that mean the same. Keys of JSON logs are the user's choice: these are those of Istio and Envoy Gateway. */
const spellings: Readonly<Record<keyof AccessFields, readonly string[]>> = {
  startTime: ['starttime', 'timestamp', 'time'],
  method: ['method', 'requestmethod', 'reqmethod'],
  path: [
    'path',
    'requestpath',
    'xenvoyoriginalpath',
    'xenvoyoriginpath',
    'reqpath',
    'reqxenvoyoriginalpathpath',
    'reqxenvoyoriginalpath',
    'requestoriginalpath',
  ],
  protocol: ['protocol'],
  status: ['responsecode', 'status'],
  flags: ['responseflags', 'responseflag'],
  bytesReceived: ['bytesreceived'],
  bytesSent: ['bytessent'],
  duration: ['duration'],
  authority: ['authority', 'requestauthority', 'reqauthority', 'host', 'reqhost'],
  upstreamHost: ['upstreamhost', 'upstreamremoteaddress'],
  upstreamCluster: ['upstreamcluster', 'upstreamclusterraw'],
  downstreamLocalAddress: ['downstreamlocaladdress'],
  downstreamRemoteAddress: ['downstreamremoteaddress', 'downstreamdirectremoteaddress'],
  serverName: ['requestedservername', 'sni'],
  route: ['routename'],
  nodeId: ['nodeid', 'xdsnodeid', 'celxdsnodeid'],
  podName: ['podname', 'environmentpodname', 'pod'],
  podNamespace: ['podnamespace', 'environmentpodnamespace', 'namespace', 'podns'],
  podUid: ['poduid', 'environmentpoduid'],
};

const fieldOfSpelling = new Map(
  accessFieldNames.flatMap(field => spellings[field].map(spelling => [spelling, field] as const)),
);

const fieldOfKey = (key: string): keyof AccessFields | undefined =>
  fieldOfSpelling.get(key.toLowerCase().replaceAll(/[^a-z\d]/g, ''));

/** Numbers as numbers or strings; `-` and null are absent. */
export function fieldsOfJson(value: JsonObject): AccessFields {
  return fieldsOf(Object.entries(value).map(([key, found]) => [key, textOf(found)]));
}

export const fieldsOfOperators = (values: OperatorValues): AccessFields => fieldsOf([...values]);

/** The first of several that mean the same. */
function fieldsOf(entries: readonly (readonly [string, string])[]): AccessFields {
  const found = new Map<string, string>();
  for (const [key, text] of entries) {
    const field = fieldOfKey(key);
    if (field !== undefined && text !== '' && text !== '-' && !found.has(field)) found.set(field, text);
  }
  const at = (name: keyof AccessFields): string => found.get(name) ?? '';
  return {
    startTime: at('startTime'),
    method: at('method'),
    path: at('path'),
    protocol: at('protocol'),
    status: at('status'),
    flags: at('flags'),
    bytesReceived: at('bytesReceived'),
    bytesSent: at('bytesSent'),
    duration: at('duration'),
    authority: at('authority'),
    upstreamHost: at('upstreamHost'),
    upstreamCluster: at('upstreamCluster'),
    downstreamLocalAddress: at('downstreamLocalAddress'),
    downstreamRemoteAddress: at('downstreamRemoteAddress'),
    serverName: at('serverName'),
    route: at('route'),
    nodeId: at('nodeId'),
    podName: at('podName'),
    podNamespace: at('podNamespace'),
    podUid: at('podUid'),
  };
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}
