import { withContainer } from '../applications.ts';
import type { Cluster } from '../cluster.ts';
import { applications } from '../delivery.ts';
import type { Container, Workload } from '../workload.ts';

/** A small change to what is there, in the cluster's own terms; `value` is the variant's own. */
export type Change = (workload: Workload, value: string, cluster: Cluster) => Workload;

/** What quiet attackers change. Values never leave the example domains and documentation addresses. */
export const changes = {
  /** An image of another team, from the usual registry. */
  'other team image': (workload, _, cluster) => {
    const other = applications(cluster, 'Deployment').find(
      ({ namespace }) => namespace !== workload.namespace,
    );
    const image = other?.pod.containers[0]?.image;
    return image === undefined ? workload : withContainer(workload, each => ({ ...each, image }));
  },
  /** The platform's tools image, and a command for it. */
  'tools image': (workload, value, { registry }) =>
    withContainer(workload, ({ args: _, ...each }) => ({
      ...each,
      image: `${registry.current}/platform/toolbox:2.6.0`,
      command: ['sh', '-c', value],
    })),
  /** One argument has another value. */
  'one argument': (workload, value) =>
    withContainer(workload, each => ({ ...each, args: replaced(each, value) })),
  'one argument more': (workload, value) =>
    withContainer(workload, each => ({ ...each, args: [...(each.args ?? []), value] })),
  'stronger account': (workload, value) => ({
    ...workload,
    pod: { ...workload.pod, serviceAccountName: value },
  }),
  'other secret': (workload, value, cluster) =>
    mounted(workload, { secret: { secretName: secretOf(workload, value, cluster) } }),
  'other config': (workload, value, cluster) =>
    withContainer(workload, each => ({
      ...each,
      envFrom: [...(each.envFrom ?? []), { secretRef: { name: secretOf(workload, value, cluster) } }],
    })),
  /** `NAME=value`, in place of what it was. */
  'environment elsewhere': (workload, value) => {
    const [name = '', ...rest] = value.split('=');
    const variable = { name, value: rest.join('=') };
    return withContainer(workload, each => ({
      ...each,
      env: [...(each.env ?? []).filter(entry => entry['name'] !== name), variable],
    }));
  },
  schedule: (workload, value) => ({ ...workload, schedule: value }),
  /** Runs something before, with the workload's own image. */
  'init container': (workload, value) => {
    const image = workload.pod.containers[0]?.image ?? '';
    const added: Container = { name: 'prepare', image, command: ['sh', '-c', value] };
    return {
      ...workload,
      pod: { ...workload.pod, initContainers: [...(workload.pod.initContainers ?? []), added] },
    };
  },
  'after start': (workload, value) =>
    withContainer(workload, each => ({
      ...each,
      lifecycle: { postStart: { exec: { command: ['sh', '-c', value] } } },
    })),
  /** The usual command, and something after it. */
  'command wrapped': (workload, value) =>
    withContainer(workload, ({ args = [], ...each }) => ({
      ...each,
      command: ['sh', '-c', `${[...(each.command ?? ['/app/run']), ...args].join(' ')}; ${value}`],
    })),
  'many at once': (workload, value) => ({
    ...workload,
    parallelism: Number(value),
    completions: Number(value),
  }),
  'control plane nodes': workload => ({
    ...workload,
    pod: {
      ...workload.pod,
      nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
      tolerations: [
        { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
      ],
    },
  }),
  /** An option of the kind that is usual here: the first of several steps. */
  'harmless option': (workload, value) =>
    withContainer(workload, each => ({ ...each, env: [...(each.env ?? []), { name: value, value: '1' }] })),
} as const satisfies { readonly [name: string]: Change };

export type ChangeName = keyof typeof changes;

export function apply(name: ChangeName, workload: Workload, value: string, cluster: Cluster): Workload {
  const change: Change = changes[name];
  return change(workload, value, cluster);
}

function replaced({ args = [] }: Container, value: string): readonly string[] {
  const [option = ''] = value.split('=');
  const index = args.findIndex(arg => arg.startsWith(`${option}=`));
  if (index >= 0) return args.with(index, value);
  return args.length === 0 ? [value] : args.with(args.length - 1, value);
}

/** The Secret of another application of the same namespace; `value` where there is no other. */
function secretOf({ namespace, name }: Workload, value: string, cluster: Cluster): string {
  const other = applications(cluster, 'Deployment').find(
    each => each.namespace === namespace && each.name !== name,
  );
  return other === undefined ? value : `${other.name}-${value}`;
}

function mounted(workload: Workload, source: { readonly secret: { readonly secretName: string } }): Workload {
  const volumes = [...(workload.pod.volumes ?? []), { name: 'settings', ...source }];
  const withVolume = { ...workload, pod: { ...workload.pod, volumes } };
  return withContainer(withVolume, each => ({
    ...each,
    volumeMounts: [
      ...(each.volumeMounts ?? []),
      { name: 'settings', readOnly: true, mountPath: '/etc/settings' },
    ],
  }));
}
