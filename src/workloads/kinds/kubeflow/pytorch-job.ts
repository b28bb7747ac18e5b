import { trainingJob } from './kubeflow.ts';

export const pytorchJob = trainingJob('PyTorchJob', 'pytorchjobs', 'pytorchReplicaSpecs');
