import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { auditActivity } from '../../formats/audit-activity.ts';
import type { AuditedRequest } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { readProvenance, readProvenances } from './read-provenance.ts';
import { readSource } from './read-source.ts';

interface Metadata {
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
  readonly ownerReferences?: readonly JsonObject[];
  readonly managedFields?: readonly JsonObject[];
}

const deployment = (metadata: Metadata): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', ...metadata },
});

function requestOf(event: JsonObject, manager = ''): AuditedRequest {
  const whole = {
    verb: 'patch',
    user: { username: 'alice' },
    requestURI: `/apis/apps/v1/namespaces/shop/deployments/web${manager === '' ? '' : `?fieldManager=${manager}`}`,
    objectRef: { resource: 'deployments', apiGroup: 'apps', namespace: 'shop', name: 'web' },
    responseStatus: { code: 200 },
    ...event,
  };
  const origin = { source: 'test', file: 'x', line: 1 };
  return auditActivity({ event: whole, origin, cluster: '', format: 'kubernetes-audit' }).request;
}

const account = (name: string): JsonObject => ({
  user: { username: `system:serviceaccount:somewhere:${name}` },
});
const tracked = { 'argocd.argoproj.io/tracking-id': 'shop-prod:apps/Deployment:shop/web' };
const managedBy = (value: string) => ({ 'app.kubernetes.io/managed-by': value });
const fieldsOf = (manager: string, fields: JsonObject = { 'f:spec': {} }, subresource = ''): JsonObject => ({
  manager,
  operation: 'Apply',
  fieldsType: 'FieldsV1',
  fieldsV1: fields,
  ...(subresource !== '' && { subresource }),
});

/** Labels, annotations, managers and agents as the systems write them. */
const cases: readonly (readonly [string, Metadata, AuditedRequest | undefined, string])[] = [
  ['Argo CD, by annotation alone', { annotations: tracked }, undefined, 'argo-cd shop-prod  claimed'],
  [
    'Argo CD, with its field manager',
    { annotations: tracked, managedFields: [fieldsOf('argocd-controller')] },
    undefined,
    'argo-cd shop-prod  probable',
  ],
  [
    'Argo CD, at its request',
    { annotations: tracked },
    requestOf(
      {
        ...account('argocd-application-controller'),
        userAgent: 'argocd-application-controller/v0.0.0 (linux/amd64) kubernetes/$Format',
      },
      'argocd-controller',
    ),
    'argo-cd shop-prod  probable',
  ],
  [
    'an application of another namespace',
    { annotations: { 'argocd.argoproj.io/tracking-id': 'team_web:apps/Deployment:shop/web' } },
    undefined,
    'argo-cd web team claimed',
  ],
  [
    'a tracking id that was copied from another object',
    { annotations: { 'argocd.argoproj.io/tracking-id': 'x:apps/Deployment:shop/other' } },
    undefined,
    'nothing',
  ],
  [
    'Flux, a Kustomization',
    {
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
      managedFields: [fieldsOf('kustomize-controller')],
    },
    undefined,
    'flux apps flux-system probable',
  ],
  [
    'Flux, a HelmRelease, which leaves the marks of Helm, too',
    {
      labels: {
        ...managedBy('Helm'),
        'helm.toolkit.fluxcd.io/name': 'podinfo',
        'helm.toolkit.fluxcd.io/namespace': 'apps',
      },
      annotations: { 'meta.helm.sh/release-name': 'podinfo', 'meta.helm.sh/release-namespace': 'apps' },
    },
    requestOf({ userAgent: 'helm-controller/v1.4.0' }, 'helm-controller'),
    'flux podinfo apps probable',
  ],
  [
    'Helm by hand',
    {
      labels: managedBy('Helm'),
      annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
    },
    requestOf({ userAgent: 'Helm/3.19.0' }, 'helm'),
    'helm web shop probable',
  ],
  ['a chart that somebody rendered', { labels: managedBy('Helm') }, undefined, 'helm   claimed'],
  ['Kustomize', { labels: managedBy('kustomize-v5.4.1') }, undefined, 'kustomize   claimed'],
  [
    'kubectl apply',
    { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
    requestOf({ userAgent: 'kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9' }, 'kubectl-client-side-apply'),
    'kubectl   probable',
  ],
  [
    'kubectl on what Argo CD keeps',
    { annotations: tracked },
    requestOf({ userAgent: 'kubectl/v1.34.1' }, 'kubectl-edit'),
    'kubectl   probable',
  ],
  [
    'Terraform',
    {},
    requestOf({ userAgent: 'HashiCorp/1.0 Terraform/1.13.0' }, 'Terraform'),
    'terraform   probable',
  ],
  [
    'Pulumi',
    { labels: managedBy('pulumi') },
    requestOf({ userAgent: 'pulumi-kubernetes/4.23.0' }, 'pulumi-kubernetes-1a2b3c4d'),
    'pulumi   probable',
  ],
  [
    'OLM',
    {
      labels: {
        'olm.owner': 'etcdoperator.v0.9.4',
        'olm.owner.namespace': 'operators',
        'olm.managed': 'true',
      },
    },
    requestOf(account('olm-operator-serviceaccount')),
    'olm etcdoperator.v0.9.4 operators probable',
  ],
  [
    'Fleet',
    { annotations: { 'objectset.rio.cattle.io/id': 'default-web' } },
    requestOf(account('fleet-agent')),
    'fleet default-web  probable',
  ],
  [
    'Spinnaker',
    { labels: managedBy('spinnaker'), annotations: { 'moniker.spinnaker.io/application': 'web' } },
    undefined,
    'spinnaker web  claimed',
  ],
  [
    'Crossplane',
    {
      labels: { 'crossplane.io/composite': 'db-x7k' },
      managedFields: [fieldsOf('apiextensions.crossplane.io/composed/1a2b')],
    },
    undefined,
    'crossplane db-x7k  probable',
  ],
  [
    'a job of GitLab',
    { annotations: { 'app.gitlab.com/app': 'group-web' } },
    requestOf({ user: { username: 'gitlab:ci_job:4711' } }),
    'gitlab group-web  probable',
  ],
  [
    'a job of GitLab through its agent',
    {},
    requestOf({
      ...account('gitlab-agent'),
      impersonatedUser: { username: 'gitlab:ci_job:4711' },
      userAgent: 'kubectl/v1.34.1',
    }),
    'gitlab   claimed',
  ],
  [
    'a workflow of GitHub',
    {},
    requestOf({
      user: { username: 'https://token.actions.githubusercontent.com#repo:acme/web:ref:refs/heads/main' },
    }),
    'github-actions   claimed',
  ],
  [
    'Jenkins',
    { annotations: { runUrl: 'job/web/12/' } },
    requestOf(account('jenkins')),
    'jenkins job/web/12/  probable',
  ],
  [
    'Tekton',
    { labels: { 'tekton.dev/pipelineRun': 'build-x7k' } },
    requestOf(account('tekton-pipelines-controller')),
    'tekton build-x7k  probable',
  ],
  [
    'kapp',
    {
      labels: { 'kapp.k14s.io/app': '1611' },
      annotations: { 'kapp.k14s.io/identity': 'v1;shop/apps/Deployment/web;apps/v1' },
    },
    undefined,
    'kapp v1;shop/apps/Deployment/web;apps/v1  claimed',
  ],
  [
    'an operator that is known',
    {
      ownerReferences: [
        {
          apiVersion: 'serving.knative.dev/v1',
          kind: 'Revision',
          name: 'web-00001',
          uid: 'u',
          controller: true,
        },
      ],
    },
    requestOf(account('controller')),
    'operator Revision/web-00001  probable',
  ],
  [
    'an operator that nobody told of',
    {
      ownerReferences: [
        { apiVersion: 'acme.example/v1', kind: 'Site', name: 'web', uid: 'u', controller: true },
      ],
    },
    undefined,
    'operator Site/web  claimed',
  ],
  [
    'an owner that is no controller',
    { ownerReferences: [{ apiVersion: 'acme.example/v1', kind: 'Site', name: 'web', uid: 'u' }] },
    undefined,
    'nothing',
  ],
  [
    'a field manager of the status',
    { managedFields: [fieldsOf('argocd-controller', { 'f:status': {} }), fieldsOf('helm', {}, 'status')] },
    undefined,
    'nothing',
  ],
  ['a person with a browser', {}, requestOf({ userAgent: 'Mozilla/5.0' }), 'nothing'],
  ['an object without marks', {}, undefined, 'nothing'],
];

describe('what wrote it', () => {
  for (const [name, metadata, request, expected] of cases) {
    test(`${name}: ${expected}`, () => {
      const found = readProvenance({ object: deployment(metadata), request });
      const said = found && `${found.system} ${found.name} ${found.namespace} ${found.confidence}`;
      assert.equal(said ?? 'nothing', expected);
      assert.ok(found === undefined || found.evidence.length > 0);
    });
  }

  test('the evidence names what was seen', () => {
    const request = requestOf({ userAgent: 'Helm/3.19.0' }, 'helm');
    const object = deployment({ annotations: { 'meta.helm.sh/release-name': 'web' } });
    assert.deepEqual(readProvenance({ object, request })?.evidence, [
      'the annotation meta.helm.sh/release-name names the release "web"',
      'the field manager of the request is "helm"',
      'the user agent is "Helm/3.19.0"',
    ]);
  });

  test('the annotation of kubectl is named, never shown: it holds the manifest with its secrets', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"password":"hunter2"}' };
    assert.doesNotMatch(JSON.stringify(readProvenances({ object: deployment({ annotations }) })), /hunter2/);
  });

  test('two labels are one sort of sign', () => {
    const labels = { 'olm.owner': 'a', 'olm.managed': 'true' };
    assert.equal(readProvenance({ object: deployment({ labels }) })?.confidence, 'claimed');
  });

  test('several systems, the best founded first', () => {
    const object = deployment({ labels: managedBy('Helm'), annotations: tracked });
    assert.deepEqual(
      readProvenances({ object, request: requestOf({ userAgent: 'Helm/3.19.0' }) }).map(
        ({ system }) => system,
      ),
      ['helm', 'argo-cd'],
    );
  });

  test('any object and any header is read without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.string(), (value, userAgent, username) => {
        const metadata: Json = JSON.parse(JSON.stringify(value));
        const request = requestOf({ userAgent, user: { username } });
        readProvenances({ object: { apiVersion: 'v1', kind: 'Pod', metadata }, request });
      }),
    );
  });
});

describe('sources of truth', () => {
  const sources: readonly (readonly [JsonObject, JsonObject])[] = [
    [
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'guestbook', namespace: 'argocd' },
        spec: {
          source: {
            repoURL: 'https://bot:s3cret@git.acme.example/apps.git',
            targetRevision: 'HEAD',
            path: 'guestbook',
          },
          destination: { server: 'https://kubernetes.default.svc', namespace: 'guestbook' },
        },
      },
      {
        system: 'argo-cd',
        addresses: ['https://git.acme.example/apps.git'],
        revisions: ['HEAD'],
        folders: ['guestbook'],
        targets: ['guestbook', 'https://kubernetes.default.svc'],
      },
    ],
    [
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'ApplicationSet',
        metadata: { name: 'all', namespace: 'argocd' },
        spec: {
          generators: [{ git: { repoURL: 'git@git.acme.example:apps.git' } }],
          template: { spec: { sources: [{ repoURL: 'oci://registry.acme.example/charts', path: 'x' }] } },
        },
      },
      {
        addresses: ['oci://registry.acme.example/charts', 'git@git.acme.example:apps.git'],
        folders: ['x'],
      },
    ],
    [
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'apps', namespace: 'flux-system' },
        spec: {
          path: './apps',
          sourceRef: { kind: 'GitRepository', name: 'flux-system' },
          targetNamespace: 'web',
        },
      },
      { system: 'flux', references: ['GitRepository/flux-system'], folders: ['./apps'], targets: ['web'] },
    ],
    [
      {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'podinfo' },
        spec: {
          chart: {
            spec: {
              chart: 'podinfo',
              version: '6.x',
              sourceRef: { kind: 'HelmRepository', name: 'podinfo' },
            },
          },
        },
      },
      { references: ['HelmRepository/podinfo'], revisions: ['6.x'], folders: ['podinfo'] },
    ],
    [
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name: 'podinfo' },
        spec: { url: 'https://git.acme.example/podinfo?token=abc', ref: { branch: 'main' } },
      },
      { addresses: ['https://git.acme.example/podinfo'], revisions: ['main'] },
    ],
    [
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'Bucket',
        metadata: { name: 'b' },
        spec: { endpoint: 'minio.acme.example', bucketName: 'apps' },
      },
      { addresses: ['minio.acme.example'], folders: ['apps'] },
    ],
  ];
  for (const [object, expected] of sources) {
    test(String(object['kind']), () => {
      const source = readSource(object);
      assert.ok(source !== undefined);
      assert.partialDeepStrictEqual(source, expected);
      assert.doesNotMatch(JSON.stringify(source), /s3cret|abc/);
    });
  }

  test('other objects are none', () => {
    assert.equal(readSource({ apiVersion: 'app.k8s.io/v1beta1', kind: 'Application' }), undefined);
    assert.equal(readSource({ apiVersion: 'apps/v1', kind: 'Deployment' }), undefined);
  });
});
