import type { MadeKind, PodPlace } from '../workload-kind.ts';
import { path, place, pods } from '../workload-kind.ts';

export const argoWorkflows = 'Argo Workflows';
export const argoEvents = 'Argo Events';
export const argoGroups = ['argoproj.io'];

/** Service accounts of the workflow controller: of the manifests, of the Helm chart. */
const accounts = ['argo', 'argo-workflows-workflow-controller', 'workflow-controller'];

export const workflowPods = pods(...accounts);
export const workflows: MadeKind = { kind: 'Workflow', group: 'argoproj.io', accounts };
export const eventDeployments: MadeKind = {
  kind: 'Deployment',
  group: 'apps',
  accounts: ['argo-events-sa', 'argo-events-controller-manager'],
};

/** The templates of a workflow's spec, those within steps and tasks, and what is patched over all pods. */
export function workflowSpec(at: string): readonly PodPlace[] {
  return [
    place('argo-template', `${at}.templateDefaults`),
    place('argo-template', `${at}.templates.*`),
    place('argo-template', `${at}.templates.*.steps.*.*.inline`),
    place('argo-template', `${at}.templates.*.dag.tasks.*.inline`),
    place('spec-text', `${at}.podSpecPatch`),
  ];
}

/** Templates that are elsewhere. */
export const workflowReferences = (at: string) => [
  { at: path(`${at}.workflowTemplateRef`), kind: 'WorkflowTemplate' },
  { at: path(`${at}.templates.*.steps.*.*.templateRef`), kind: 'WorkflowTemplate' },
  { at: path(`${at}.templates.*.dag.tasks.*.templateRef`), kind: 'WorkflowTemplate' },
];
