import { sourceKind } from './source-kind.ts';

export const ociRepository = sourceKind('flux', {
  kind: 'OCIRepository',
  resource: 'ocirepositories',
  group: 'source.toolkit.fluxcd.io',
  addresses: ['spec.url'],
  revisions: ['spec.ref.tag', 'spec.ref.semver', 'spec.ref.digest'],
});
