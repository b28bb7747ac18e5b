import { sourceKind } from './source-kind.ts';

/** Which sources and targets the Applications of a project may name. */
export const appProject = sourceKind('argo-cd', {
  kind: 'AppProject',
  resource: 'appprojects',
  group: 'argoproj.io',
  addresses: ['spec.sourceRepos.*'],
  targets: ['spec.destinations.*.namespace', 'spec.destinations.*.server'],
});
