import { trainingJob } from './kubeflow.ts';

export const jaxJob = trainingJob('JAXJob', 'jaxjobs', 'jaxReplicaSpecs');
