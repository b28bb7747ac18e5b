import { customKind } from '../workload-kind.ts';
import { kubeflow } from './kubeflow.ts';

export const notebook = customKind({
  kind: 'Notebook',
  resource: 'notebooks',
  groups: ['kubeflow.org'],
  project: kubeflow,
  template: ['spec', 'template'],
  persistent: true,
  makes: [{ kind: 'StatefulSet', group: 'apps', accounts: ['notebook-controller-service-account'] }],
});
