import type { WorkloadKind } from '../workload-kind.ts';
import { customKind, place, pods } from '../workload-kind.ts';

export const kubeflow = 'Kubeflow';
export const kubeflowTrainer = 'Kubeflow Trainer';
export const trainerGroups = ['trainer.kubeflow.org'];
export const trainerAccounts = ['kubeflow-trainer-controller-manager'];
const operatorAccounts = ['training-operator', 'mpi-operator', 'pytorch-operator', 'tf-job-operator'];

/** A job of the training operator: replicas by their role (Master, Worker, Launcher, ...), each with a pod template. */
export function trainingJob(kind: string, resource: string, replicas: string): WorkloadKind {
  return customKind({
    kind,
    resource,
    groups: ['kubeflow.org'],
    project: kubeflow,
    places: [place('template', `spec.${replicas}.*.template`)],
    jobSpec: ['spec', 'runPolicy'],
    finite: true,
    makes: [pods(...operatorAccounts)],
  });
}
