import { customKind, path } from '../workload-kind.ts';
import { controllerAccounts, pipelineReferences, pipelineSpec, tekton, tektonGroups } from './tekton.ts';

/** Pod template and service account: under `taskRunTemplate` in v1, in the spec in v1beta1. */
export const pipelineRun = customKind({
  kind: 'PipelineRun',
  resource: 'pipelineruns',
  groups: tektonGroups,
  project: tekton,
  places: pipelineSpec('spec.pipelineSpec'),
  shared: [
    path('spec'),
    path('spec.podTemplate'),
    path('spec.taskRunTemplate'),
    path('spec.taskRunTemplate.podTemplate'),
    path('spec.taskRunSpecs.*'),
    path('spec.taskRunSpecs.*.podTemplate'),
    path('spec.taskRunSpecs.*.taskPodTemplate'),
  ],
  finite: true,
  makes: [{ kind: 'TaskRun', group: 'tekton.dev', accounts: controllerAccounts }],
  references: [
    { at: path('spec.pipelineRef'), kind: 'Pipeline' },
    ...pipelineReferences('spec.pipelineSpec'),
  ],
});
