import type { NewTermsRule } from './new-terms.ts';

/**
 * After "Unusual Kubernetes Sensitive Workload Modification" of elastic/detection-rules (rule
 * 78c6559d-47a7-4f30-91fe-7e2e983206c2, Elastic License 2.0): its logic in our own words, see rules/peers/README.md.
 */
export const unusualWorkloadModification: NewTermsRule = {
  id: '78c6559d-47a7-4f30-91fe-7e2e983206c2',
  title: 'Unusual Kubernetes Sensitive Workload Modification (Elastic)',
  severity: 'low',
  verbs: new Set(['create', 'patch']),
  resources: new Set(['daemonsets', 'deployments', 'cronjobs']),
  matches: ({ userAgent, annotations, user }) =>
    userAgent !== '' &&
    annotations['authorization.k8s.io/decision'] === 'allow' &&
    !user.groups.includes('system:masters'),
  terms: ({ userAgent, sourceIPs, user }) => [userAgent, sourceIPs[0] ?? '', user.user],
  windowDays: 7,
};
