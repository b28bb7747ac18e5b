import { sourceKind } from './source-kind.ts';

export const kustomization = sourceKind('flux', {
  kind: 'Kustomization',
  resource: 'kustomizations',
  group: 'kustomize.toolkit.fluxcd.io',
  references: ['spec.sourceRef'],
  folders: ['spec.path'],
  targets: ['spec.targetNamespace'],
});
