import type { FlowActivity, NodeActivity } from '../../model/node-activity.ts';
import { noContainer } from '../../model/node-activity.ts';
import { hostAndPort, pathAlone } from './address.ts';
import { withoutSecrets } from './hide-secrets.ts';
import type { LogCarrier } from './log-carrier.ts';
import type { Place } from './seen-format.ts';

export interface Served {
  readonly at: string;
  readonly client: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly durationMilliseconds: number;
}

/** A request that a server's own log tells of: somebody came to the pod in whose log it stands. */
export function inbound(served: Served, place: Place, carrier: LogCarrier): NodeActivity {
  const { client, at, path, ...rest } = served;
  const { host, port } = hostAndPort(client);
  return {
    ...place,
    ...rest,
    type: 'flow',
    at: at || carrier.time,
    node: carrier.node,
    pod: carrier.pod,
    container: { ...noContainer, name: carrier.container },
    protocol: 'http',
    direction: 'inbound',
    peer: { host: '', address: host, port, serverName: '' },
    path: withoutSecrets(pathAlone(path.replace(/^[a-z]+:\/\/[^/?#]*/i, ''))),
    route: '',
    upstream: '',
    flags: [],
  } satisfies FlowActivity;
}
