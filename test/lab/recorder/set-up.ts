import { play } from './play.ts';
import type { Stage } from './stage.ts';
import { keyOf } from './stage.ts';
import type { Act } from './truth.ts';
import type { Brief, Step } from './world.ts';

/** Makes what a world has from the beginning; returns what was done. */
export async function setUp(stage: Stage): Promise<readonly Act[]> {
  const acts: Act[] = [];
  const act = async (step: Step): Promise<void> => {
    const trace = await play(stage, step);
    acts.push({ scenario: 'setup', label: 'benign', actor: step.as, note: '', trace });
  };
  for (const brief of foundations(stage)) await act({ as: 'admin', create: brief });
  for (const { as, objects } of stage.world.objects) {
    for (const brief of objects) {
      stage.objects.set(keyOf(brief), brief);
      await act(installation(stage, as, brief));
    }
  }
  return acts;
}

/** A service account applies, as GitOps tools do; a person or a pipeline creates. */
function installation({ world }: Stage, as: string, brief: Brief): Step {
  const byTool = world.identities[as]?.account !== undefined;
  return byTool ? { as, apply: brief } : { as, create: brief };
}

function foundations({ world }: Stage): readonly Brief[] {
  return [
    ...world.namespaces.map(name => ({ kind: 'Namespace', in: '', name, raw: {} })),
    ...world.definitions.map(definitionOf),
    ...Object.entries(world.roles).map(([name, rules]) => ({
      kind: 'ClusterRole',
      in: '',
      name,
      raw: { rules },
    })),
    ...Object.entries(world.identities).flatMap(([id, identity]) =>
      identity.rights.map(right => binding(id, right, subjectOf(identity))),
    ),
    ...world.accounts.map(at('ServiceAccount', {})),
    ...world.secrets.map(at('Secret', { stringData: { password: 'not-a-secret', token: 'not-a-secret' } })),
    ...world.configMaps.map(at('ConfigMap', { data: { 'settings.yaml': 'level: info\n' } })),
  ];
}

const at =
  (kind: string, raw: Brief['raw']) =>
  (place: string): Brief => {
    const [namespace = '', name = ''] = place.split('/');
    return { kind, in: namespace, name, raw };
  };

function binding(id: string, right: string, subject: object): Brief {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: right };
  return {
    kind: 'ClusterRoleBinding',
    in: '',
    name: `${id}-${right}`,
    raw: { roleRef, subjects: [subject] },
  };
}

function subjectOf({ account, user }: Stage['world']['identities'][string]): object {
  const [namespace, name] = account?.split('/') ?? [];
  return account === undefined
    ? { kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }
    : { kind: 'ServiceAccount', name, namespace };
}

/** A kind that takes any content. */
function definitionOf({ group, version, kind, plural }: Stage['world']['definitions'][number]): Brief {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const spec = {
    group,
    scope: 'Namespaced',
    names: { kind, plural, singular: kind.toLowerCase() },
    versions: [{ name: version, served: true, storage: true, schema }],
  };
  // Groups of Kubernetes' own domain are let in only with a word on their approval.
  const annotations = { 'api-approved.kubernetes.io': 'unapproved, for a recording' };
  const approval = group.endsWith('.k8s.io') ? { annotations } : {};
  return { kind: 'CustomResourceDefinition', in: '', name: `${plural}.${group}`, raw: { spec }, ...approval };
}
