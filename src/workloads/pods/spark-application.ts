import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import { joined } from './find-paths.ts';
import { mergePods } from './merge-pods.ts';
import type { PodView } from './pod-view.ts';
import { standardLists } from './standard-lists.ts';

/** A SparkApplication's spec: driver and executor say of their pods and containers in one object each. */
export function sparkApplication(spec: JsonObject, path: string): readonly PodView[] {
  return (['driver', 'executor'] as const).flatMap(role => {
    const own = objectAt(spec, role);
    return own === undefined ? [] : viewsOf({ spec, own, role, path: joined(path, role) });
  });
}

interface Role {
  readonly spec: JsonObject;
  readonly own: JsonObject;
  readonly role: 'driver' | 'executor';
  readonly path: string;
}

function viewsOf(role: Role): readonly PodView[] {
  const { spec, own, path } = role;
  const template = objectAt(own, 'template');
  const inTemplate = objectAt(template, 'spec') ?? {};
  const pod = mergePods([inTemplate, spec, { ...own, securityContext: own['podSecurityContext'] }]);
  const view: PodView = {
    spec: { ...pod, imagePullSecrets: stringsAt(spec, 'imagePullSecrets').map(name => ({ name })) },
    metadata: { labels: objectAt(own, 'labels') ?? {}, annotations: objectAt(own, 'annotations') ?? {} },
    lists: [
      { items: listAt(own, 'initContainers'), path: joined(path, 'initContainers'), role: 'init' },
      { items: [containerOf(role)], path, alone: true, role: 'container' },
      { items: listAt(own, 'sidecars'), path: joined(path, 'sidecars'), role: 'sidecar' },
      ...standardLists(inTemplate, joined(path, 'template.spec')),
    ],
  };
  return [view];
}

/** The driver runs the application; executors run what it sends them. */
function containerOf({ spec, own, role }: Role): Json {
  const program = stringAt(spec, 'mainApplicationFile');
  const submitted =
    role === 'driver' && program !== undefined ? [program, ...stringsAt(spec, 'arguments')] : [];
  return {
    ...own,
    name: `spark-kubernetes-${role}`,
    image: stringAt(own, 'image') ?? stringAt(spec, 'image') ?? '',
    args: submitted,
    env: [...listAt(own, 'env'), ...variablesOf(own)],
  };
}

/** `envVars` is the older form, a map. */
function variablesOf(own: JsonObject): readonly Json[] {
  const written = fieldOf(own, 'envVars');
  if (!isObject(written)) return [];
  return Object.keys(written).map(name => ({ name, value: written[name] ?? '' }));
}
