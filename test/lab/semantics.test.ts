/**
 * What a real API server writes for the cases that a detector must get right, read by the real decoder. Each case names its own
 * namespace, so that the events of one are not those of another.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createDecoder } from '../../src/formats/decoder.ts';
import type { AuditedRequest } from '../../src/model/activity.ts';
import { readWorkloadChange } from '../../src/workloads/read-workload-change.ts';
import type { WorkloadChange } from '../../src/workloads/workload-change.ts';
import { skipWithout } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane, startControlPlane, until } from './control-plane.ts';
import { request } from './request.ts';

/** Every stage, so that they can be told apart; namespace `quiet` at Metadata, the rest with bodies. */
const policy = `
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- {level: None, resources: [{group: "", resources: [events]}, {group: coordination.k8s.io}]}
- {level: Metadata, namespaces: [quiet]}
- {level: RequestResponse, verbs: [create, update, patch, delete, deletecollection], resources: [{group: batch}, {group: apps}, {group: "", resources: [pods, "pods/*", "serviceaccounts/*"]}]}
- {level: Metadata}
`;

const found = findControlPlane();
const skip = skipWithout(found);

describe('audit events of a real API server', { skip }, () => {
  let plane: ControlPlane;

  before(async () => {
    assert.ok('path' in found, 'missing' in found ? found.missing : '');
    plane = await startControlPlane(found.path, policy);
    for (const namespace of [
      'stages',
      'rehearsal',
      'generated',
      'quiet',
      'acting',
      'sweep',
      'denied',
      'patches',
      'parts',
      'identity',
      'chain',
      'tamper',
    ])
      plane.kubectl('admin', ['create', 'namespace', namespace]);
    plane.kubectl('admin', [
      'create',
      'clusterrolebinding',
      'alice',
      '--clusterrole',
      'cluster-admin',
      '--user',
      'alice@corp.example',
    ]);
  });
  after(() => plane?.stop());

  test('one request is one audit id with an event for each stage', async () => {
    plane.kubectl('alice', ['apply', '-f', '-'], manifest('CronJob', 'stages', 'tick'));
    const events = await seen(
      'stages',
      event =>
        event.verb === 'create' &&
        event.object?.resource === 'cronjobs' &&
        event.stage === 'ResponseComplete',
    );
    const all = read().filter(event => event.auditId === events[0]?.auditId);
    assert.deepEqual(all.map(event => event.stage).toSorted(), ['RequestReceived', 'ResponseComplete']);
    assert.deepEqual(all.map(event => event.outcome).toSorted(), ['allowed', 'unanswered']);
  });

  test('a dry run is told from the real thing', async () => {
    plane.kubectl(
      'alice',
      ['create', '--dry-run=server', '-f', '-'],
      manifest('CronJob', 'rehearsal', 'tick'),
    );
    const [event] = await seen(
      'rehearsal',
      ({ verb, stage, object }) =>
        verb === 'create' && stage === 'ResponseComplete' && object?.resource === 'cronjobs',
    );
    assert.deepEqual([event?.code, event?.dryRun, event?.outcome], [201, true, 'dry-run']);
  });

  test('a generated name is known where the answer was logged, and unknown at Metadata', async () => {
    for (const namespace of ['generated', 'quiet'])
      plane.kubectl('alice', ['create', '-f', '-'], manifest('Job', namespace, undefined));
    const isJob = (event: AuditedRequest) =>
      event.verb === 'create' && event.object?.resource === 'jobs' && event.stage === 'ResponseComplete';
    const [withBody] = await seen('generated', isJob);
    const [withoutBody] = await seen('quiet', isJob);
    assert.match(withBody?.object?.name ?? '', /^once-[a-z0-9]{5}$/);
    assert.deepEqual(
      [withoutBody?.object?.name, withoutBody?.level, withoutBody?.requestObject],
      ['', 'Metadata', undefined],
    );
  });

  test('under impersonation both the real and the effective user are there', async () => {
    plane.kubectl(
      'alice',
      [
        'create',
        '-f',
        '-',
        '--as',
        'system:serviceaccount:kube-system:cronjob-controller',
        '--as-group',
        'system:masters',
      ],
      manifest('Job', 'acting', 'made-by-hand'),
    );
    const [event] = await seen(
      'acting',
      ({ verb, stage, object }) =>
        verb === 'create' && stage === 'ResponseComplete' && object?.name === 'made-by-hand',
    );
    assert.deepEqual(
      [event?.user.user, event?.impersonated?.user],
      ['alice@corp.example', 'system:serviceaccount:kube-system:cronjob-controller'],
    );
  });

  test('deletecollection has its own verb and no name', async () => {
    plane.kubectl('alice', ['create', '-f', '-'], manifest('CronJob', 'sweep', 'tick'));
    await request(`${plane.url}/apis/batch/v1/namespaces/sweep/cronjobs`, {
      token: 'alice-token',
      method: 'DELETE',
    });
    const [event] = await seen(
      'sweep',
      ({ verb, stage }) => verb === 'deletecollection' && stage === 'ResponseComplete',
    );
    assert.deepEqual(
      [event?.object?.resource, event?.object?.name, event?.outcome],
      ['cronjobs', '', 'allowed'],
    );
  });

  test('refused, invalid and unauthenticated requests never count as done', async () => {
    assert.throws(() =>
      plane.kubectl('nobody', ['create', '-f', '-'], manifest('CronJob', 'denied', 'tick')),
    );
    const invalid = manifest('CronJob', 'denied', 'tick').replace('*/5 * * * *', 'every full moon');
    assert.throws(() => plane.kubectl('alice', ['create', '-f', '-'], invalid));
    await request(`${plane.url}/apis/batch/v1/namespaces/denied/jobs`, { token: 'a-token-of-nobody' });
    // Failed authentication is answered before there is a user: its only event is of stage ResponseStarted (authn_audit.go).
    const outcome = async (code: number): Promise<string | undefined> =>
      (await seen('denied', event => event.code === code && event.stage !== 'RequestReceived'))[0]?.outcome;
    assert.deepEqual(
      [await outcome(403), await outcome(422), await outcome(401)],
      ['refused', 'failed', 'refused'],
    );
  });

  test('each way to change an object shows what will run', async () => {
    plane.kubectl('alice', ['create', '-f', '-'], manifest('CronJob', 'patches', 'tick'));
    const path = '/spec/jobTemplate/spec/template/spec/containers/0/image';
    const strategic = {
      spec: {
        jobTemplate: {
          spec: {
            template: { spec: { containers: [{ name: 'main', image: 'registry.example/strategic:1' }] } },
          },
        },
      },
    };
    plane.kubectl('alice', [
      '-n',
      'patches',
      'patch',
      'cronjob',
      'tick',
      '--type',
      'json',
      '-p',
      JSON.stringify([{ op: 'replace', path, value: 'registry.example/json:1' }]),
    ]);
    plane.kubectl('alice', ['-n', 'patches', 'patch', 'cronjob', 'tick', '-p', JSON.stringify(strategic)]);
    plane.kubectl(
      'alice',
      ['apply', '--server-side', '--force-conflicts', '-f', '-'],
      manifest('CronJob', 'patches', 'tick').replace('app:1', 'applied:1'),
    );
    plane.kubectl(
      'alice',
      ['replace', '-f', '-'],
      manifest('CronJob', 'patches', 'tick').replace('app:1', 'replaced:1'),
    );
    await seen('patches', event => event.verb === 'update' && event.stage === 'ResponseComplete');
    assert.deepEqual(images('patches'), [
      'registry.example/app:1',
      'registry.example/json:1',
      'registry.example/strategic:1',
      'registry.example/applied:1',
      'registry.example/replaced:1',
    ]);
  });

  test('subresources are not taken for the object', async () => {
    plane.kubectl('alice', ['create', '-f', '-'], manifest('Deployment', 'parts', 'web'));
    plane.kubectl('alice', ['-n', 'parts', 'scale', 'deployment', 'web', '--replicas', '0']);
    const [scaled] = await seen(
      'parts',
      event => event.object?.subresource === 'scale' && event.stage === 'ResponseComplete',
    );
    assert.equal(scaled?.object?.resource, 'deployments');
    assert.equal(images('parts').filter(image => image === 'registry.example/app:1').length, 1);
  });

  test('the pod behind a bound token is named', async () => {
    plane.kubectl('alice', ['create', '-f', '-'], manifest('Pod', 'identity', 'walker'));
    const token = plane.kubectl('alice', [
      '-n',
      'identity',
      'create',
      'token',
      'default',
      '--bound-object-kind',
      'Pod',
      '--bound-object-name',
      'walker',
    ]);
    await request(`${plane.url}/apis/batch/v1/namespaces/identity/jobs`, { token: token.trim() });
    const [event] = await seen(
      'identity',
      ({ user, stage }) =>
        user.user === 'system:serviceaccount:identity:default' && stage === 'ResponseComplete',
    );
    assert.deepEqual(event?.user.extra['authentication.kubernetes.io/pod-name'], ['walker']);
  });

  test('what controllers make from a template is derived from it, what a person makes is not', async () => {
    plane.kubectl('alice', ['create', '-f', '-'], manifest('Deployment', 'chain', 'web'));
    await until('the pod of the deployment', () =>
      changes('chain').some(change => change.workload.kind === 'Pod'),
    );
    const made = changes('chain').map(({ workload }) => [workload.kind, workload.derived]);
    assert.deepEqual(made, [
      ['Deployment', false],
      ['ReplicaSet', true],
      ['Pod', true],
    ]);
  });

  test('the audit id is whatever the client says', async () => {
    const headers = { 'audit-id': 'chosen-by-the-client' };
    for (const name of ['one', 'two'])
      await request(`${plane.url}/apis/batch/v1/namespaces/tamper/jobs`, {
        token: 'alice-token',
        method: 'POST',
        headers,
        body: JSON.parse(manifest('Job', 'tamper', name)),
      });
    const events = await seen(
      'tamper',
      ({ auditId, stage, object }) =>
        auditId === 'chosen-by-the-client' && stage === 'ResponseComplete' && object?.name === 'two',
    );
    assert.equal(events.length, 1);
  });

  function read(): readonly AuditedRequest[] {
    return activities().map(activity => activity.request);
  }

  function activities(): readonly SeenActivity[] {
    const decoded: SeenActivity[] = [];
    const decode = createDecoder(
      { cluster: 'lab', interest: 'everything' },
      ({ activities: some, refusals }) => {
        assert.deepEqual(refusals, []);
        for (const activity of some)
          if (activity.type === 'audit')
            decoded.push({ request: activity.request, change: readWorkloadChange(activity) });
      },
    );
    const whole = readFileSync(plane.auditLog);
    decode({
      source: 'audit-file',
      file: 'audit.log',
      bytes: whole.subarray(0, whole.lastIndexOf(10) + 1),
      last: true,
    });
    return decoded;
  }

  function changes(namespace: string) {
    return activities().flatMap(({ request: { object, outcome, stage }, change }) =>
      object?.namespace === namespace &&
      outcome === 'allowed' &&
      stage === 'ResponseComplete' &&
      change?.change.verb === 'create'
        ? [change]
        : [],
    );
  }

  /** The images of each completed change of a workload's template by alice, in order. */
  function images(namespace: string): readonly string[] {
    return activities().flatMap(({ request: { object, user, outcome }, change }) =>
      object?.namespace === namespace && user.user === 'alice@corp.example' && outcome === 'allowed'
        ? (change?.workload.containers.map(container => container.image) ?? [])
        : [],
    );
  }

  async function seen(
    namespace: string,
    wanted: (event: AuditedRequest) => boolean,
  ): Promise<readonly AuditedRequest[]> {
    const matching = () =>
      read().filter(event => event.uri.includes(`/namespaces/${namespace}/`) && wanted(event));
    await until(`an event in ${namespace}`, () => matching().length > 0);
    return matching();
  }
});

interface SeenActivity {
  readonly request: AuditedRequest;
  readonly change: WorkloadChange | undefined;
}

function manifest(
  kind: 'CronJob' | 'Job' | 'Deployment' | 'Pod',
  namespace: string,
  name: string | undefined,
): string {
  const spec = { containers: [{ name: 'main', image: 'registry.example/app:1', command: ['sleep', '1'] }] };
  const template = { metadata: { labels: { app: 'web' } }, spec: { ...spec, restartPolicy: 'Never' } };
  const metadata = { namespace, ...(name === undefined ? { generateName: 'once-' } : { name }) };
  const specs = {
    CronJob: { schedule: '*/5 * * * *', jobTemplate: { spec: { template } } },
    Job: { template },
    Deployment: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: template.metadata, spec },
    },
    Pod: spec,
  };
  const versions = { CronJob: 'batch/v1', Job: 'batch/v1', Deployment: 'apps/v1', Pod: 'v1' };
  return JSON.stringify({ apiVersion: versions[kind], kind, metadata, spec: specs[kind] });
}
