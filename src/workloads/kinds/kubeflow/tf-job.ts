import { trainingJob } from './kubeflow.ts';

export const tfJob = trainingJob('TFJob', 'tfjobs', 'tfReplicaSpecs');
