/**
 * The source `kubernetes-watch` on a real API server, with exactly the rights that are shipped: beside an audit log, and alone. Planted objects
 * are suspended and name documentation addresses.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { sqliteReader } from '../../src/stores/sqlite/sqlite-store.ts';
import { newFolder, root } from '../cli/run-watchbill.ts';
import type { Watching } from '../cli/watch.ts';
import { startWatch } from '../cli/watch.ts';
import { skipWithout } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane, startControlPlane, until } from './control-plane.ts';
import { planted } from './planted.ts';
import { request } from './request.ts';

const policy = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: None, resources: [{group: "", resources: [events]}, {group: coordination.k8s.io}]}
- {level: Metadata, namespaces: [hushed]}
- {level: RequestResponse, verbs: [create, update, patch, delete], resources: [{group: batch}, {group: apps}, {group: "", resources: [pods]}]}
- {level: Metadata}
`;

const found = findControlPlane();
const skip = skipWithout(found);

describe('a watch of the objects of a real API server', { skip }, () => {
  let plane: ControlPlane;
  let watching: Watching;
  let words: readonly string[] = [];
  const folder = newFolder();
  const state = join(folder, 'state');

  const findings = (cluster: string, name: string): readonly Finding[] => {
    const reader = sqliteReader(state);
    const all = [...reader.findings({})].map(({ item }) => item);
    reader.close();
    return all.filter(({ workload }) => workload.cluster === cluster && workload.name === name);
  };
  const unexplained = (): readonly string[] => {
    const reader = sqliteReader(state);
    const all = [...reader.findings({})].map(({ item }) => item);
    reader.close();
    return all
      .filter(({ detector }) => detector.type === 'corroboration')
      .map(({ workload }) => `${workload.cluster} ${workload.kind} ${workload.name}`);
  };
  const create = async (object: JsonObject, namespace = 'default'): Promise<void> => {
    const path = `${plane.url}/apis/batch/v1/namespaces/${namespace}/cronjobs`;
    const answer = await request(path, { token: 'alice-token', method: 'POST', body: object });
    assert.equal(answer.code, 201, answer.body);
  };
  /** Past the API server, as one does who can reach etcd. */
  const put = async (object: JsonObject, name: string): Promise<void> => {
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const answer = await fetch(`${plane.etcd}/v3/kv/put`, {
      method: 'POST',
      body: JSON.stringify({
        key: base64(`/registry/cronjobs/default/${name}`),
        value: base64(JSON.stringify(object)),
      }),
    });
    assert.equal(answer.status, 200);
  };
  const restart = async (while_: () => Promise<void>): Promise<void> => {
    const gone = once(watching.child, 'close');
    watching.child.kill('SIGKILL');
    await gone;
    await while_();
    watching = await startWatch(words);
  };

  before(async () => {
    assert.ok('path' in found, 'missing' in found ? found.missing : '');
    plane = await startControlPlane(found.path, { auditPolicy: policy });
    const admin = (args: readonly string[], input = '') => plane.kubectl('admin', args, input);
    admin([
      ...['create', 'clusterrolebinding', 'alice'],
      ...['--clusterrole', 'cluster-admin', '--user', 'alice@corp.example'],
    ]);
    admin(['create', 'namespace', 'hushed']);
    admin(['apply', '-f', join(root, 'docs/reference/kubernetes-watch.rbac.yaml')]);
    await create(planted('long-there'));
    const token = join(folder, 'token');
    writeFileSync(token, admin(['create', 'token', 'watchbill', '-n', 'watchbill']).trim());
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        'current-context': 'lab',
        clusters: [
          {
            name: 'lab',
            cluster: {
              server: plane.url,
              'certificate-authority': join(plane.home, 'apiserver/apiserver.crt'),
            },
          },
        ],
        users: [{ name: 'watchbill', user: { tokenFile: 'token' } }],
        contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'watchbill' } }],
      }),
    );
    words = [
      ...['--state', state],
      ...['--source', `audit-file:${plane.auditLog},cluster=logged`],
      ...['--source', `kubernetes-watch:${kubeconfig},cluster=logged,grace=3`],
      ...['--source', `kubernetes-watch:${kubeconfig},cluster=alone,context=lab`],
    ];
    watching = await startWatch(words);
    await until('the first list', hasSeen);
  });

  after(async () => {
    await watching?.kill('SIGTERM');
    await plane?.stop();
  });

  const hasSeen = (): boolean => {
    const reader = sqliteReader(state);
    const counts = reader.counts();
    reader.close();
    return (counts.get('inspected') ?? 0) > 0;
  };

  test('its account may list and watch what makes pods, and nothing else', () => {
    const may = (verb: string, resource: string): boolean => {
      try {
        const who = ['--as', 'system:serviceaccount:watchbill:watchbill', '-A'];
        return plane.kubectl('admin', ['auth', 'can-i', verb, resource, ...who]).startsWith('yes');
      } catch {
        return false;
      }
    };
    assert.deepEqual(
      ['cronjobs.batch', 'pods', 'deployments.apps'].map(what => may('watch', what)),
      [true, true, true],
    );
    assert.deepEqual(
      ['secrets', 'configmaps', 'nodes', 'roles.rbac.authorization.k8s.io'].map(what => may('list', what)),
      [false, false, false, false],
    );
    assert.deepEqual(
      ['create', 'update', 'delete', 'patch'].map(verb => may(verb, 'cronjobs.batch')),
      [false, false, false, false],
    );
    assert.equal(may('create', 'pods/exec'), false);
  });

  test('what was there is known and no news; what is planted is found, without a user', async () => {
    await create(planted('fresh'));
    await until('the finding', () => findings('alone', 'fresh').some(({ severity }) => severity === 'high'));
    assert.deepEqual(findings('alone', 'long-there'), []);
    const [finding] = findings('alone', 'fresh');
    assert.equal(finding?.visibility.level, 'watch');
    assert.ok(finding.visibility.missing.includes('user'));
    assert.equal(finding.actor?.user, '');
    assert.ok(findings('logged', 'fresh').every(({ actor }) => actor?.user === 'alice@corp.example'));
  });

  test('what was written past the API server is what no request explains', async () => {
    const metadata = {
      name: 'past',
      namespace: 'default',
      uid: 'e7a1f6a2-8f4b-4f0f-9d6e-0a1b2c3d4e5f',
      creationTimestamp: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
    };
    await put({ ...planted('past'), metadata }, 'past');
    await until('the finding', () => unexplained().includes('logged CronJob past'));
    assert.deepEqual(unexplained(), ['logged CronJob past']);
    assert.ok(findings('alone', 'past').length > 0);
  });

  test('where the log shows no body, the object does, with who wrote it', async () => {
    await create({ ...planted('muted'), metadata: { name: 'muted', namespace: 'hushed' } }, 'hushed');
    await until('the finding', () =>
      findings('logged', 'muted').some(
        ({ detector, visibility }) => detector.type === 'cel' && visibility.level === 'watch',
      ),
    );
    const seen = findings('logged', 'muted').filter(({ visibility }) => visibility.level === 'watch');
    assert.ok(
      seen.every(
        ({ actor, visibility }) =>
          actor?.user === 'alice@corp.example' && !visibility.missing.includes('user'),
      ),
    );
  });

  test('killed and away: what is planted meanwhile is found once, what was found is not found again', async () => {
    const before = findings('alone', 'fresh').map(({ id }) => id);
    await restart(async () => create(planted('while-away')));
    await until('the finding', () =>
      findings('alone', 'while-away').some(({ severity }) => severity === 'high'),
    );
    await restart(async () => undefined);
    await create(planted('after'));
    await until('the finding', () => findings('alone', 'after').some(({ severity }) => severity === 'high'));
    await sleep(4_000);
    assert.deepEqual(
      findings('alone', 'fresh').map(({ id }) => id),
      before,
    );
    const rules = findings('alone', 'while-away').map(({ detector }) => detector.id);
    assert.equal(new Set(rules).size, rules.length);
    assert.deepEqual(unexplained(), ['logged CronJob past']);
    assert.ok(!readFileSync(join(state, 'watchbill.db')).includes('Bearer '));
  });
});
