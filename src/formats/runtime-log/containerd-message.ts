import { noContainer, noPod } from '../../model/node-activity.ts';
import type { RuntimeMessage, ToldContainer } from './runtime-message.ts';

const shapes = {
  sandbox:
    /^RunPodSandbox for &?(?:PodSandboxMetadata)?\{Name:([^,{}]*),Uid:([^,{}]*),Namespace:([^,{}]*),Attempt:\d+,?\} returns sandbox id "([0-9a-f]{64})"$/,
  container:
    /^CreateContainer within sandbox "([0-9a-f]{64})" for &?(?:ContainerMetadata)?\{Name:([^,{}]*),Attempt:\d+,?\} returns container id "([0-9a-f]{64})"$/,
  started: /^StartContainer for "([0-9a-f]{64})" returns successfully$/,
  removed: /^RemoveContainer for "([0-9a-f]{64})" returns successfully$/,
} as const;

/** What containerd's CRI plugin says when a request of the kubelet is done; undefined: anything else. */
export function readContainerdMessage({ at, text }: RuntimeMessage): ToldContainer | undefined {
  const [, name, uid, namespace, sandbox] = shapes.sandbox.exec(text) ?? [];
  if (name !== undefined && uid !== undefined && namespace !== undefined && sandbox !== undefined)
    return told({
      at,
      id: sandbox,
      sandboxId: sandbox,
      role: 'sandbox',
      act: 'started',
      pod: { name, uid, namespace },
    });
  const [, within, container, made] = shapes.container.exec(text) ?? [];
  if (within !== undefined && made !== undefined)
    return told({ at, id: made, sandboxId: within, role: 'container', act: 'created', name: container });
  const started = shapes.started.exec(text)?.[1];
  if (started !== undefined) return told({ at, id: started, role: 'container', act: 'started' });
  const removed = shapes.removed.exec(text)?.[1];
  return removed === undefined ? undefined : told({ at, id: removed, role: 'container', act: 'removed' });
}

interface Told extends Pick<ToldContainer, 'at' | 'role' | 'act'> {
  readonly id: string;
  readonly sandboxId?: string;
  readonly name?: string | undefined;
  readonly pod?: ToldContainer['pod'];
}

function told({ at, role, act, id: ownId, sandboxId = '', name = '', pod = noPod }: Told): ToldContainer {
  return {
    type: 'container',
    at,
    act,
    role,
    sandboxId,
    pod,
    container: { ...noContainer, runtime: 'containerd', id: ownId, name },
    runtimeNamespace: 'k8s.io',
    labels: {},
    annotations: {},
    commandLine: '',
  };
}
