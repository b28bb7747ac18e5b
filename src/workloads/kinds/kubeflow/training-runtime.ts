import { customKind, place } from '../workload-kind.ts';
import { kubeflowTrainer, trainerGroups } from './kubeflow.ts';

/** It runs nothing by itself: TrainJobs name it. */
export const trainingRuntime = customKind({
  kind: 'TrainingRuntime',
  resource: 'trainingruntimes',
  groups: trainerGroups,
  project: kubeflowTrainer,
  places: [place('template', 'spec.template.spec.replicatedJobs.*.template.spec.template')],
  finite: true,
});
