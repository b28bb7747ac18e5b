import { customKind, place } from '../workload-kind.ts';
import { kubeflowTrainer, trainerGroups } from './kubeflow.ts';

/** It runs nothing by itself: TrainJobs of any namespace name it. */
export const clusterTrainingRuntime = customKind({
  kind: 'ClusterTrainingRuntime',
  resource: 'clustertrainingruntimes',
  groups: trainerGroups,
  project: kubeflowTrainer,
  places: [place('template', 'spec.template.spec.replicatedJobs.*.template.spec.template')],
  finite: true,
});
