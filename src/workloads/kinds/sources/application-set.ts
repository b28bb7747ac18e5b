import { sourceKind } from './source-kind.ts';

/** Makes Applications from a template and lists of what to fill in. */
export const applicationSet = sourceKind('argo-cd', {
  kind: 'ApplicationSet',
  resource: 'applicationsets',
  group: 'argoproj.io',
  addresses: [
    'spec.template.spec.source.repoURL',
    'spec.template.spec.sources.*.repoURL',
    'spec.generators.*.git.repoURL',
  ],
  revisions: ['spec.template.spec.source.targetRevision', 'spec.template.spec.sources.*.targetRevision'],
  folders: ['spec.template.spec.source.path', 'spec.template.spec.sources.*.path'],
  targets: ['spec.template.spec.destination.namespace', 'spec.template.spec.destination.server'],
});
