import { trainingJob } from './kubeflow.ts';

export const mpiJob = trainingJob('MPIJob', 'mpijobs', 'mpiReplicaSpecs');
