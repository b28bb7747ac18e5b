import { sourceKind } from './source-kind.ts';

export const helmChart = sourceKind('flux', {
  kind: 'HelmChart',
  resource: 'helmcharts',
  group: 'source.toolkit.fluxcd.io',
  references: ['spec.sourceRef'],
  revisions: ['spec.version'],
  folders: ['spec.chart'],
});
