import type { FlowActivity, ProcessDetail } from '../../model/node-activity.ts';

interface Connected {
  readonly address: string;
  readonly port: number | undefined;
  readonly process: ProcessDetail;
}

/** A connection that a process opened, as an agent in the kernel sees it: no more than where to. */
export function connection({ address, port = 0, process }: Connected) {
  return {
    type: 'flow',
    protocol: 'unknown',
    direction: 'outbound',
    peer: { host: '', address, port, serverName: '' },
    method: '',
    path: '',
    status: 0,
    bytesSent: 0,
    bytesReceived: 0,
    durationMilliseconds: 0,
    route: '',
    upstream: '',
    flags: [],
    process,
  } as const satisfies Partial<FlowActivity>;
}
