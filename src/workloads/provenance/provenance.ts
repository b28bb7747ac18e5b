/** What wrote an object on somebody's behalf: a GitOps system, a package manager, a pipeline, an operator, or a person's tool. */
export type ProvenanceSystem =
  | 'argo-cd'
  | 'flux'
  | 'fleet'
  | 'config-sync'
  | 'olm'
  | 'operator'
  | 'terraform'
  | 'pulumi'
  | 'crossplane'
  | 'spinnaker'
  | 'gitlab'
  | 'github-actions'
  | 'jenkins'
  | 'tekton'
  | 'kapp'
  | 'skaffold'
  | 'helm'
  | 'kustomize'
  | 'kubectl';

export interface Provenance {
  readonly system: ProvenanceSystem;
  /** Application, Kustomization, release, pipeline run, owner; `""` if nothing names it. */
  readonly name: string;
  readonly namespace: string;
  /** Sentences that name the label, annotation, field manager, user agent or account. */
  readonly evidence: readonly string[];
  /** Whoever writes an object can write all of this. One sign is a claim; two of different sorts that agree make it probable. */
  readonly confidence: 'probable' | 'claimed';
}

/** Where a sign comes from; two of one sort say nothing more than one. */
export type SignSort = 'mark' | 'manager' | 'agent' | 'account';

export interface Sign {
  readonly system: ProvenanceSystem;
  readonly sort: SignSort;
  readonly says: string;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/** The first of two that are as well founded: a system that renders and applies for another comes after it. */
export const precedence: readonly ProvenanceSystem[] = [
  'argo-cd',
  'flux',
  'fleet',
  'config-sync',
  'olm',
  'operator',
  'spinnaker',
  'crossplane',
  'terraform',
  'pulumi',
  'gitlab',
  'github-actions',
  'jenkins',
  'tekton',
  'kapp',
  'skaffold',
  'helm',
  'kustomize',
  'kubectl',
];
