import { customKind, path, place } from '../workload-kind.ts';
import { kubeflowTrainer, trainerAccounts, trainerGroups } from './kubeflow.ts';

const replicated = 'trainingRuntimeSpec.template.spec.replicatedJobs.*.template.spec.template';

/** Overrides of the pods of a runtime: three names in three releases. */
export const trainJob = customKind({
  kind: 'TrainJob',
  resource: 'trainjobs',
  groups: trainerGroups,
  project: kubeflowTrainer,
  places: [
    place('container', 'spec.trainer'),
    place('spec', 'spec.podSpecOverrides.*'),
    place('template', 'spec.podTemplateOverrides.*'),
    place('template', `spec.runtimePatches.*.${replicated}`),
  ],
  jobSpec: ['spec'],
  finite: true,
  makes: [{ kind: 'JobSet', group: 'jobset.x-k8s.io', accounts: trainerAccounts }],
  references: [{ at: path('spec.runtimeRef'), kind: 'ClusterTrainingRuntime' }],
});
