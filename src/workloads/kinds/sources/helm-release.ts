import { sourceKind } from './source-kind.ts';

export const helmRelease = sourceKind('flux', {
  kind: 'HelmRelease',
  resource: 'helmreleases',
  group: 'helm.toolkit.fluxcd.io',
  references: ['spec.chart.spec.sourceRef', 'spec.chartRef'],
  revisions: ['spec.chart.spec.version'],
  folders: ['spec.chart.spec.chart'],
  targets: ['spec.targetNamespace'],
});
