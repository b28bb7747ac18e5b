import { appProject } from './app-project.ts';
import { application } from './application.ts';
import { applicationSet } from './application-set.ts';
import { bucket } from './bucket.ts';
import { gitRepository } from './git-repository.ts';
import { helmChart } from './helm-chart.ts';
import { helmRelease } from './helm-release.ts';
import { helmRepository } from './helm-repository.ts';
import { kustomization } from './kustomization.ts';
import { ociRepository } from './oci-repository.ts';
import type { SourceKind } from './source-kind.ts';

/** The kinds that say where a GitOps system takes objects from. */
export const sourceKinds: readonly SourceKind[] = [
  application,
  applicationSet,
  appProject,
  kustomization,
  helmRelease,
  gitRepository,
  ociRepository,
  helmRepository,
  helmChart,
  bucket,
];

const byKind = new Map(sourceKinds.map(kind => [`${kind.groups[0]} ${kind.kind}`, kind]));
const byResource = new Map(sourceKinds.map(kind => [`${kind.groups[0]} ${kind.resource}`, kind]));

export function sourceKindOfObject(kind: string, group: string): SourceKind | undefined {
  return byKind.get(`${group} ${kind}`);
}

export function sourceKindOfResource(resource: string, group: string): SourceKind | undefined {
  return byResource.get(`${group} ${resource}`);
}
