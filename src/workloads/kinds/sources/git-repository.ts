import { sourceKind } from './source-kind.ts';

export const gitRepository = sourceKind('flux', {
  kind: 'GitRepository',
  resource: 'gitrepositories',
  group: 'source.toolkit.fluxcd.io',
  addresses: ['spec.url'],
  revisions: ['spec.ref.branch', 'spec.ref.tag', 'spec.ref.semver', 'spec.ref.name', 'spec.ref.commit'],
});
