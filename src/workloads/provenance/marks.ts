import type { JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import { textAt } from '../fields.ts';
import { groupOf } from '../kinds/kinds.ts';
import type { ProvenanceSystem, Sign } from './provenance.ts';

interface Mark {
  readonly system: ProvenanceSystem;
  readonly on: 'label' | 'annotation';
  readonly key: string;
  /** Only this value, in small letters and up to its version, is a sign. */
  readonly value?: string;
  /** The value is the name of what wrote it, called so. */
  readonly names?: string;
  /** Where its namespace is, on the same side. */
  readonly namespace?: string;
}

const managedBy = 'app.kubernetes.io/managed-by';

/** Labels and annotations that the systems put on what they write, from their documentation. */
const marks: readonly Mark[] = [
  { system: 'argo-cd', on: 'label', key: 'argocd.argoproj.io/instance', names: 'application' },
  flux('label', 'kustomize.toolkit.fluxcd.io', 'Kustomization'),
  flux('label', 'helm.toolkit.fluxcd.io', 'HelmRelease'),
  {
    system: 'fleet',
    on: 'label',
    key: 'fleet.cattle.io/bundle-name',
    names: 'bundle',
    namespace: 'fleet.cattle.io/bundle-namespace',
  },
  { system: 'fleet', on: 'annotation', key: 'objectset.rio.cattle.io/id', names: 'object set' },
  { system: 'config-sync', on: 'annotation', key: 'configmanagement.gke.io/managed', value: 'enabled' },
  { system: 'olm', on: 'label', key: 'olm.owner', names: 'owner', namespace: 'olm.owner.namespace' },
  { system: 'olm', on: 'label', key: 'olm.managed', value: 'true' },
  { system: 'terraform', on: 'label', key: managedBy, value: 'terraform' },
  { system: 'pulumi', on: 'label', key: managedBy, value: 'pulumi' },
  { system: 'crossplane', on: 'label', key: 'crossplane.io/composite', names: 'composite' },
  { system: 'spinnaker', on: 'annotation', key: 'moniker.spinnaker.io/application', names: 'application' },
  { system: 'spinnaker', on: 'label', key: managedBy, value: 'spinnaker' },
  { system: 'gitlab', on: 'annotation', key: 'app.gitlab.com/app', names: 'project' },
  { system: 'gitlab', on: 'label', key: 'job.runner.gitlab.com/pod', names: 'job' },
  {
    system: 'github-actions',
    on: 'label',
    key: 'actions.github.com/scale-set-name',
    names: 'runner set',
    namespace: 'actions.github.com/scale-set-namespace',
  },
  { system: 'github-actions', on: 'annotation', key: 'actions.github.com/k8s-deploy', names: 'deployment' },
  { system: 'jenkins', on: 'annotation', key: 'runUrl', names: 'run' },
  { system: 'jenkins', on: 'label', key: 'jenkins/label', names: 'agent' },
  { system: 'tekton', on: 'label', key: 'tekton.dev/pipelineRun', names: 'pipeline run' },
  { system: 'tekton', on: 'label', key: 'tekton.dev/taskRun', names: 'task run' },
  { system: 'tekton', on: 'label', key: 'triggers.tekton.dev/eventlistener', names: 'event listener' },
  { system: 'kapp', on: 'annotation', key: 'kapp.k14s.io/identity', names: 'identity' },
  { system: 'kapp', on: 'label', key: 'kapp.k14s.io/app', names: 'application' },
  { system: 'skaffold', on: 'label', key: 'skaffold.dev/run-id', names: 'run' },
  {
    system: 'helm',
    on: 'annotation',
    key: 'meta.helm.sh/release-name',
    names: 'release',
    namespace: 'meta.helm.sh/release-namespace',
  },
  { system: 'helm', on: 'label', key: managedBy, value: 'helm' },
  { system: 'kustomize', on: 'label', key: managedBy, value: 'kustomize' },
  { system: 'kustomize', on: 'annotation', key: 'config.kubernetes.io/origin' },
  { system: 'kubectl', on: 'annotation', key: 'kubectl.kubernetes.io/last-applied-configuration' },
];

function flux(on: Mark['on'], domain: string, names: string): Mark {
  return { system: 'flux', on, key: `${domain}/name`, names, namespace: `${domain}/namespace` };
}

/** What the labels and annotations of an object say. */
export function marksOf(object: JsonObject): readonly Sign[] {
  const metadata = objectAt(object, 'metadata');
  const found = marks.flatMap(mark => markOf(mark, objectAt(metadata, `${mark.on}s`)));
  return [...trackingId(object), ...found];
}

function markOf(mark: Mark, texts: JsonObject | undefined): readonly Sign[] {
  const { system, on, key, names } = mark;
  const written = textAt(texts, key);
  if (written === '' || (mark.value !== undefined && !isValue(written, mark.value))) return [];
  if (names === undefined) {
    const says =
      mark.value === undefined ? `the ${on} ${key} is there` : `the ${on} ${key} is "${shortened(written)}"`;
    return [{ system, sort: 'mark', says }];
  }
  const namespace = mark.namespace === undefined ? '' : shortened(textAt(texts, mark.namespace));
  const name = shortened(written);
  return [{ system, sort: 'mark', says: `the ${on} ${key} names the ${names} "${name}"`, name, namespace }];
}

/** `Helm`, `kustomize-v5.4.1`. */
function isValue(written: string, value: string): boolean {
  const text = written.toLowerCase();
  return text === value || text.startsWith(`${value}-v`);
}

/**
 * `application:group/Kind:namespace/name`. Argo CD takes an id that names another object for a copy (argo-cd.readthedocs.io/en/stable/
 * user-guide/resource_tracking, "self-referencing"), and so it is no sign.
 */
function trackingId(object: JsonObject): readonly Sign[] {
  const metadata = objectAt(object, 'metadata');
  const id = textAt(objectAt(metadata, 'annotations'), 'argocd.argoproj.io/tracking-id');
  const [application = '', kind = '', place = ''] = id.split(':');
  const group = groupOf(stringAt(object, 'apiVersion') ?? '');
  const name = textAt(metadata, 'name');
  const fits = kind === `${group}/${stringAt(object, 'kind') ?? ''}` && place.endsWith(`/${name}`);
  if (application === '' || !fits) return [];
  const [namespace, own] = application.includes('_') ? halves(application) : ['', application];
  const says = `the annotation argocd.argoproj.io/tracking-id names the application "${shortened(own)}" and this object`;
  return [{ system: 'argo-cd', sort: 'mark', says, name: shortened(own), namespace: shortened(namespace) }];
}

/** An application outside of Argo CD's own namespace: `namespace_name`. */
function halves(application: string): readonly [string, string] {
  const at = application.indexOf('_');
  return [application.slice(0, at), application.slice(at + 1)];
}

/** The longest name that Kubernetes has. */
export function shortened(text: string): string {
  return text.slice(0, 253);
}
