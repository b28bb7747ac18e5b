import { noContainer } from '../../model/node-activity.ts';
import type { RuntimeMessage, ToldContainer } from './runtime-message.ts';

/** What CRI-O says when a request of the kubelet is done; undefined: anything else. */
export function readCrioMessage(message: RuntimeMessage): ToldContainer | undefined {
  const { text, fields } = message;
  const [, sandbox, pod] =
    /^Ran pod sandbox ([0-9a-f]{64}) with infra container: ([^/\s]+\/[^/\s]+)\/POD$/.exec(text) ?? [];
  if (sandbox !== undefined && pod !== undefined)
    return told(message, { id: sandbox, pod, sandboxId: sandbox });
  const [, created, path] = /^Created container ([0-9a-f]{64}): (\S+)$/.exec(text) ?? [];
  if (created !== undefined && path !== undefined)
    return told(message, { id: created, pod: path, act: 'created' });
  if (text !== 'Started container') return undefined;
  const id = /\bcontainerID=([0-9a-f]{64})/.exec(fields)?.[1];
  const description = /\bdescription=(\S+)/.exec(fields)?.[1];
  if (id === undefined || description === undefined) return undefined;
  return told(message, {
    id,
    pod: description,
    sandboxId: /\bsandboxID=([0-9a-f]{64})/.exec(fields)?.[1] ?? '',
  });
}

interface Told {
  readonly id: string;
  /** `namespace/pod` or `namespace/pod/container`. */
  readonly pod: string;
  readonly sandboxId?: string;
  readonly act?: ToldContainer['act'];
}

function told({ at }: RuntimeMessage, { id, pod, sandboxId = '', act = 'started' }: Told): ToldContainer {
  const [namespace = '', name = '', container = ''] = pod.split('/');
  return {
    type: 'container',
    at,
    act,
    role: id === sandboxId ? 'sandbox' : 'container',
    sandboxId,
    pod: { namespace, name, uid: '' },
    container: { ...noContainer, runtime: 'cri-o', id, name: container },
    runtimeNamespace: '',
    labels: {},
    annotations: {},
    commandLine: '',
  };
}
