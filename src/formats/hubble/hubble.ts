import type { JsonObject } from '../../model/json.ts';
import { booleanAt, numberAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { FlowActivity, NodeActivity } from '../../model/node-activity.ts';
import { noContainer, noPod } from '../../model/node-activity.ts';
import { pathAlone } from '../seen/address.ts';
import { withoutSecrets } from '../seen/hide-secrets.ts';
import { wholeNumber } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { textAt } from '../seen/text-at.ts';

/** Flows of Cilium's Hubble: `hubble observe -o json` (jsonpb) and the exporter's file. */
export const hubble = seenFormat({ name: 'hubble', isMine, read });

const flowOf = (value: JsonObject): JsonObject => objectAt(value, 'flow') ?? value;

function isMine(value: JsonObject): boolean {
  const flow = flowOf(value);
  return (
    stringAt(flow, 'verdict') !== undefined &&
    objectAt(flow, 'source') !== undefined &&
    objectAt(flow, 'destination') !== undefined
  );
}

/** Packets of a connection come many times: its first packet, a request or a query tells of it; answers are passed over. */
function read(value: JsonObject, place: Place): readonly NodeActivity[] {
  const flow = flowOf(value);
  const http = objectAt(objectAt(flow, 'l7'), 'http');
  if (booleanAt(flow, 'is_reply') === true || textAt(objectAt(flow, 'l7'), 'type') === 'RESPONSE') return [];
  const tcp = objectAt(objectAt(flow, 'l4'), 'TCP');
  if (http === undefined && tcp !== undefined && !opens(objectAt(tcp, 'flags'))) return [];
  const outbound = textAt(flow, 'traffic_direction') !== 'INGRESS';
  return [
    {
      ...place,
      type: 'flow',
      at: textAt(flow, 'time') || textAt(value, 'time'),
      node: textAt(flow, 'node_name') || textAt(value, 'node_name'),
      pod: podOf(objectAt(flow, outbound ? 'source' : 'destination')),
      container: noContainer,
      protocol: http !== undefined ? 'http' : tcp !== undefined ? 'tcp' : 'unknown',
      direction: outbound ? 'outbound' : 'inbound',
      peer: peerOf(flow, outbound),
      method: textAt(http, 'method'),
      path: pathIn(textAt(http, 'url')),
      status: numberAt(http, 'code') ?? 0,
      bytesSent: 0,
      bytesReceived: 0,
      durationMilliseconds: 0,
      route: '',
      upstream: '',
      flags: textAt(flow, 'verdict') === 'FORWARDED' ? [] : [textAt(flow, 'verdict')],
    },
  ];
}

/** Without flags there is nothing to tell packets apart by. */
const opens = (flags: JsonObject | undefined): boolean =>
  flags === undefined || (booleanAt(flags, 'SYN') === true && booleanAt(flags, 'ACK') !== true);

const podOf = (endpoint: JsonObject | undefined) => ({
  ...noPod,
  namespace: textAt(endpoint, 'namespace'),
  name: textAt(endpoint, 'pod_name'),
});

function peerOf(flow: JsonObject, outbound: boolean): FlowActivity['peer'] {
  const side = outbound ? 'destination' : 'source';
  const endpoint = objectAt(flow, side);
  const layer = objectAt(flow, 'l4');
  const transport = objectAt(layer, 'TCP') ?? objectAt(layer, 'UDP') ?? objectAt(layer, 'SCTP');
  const [named = ''] = stringsAt(flow, `${side}_names`);
  const service = objectAt(flow, `${side}_service`);
  const inCluster = [textAt(service, 'name') || textAt(endpoint, 'pod_name'), textAt(endpoint, 'namespace')];
  return {
    host:
      named.replace(/\.$/, '') ||
      (inCluster[0] === '' ? '' : inCluster.filter(part => part !== '').join('.')),
    address: textAt(objectAt(flow, 'IP'), side),
    port: wholeNumber(transport?.[`${side}_port`]) ?? 0,
    serverName: '',
  };
}

/** Hubble writes the whole URL; its host is told by the destination. */
function pathIn(url: string): string {
  return withoutSecrets(pathAlone(url.replace(/^[a-z]+:\/\/[^/?#]*/i, '')));
}
