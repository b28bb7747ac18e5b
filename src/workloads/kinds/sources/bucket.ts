import { sourceKind } from './source-kind.ts';

export const bucket = sourceKind('flux', {
  kind: 'Bucket',
  resource: 'buckets',
  group: 'source.toolkit.fluxcd.io',
  addresses: ['spec.endpoint'],
  folders: ['spec.bucketName', 'spec.prefix'],
});
