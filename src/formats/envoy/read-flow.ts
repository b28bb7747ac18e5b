import type { FlowActivity, PodReference } from '../../model/node-activity.ts';
import { noContainer, noPod } from '../../model/node-activity.ts';
import { hostAndPort, isAddress, isLoopback, pathAlone } from '../seen/address.ts';
import { withoutSecrets } from '../seen/hide-secrets.ts';
import type { LogCarrier } from '../seen/log-carrier.ts';
import { wholeNumber } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';
import type { AccessFields } from './access-fields.ts';

/** An entry of an access log, as seen from the pod beside which the proxy runs. */
export function readFlow(fields: AccessFields, place: Place, carrier: LogCarrier): FlowActivity {
  const direction = directionOf(fields);
  const isHttp = fields.method !== '' || /^HTTP/i.test(fields.protocol);
  const received = wholeNumber(fields.bytesReceived) ?? 0;
  const sent = wholeNumber(fields.bytesSent) ?? 0;
  return {
    ...place,
    type: 'flow',
    at: timeOf(fields.startTime) || carrier.time,
    node: carrier.node,
    pod: podOf(fields, carrier),
    container: { ...noContainer, name: carrier.container },
    protocol: isHttp ? 'http' : 'tcp',
    direction,
    peer: direction === 'inbound' ? clientOf(fields) : serverOf(fields),
    method: fields.method,
    path: withoutSecrets(pathAlone(fields.path)),
    status: wholeNumber(fields.status) ?? 0,
    // What the proxy received came from the client: of outbound traffic that is the pod.
    bytesSent: direction === 'inbound' ? sent : received,
    bytesReceived: direction === 'inbound' ? received : sent,
    durationMilliseconds: wholeNumber(fields.duration) ?? 0,
    route: fields.route,
    upstream: fields.upstreamCluster,
    flags: fields.flags === '' ? [] : fields.flags.split(','),
  };
}

/** Istio names the clusters of a sidecar by direction; of any other proxy a client on the pod's own loopback is the pod. */
function directionOf({ upstreamCluster, downstreamRemoteAddress }: AccessFields): FlowActivity['direction'] {
  if (/^(?:outbound\||PassthroughCluster|BlackHoleCluster)/.test(upstreamCluster)) return 'outbound';
  if (/^(?:inbound\||InboundPassthrough)/.test(upstreamCluster)) return 'inbound';
  return isLoopback(hostAndPort(downstreamRemoteAddress).host) ? 'outbound' : 'unknown';
}

function serverOf(fields: AccessFields): FlowActivity['peer'] {
  const named = hostAndPort(fields.authority);
  const reached = hostAndPort(fields.upstreamHost);
  const meant = hostAndPort(fields.downstreamLocalAddress);
  // A sidecar sees the address that was asked for as its own; on loopback it is the proxy's listener.
  const asked = isLoopback(meant.host) ? { host: '', port: 0 } : meant;
  const address = reached.host || asked.host;
  return {
    host: named.host || fields.serverName || clusterHost(fields.upstreamCluster),
    address: isAddress(address) ? address : '',
    port: reached.port || named.port || asked.port,
    serverName: fields.serverName,
  };
}

function clientOf(fields: AccessFields): FlowActivity['peer'] {
  const { host, port } = hostAndPort(fields.downstreamRemoteAddress);
  return { host: '', address: isAddress(host) ? host : '', port, serverName: fields.serverName };
}

/** `outbound|443|subset|host` */
const clusterHost = (cluster: string): string => /^outbound\|\d*\|[^|]*\|(.*)$/.exec(cluster)?.[1] ?? '';

/** `sidecar~ADDRESS~POD.NAMESPACE~NAMESPACE.svc.DOMAIN`, as Istio names the nodes of Envoy. */
const istioNode = /^(?:sidecar|router|ztunnel|waypoint)~[^~]*~([^~.]+(?:\.[^~.]+)*)\.([^~.]+)~/;

export function podOfNode(nodeId: string): PodReference {
  const [, name, namespace] = istioNode.exec(nodeId) ?? [];
  return name === undefined || namespace === undefined ? noPod : { ...noPod, namespace, name };
}

function podOf(fields: AccessFields, carrier: LogCarrier): PodReference {
  if (fields.podName !== '' && fields.podNamespace !== '')
    return { namespace: fields.podNamespace, name: fields.podName, uid: fields.podUid };
  const named = podOfNode(fields.nodeId);
  return named.name === '' ? carrier.pod : named;
}

/** RFC 3339, or seconds since 1970 (`%START_TIME(%s.%3f)%`). */
function timeOf(text: string): string {
  if (/^\d{10}(?:\.\d{1,9})?$/.test(text)) return new Date(Number(text) * 1000).toISOString();
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return '';
  return text.endsWith('Z') ? text : new Date(milliseconds).toISOString();
}
