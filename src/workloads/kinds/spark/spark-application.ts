import { customKind, place, pods } from '../workload-kind.ts';
import { sparkAccounts, sparkGroups, sparkOperator } from './spark.ts';

export const sparkApplication = customKind({
  kind: 'SparkApplication',
  resource: 'sparkapplications',
  groups: sparkGroups,
  project: sparkOperator,
  places: [place('spark-application', 'spec')],
  finite: true,
  makes: [pods(...sparkAccounts)],
});
