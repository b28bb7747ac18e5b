import { customKind } from '../workload-kind.ts';
import { pipelineReferences, pipelineSpec, tekton, tektonGroups } from './tekton.ts';

/** It runs nothing by itself: PipelineRuns name it. */
export const pipeline = customKind({
  kind: 'Pipeline',
  resource: 'pipelines',
  groups: tektonGroups,
  project: tekton,
  places: pipelineSpec('spec'),
  finite: true,
  references: pipelineReferences('spec'),
});
