import { trainingJob } from './kubeflow.ts';

export const xgboostJob = trainingJob('XGBoostJob', 'xgboostjobs', 'xgbReplicaSpecs');
