import type { AuditedRequest, Identity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { listAt, objectAt, stringAt } from '../../model/json.ts';
import { shortened } from './marks.ts';
import type { ProvenanceSystem, Sign } from './provenance.ts';

type Table = readonly (readonly [RegExp, ProvenanceSystem])[];

/** Field managers: chosen by the client, kept by the server. */
const managers: Table = [
  [/^argocd-(?:controller|application-controller|server)$/, 'argo-cd'],
  [/^(?:kustomize|helm)-controller$/, 'flux'],
  [/^fleet-?agent/, 'fleet'],
  [/^configsync(?:$|[-.])/, 'config-sync'],
  [/^(?:olm|olm-operator|catalog)$/, 'olm'],
  [/^(?:terraform|opentofu|hashicorp)/i, 'terraform'],
  [/^pulumi-/, 'pulumi'],
  [/crossplane/, 'crossplane'],
  [/^gitlab-agent|^gitlab-runner/, 'gitlab'],
  [/^kapp-(?:server|controller)|^kapp$/, 'kapp'],
  [/^helm$/, 'helm'],
  [/^kubectl(?:$|-)/, 'kubectl'],
];

/** Beginnings of user agents. */
const agents: Table = [
  [/^argocd-(?:application-controller|server|util)/, 'argo-cd'],
  [/^(?:kustomize|helm)-controller\//, 'flux'],
  [/^fleet(?:agent|controller)/, 'fleet'],
  [/^configsync|^reconciler\//, 'config-sync'],
  [/^(?:olm|catalog)\//, 'olm'],
  [/^(?:hashicorp\/\S+ )?(?:terraform|opentofu)|^terraform-provider/i, 'terraform'],
  [/^pulumi-/, 'pulumi'],
  [/^crossplane/, 'crossplane'],
  [/^(?:clouddriver|spinnaker)/i, 'spinnaker'],
  [/^gitlab-(?:agent|agentk|runner)|^agentk\//i, 'gitlab'],
  [/github-?actions|^actions-runner/i, 'github-actions'],
  [/jenkins/i, 'jenkins'],
  [/^tekton|^(?:controller|eventlistenersink)\/\S* .*tekton/i, 'tekton'],
  [/^kapp/, 'kapp'],
  [/^skaffold/, 'skaffold'],
  [/^helm\//i, 'helm'],
  [/^kustomize\//, 'kustomize'],
  [/^(?:kubectl|oc)(?:\.exe)?\//, 'kubectl'],
];

/** Usual names of service accounts, which the API server vouches for: that it is one of this name, no more. */
const accounts: Table = [
  [/argocd-application-controller$/, 'argo-cd'],
  [/^(?:kustomize|helm)-controller$/, 'flux'],
  [/^fleet-agent$/, 'fleet'],
  [/^(?:olm|catalog)-operator-serviceaccount$/, 'olm'],
  [/^crossplane/, 'crossplane'],
  [/^gitlab-(?:agent|runner)/, 'gitlab'],
  [/^(?:arc-)?gha-|-gha-rs-/, 'github-actions'],
  [/^jenkins/, 'jenkins'],
  [/^tekton-(?:pipelines|triggers)-/, 'tekton'],
  [/^kapp-controller-sa$/, 'kapp'],
];

/** Users of pipelines that log in without a service account of the cluster. */
const users: Table = [
  [/^gitlab:ci_job:/, 'gitlab'],
  [
    /token\.actions\.githubusercontent\.com|^repo:[^:/]+\/[^:]+:(?:ref|environment|pull_request|job_workflow_ref)/,
    'github-actions',
  ],
];

/** What a request says of the program that made it. */
export function callerOf(request: AuditedRequest): readonly Sign[] {
  const { fieldManager, userAgent, user, impersonated } = request;
  return [
    ...signs(managers, fieldManager, { sort: 'manager', says: 'the field manager of the request' }),
    ...signs(agents, userAgent, { sort: 'agent', says: 'the user agent' }),
    ...identitySigns(user, 'the user'),
    ...(impersonated === undefined ? [] : identitySigns(impersonated, 'the user that it acts as')),
  ];
}

/** Who the server noted as the last to set fields outside of the status. */
export function managersOf(object: JsonObject): readonly Sign[] {
  const entries = listAt(objectAt(object, 'metadata'), 'managedFields').slice(0, 64);
  const names = entries
    .filter(entry => (stringAt(entry, 'subresource') ?? '') === '' && hasContent(objectAt(entry, 'fieldsV1')))
    .map(entry => stringAt(entry, 'manager') ?? '');
  return [...new Set(names)].flatMap(name =>
    signs(managers, name, { sort: 'manager', says: 'a field manager of the object' }),
  );
}

function hasContent(fields: JsonObject | undefined): boolean {
  return fields === undefined || Object.keys(fields).some(key => key !== 'f:status' && key !== 'f:metadata');
}

const accountPrefix = 'system:serviceaccount:';

function identitySigns({ user }: Identity, says: string): readonly Sign[] {
  if (!user.startsWith(accountPrefix)) return signs(users, user, { sort: 'account', says });
  const account = user.slice(user.lastIndexOf(':') + 1);
  return signs(accounts, account, { sort: 'account', says: 'the service account' });
}

function signs(table: Table, text: string, { sort, says }: Pick<Sign, 'sort' | 'says'>): readonly Sign[] {
  const found = table.find(([pattern]) => pattern.test(text.slice(0, 512)));
  return found === undefined ? [] : [{ system: found[1], sort, says: `${says} is "${shortened(text)}"` }];
}
