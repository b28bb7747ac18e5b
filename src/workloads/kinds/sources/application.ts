import { sourceKind } from './source-kind.ts';

export const application = sourceKind('argo-cd', {
  kind: 'Application',
  resource: 'applications',
  group: 'argoproj.io',
  addresses: ['spec.source.repoURL', 'spec.sources.*.repoURL'],
  revisions: ['spec.source.targetRevision', 'spec.sources.*.targetRevision'],
  folders: ['spec.source.path', 'spec.source.chart', 'spec.sources.*.path', 'spec.sources.*.chart'],
  targets: ['spec.destination.namespace', 'spec.destination.server', 'spec.destination.name'],
});
