import { sourceKind } from './source-kind.ts';

export const helmRepository = sourceKind('flux', {
  kind: 'HelmRepository',
  resource: 'helmrepositories',
  group: 'source.toolkit.fluxcd.io',
  addresses: ['spec.url'],
});
