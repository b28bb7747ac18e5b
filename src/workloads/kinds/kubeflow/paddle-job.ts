import { trainingJob } from './kubeflow.ts';

export const paddleJob = trainingJob('PaddleJob', 'paddlejobs', 'paddleReplicaSpecs');
