import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Sent } from '../../../test/support/audited.ts';
import { audited } from '../../../test/support/audited.ts';
import type { JsonObject } from '../../model/json.ts';
import { valueAt } from './edit.ts';
import type { Effective } from './effective.ts';
import { createEffectiveObjects } from './effective-objects.ts';

const object = 'batch/v1/cronjobs/shop/tidy';

/** As the server stores it. */
const stored = (schedule: string, version = 0, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: {
    name: 'tidy',
    namespace: 'shop',
    ...(version === 0 ? {} : { resourceVersion: String(version), uid: 'u1' }),
    ...metadata,
  },
  spec: {
    schedule,
    jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } } },
  },
});

const made = (schedule: string, at?: number): Sent => ({
  verb: 'create',
  object,
  body: stored(schedule),
  ...(at === undefined ? {} : { at }),
});
const patched = (schedule: string, at?: number): Sent => ({
  verb: 'patch',
  object,
  body: { spec: { schedule } },
  ...(at === undefined ? {} : { at }),
});
const answered = (
  verb: string,
  schedule: string,
  version: number,
  more: Partial<Sent> & { metadata?: JsonObject } = {},
): Sent => ({
  verb,
  object,
  body: {},
  ...more,
  answer: stored(schedule, version, more.metadata),
});

const schedule = (state: Effective | undefined): unknown =>
  state && (state.unknown.includes('*') ? '?' : valueAt(state.object, ['spec', 'schedule']));

/** What was before each request, and after. */
function taken(...requests: readonly Sent[]): readonly string[] {
  const objects = createEffectiveObjects({ limit: 10 });
  return requests.map(sent => {
    const change = objects.take(audited(sent));
    return change === undefined
      ? 'nothing'
      : `${schedule(change.before) ?? '-'} > ${schedule(change.after) ?? '-'}`;
  });
}

describe('effective objects', () => {
  it('are what was there and what is there now', () => {
    assert.deepEqual(taken(made('1'), patched('2'), { verb: 'delete', object }, made('3'), patched('4')), [
      '- > 1',
      '1 > 2',
      '2 > -',
      '- > 3',
      '3 > 4',
    ]);
  });

  it('stay as they are when nothing was done', () => {
    assert.deepEqual(
      taken(
        made('1'),
        { ...patched('2'), code: 403 },
        { ...patched('3'), query: 'dryRun=All' },
        patched('4'),
      ),
      ['- > 1', '1 > 1', '1 > 1', '1 > 4'],
    );
  });

  it('do not go back when an older answer comes late', () => {
    const requests = [
      answered('create', '1', 10),
      answered('patch', '3', 30),
      answered('patch', '2', 20),
      answered('patch', '4', 40),
    ];
    assert.deepEqual(taken(...requests), ['- > 1', '1 > 3', '- > -', '3 > 4']);
  });

  it('are unknown when an older patch comes late, until all is said', () => {
    assert.deepEqual(
      taken(made('1', 1), patched('3', 3), patched('2', 2), {
        verb: 'update',
        object,
        body: stored('4'),
        at: 4,
      }),
      ['- > 1', '1 > 3', '- > -', '? > 4'],
    );
  });

  it('stay known when an older patch comes after the whole object', () => {
    assert.deepEqual(
      taken(
        made('1', 1),
        { verb: 'update', object, body: stored('3'), at: 3 },
        patched('2', 2),
        patched('4', 4),
      ),
      ['- > 1', '1 > 3', '- > -', '3 > 4'],
    );
  });

  it('are not brought back by what comes late', () => {
    const late = [made('1', 1), { verb: 'delete', object, at: 5 }, patched('2', 2), made('1', 1)];
    assert.deepEqual(taken(...late), ['- > 1', '1 > -', '- > -', '- > -']);
  });

  it('are not made of patches to what waits for its finalizers', () => {
    assert.deepEqual(
      taken(
        made('1'),
        { verb: 'delete', object },
        { verb: 'patch', object, body: { metadata: { finalizers: null } } },
      ),
      ['- > 1', '1 > -', '- > -'],
    );
  });

  it('begin anew with another uid', () => {
    const other = { uid: 'u2' };
    assert.deepEqual(
      taken(
        answered('create', '1', 10),
        answered('patch', '2', 20, { metadata: other }),
        answered('patch', '3', 30, { metadata: other }),
      ),
      ['- > 1', '- > 2', '2 > 3'],
    );
  });

  it('tell by their generation that a change is missing', () => {
    const changed = (generation: number, version: number): Sent =>
      answered('patch', String(generation), version, { metadata: { generation } });
    assert.deepEqual(taken(changed(1, 10), changed(2, 20), changed(4, 40), changed(5, 50)), [
      '- > 1',
      '1 > 2',
      '? > 4',
      '4 > 5',
    ]);
  });

  it('take a request once that is logged twice', () => {
    const add: Sent = {
      verb: 'patch',
      object,
      body: [{ op: 'add', path: '/spec/schedule', value: '2' }],
      id: 'same',
      at: 5,
    };
    assert.deepEqual(taken(made('1', 1), add, add, patched('3', 6)), ['- > 1', '1 > 2', '- > 2', '2 > 3']);
  });

  it('go with their collection, in their namespace alone', () => {
    const sweep: Sent = { verb: 'deletecollection', object: 'batch/v1/cronjobs/shop' };
    const elsewhere: Sent = { ...sweep, object: 'batch/v1/cronjobs/other' };
    assert.deepEqual(taken(made('1'), elsewhere, patched('2'), sweep, made('3')), [
      '- > 1',
      'nothing',
      '1 > 2',
      'nothing',
      '- > 3',
    ]);
  });

  it('are not those that controllers make from templates', () => {
    const job = {
      ...stored('1'),
      kind: 'Job',
      metadata: {
        name: 'tidy-1',
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tidy', uid: 'u1', controller: true },
        ],
      },
    };
    const name = 'batch/v1/jobs/shop/tidy-1';
    const controller = 'system:serviceaccount:kube-system:cronjob-controller';
    assert.deepEqual(
      taken(
        { verb: 'create', object: name, body: job, user: controller },
        { verb: 'patch', object: name, body: { spec: { suspend: true } }, answer: job },
      ),
      ['nothing', 'nothing'],
    );
  });

  it('are those that somebody made by hand, whatever owner it names', () => {
    const job = {
      ...stored('1'),
      kind: 'Job',
      metadata: {
        name: 'tidy-1',
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tidy', uid: 'u1', controller: true },
        ],
      },
    };
    const name = 'batch/v1/jobs/shop/tidy-1';
    assert.deepEqual(
      taken(
        { verb: 'create', object: name, body: job },
        { verb: 'patch', object: name, body: { spec: { schedule: '2' } } },
      ),
      ['- > 1', '1 > 2'],
    );
  });

  it('are one under all groups that serve them', () => {
    const body = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { schedule: '1' },
    };
    assert.deepEqual(
      taken(
        { verb: 'create', object: 'extensions/v1beta1/deployments/shop/web', body },
        { verb: 'patch', object: 'apps/v1/deployments/shop/web/scale', body: { spec: { replicas: 3 } } },
      ),
      ['- > 1', '1 > 1'],
    );
  });

  it('are no more than the limit, and say what was forgotten', () => {
    const objects = createEffectiveObjects({ limit: 3 });
    for (let index = 0; index < 10; index += 1) {
      const body = { ...stored('1'), metadata: { name: `n${index}` } };
      objects.take(audited({ verb: 'create', object: `batch/v1/cronjobs/shop/n${index}`, body }));
    }
    assert.match(objects.blind()[0] ?? '', /^7 objects were forgotten/);
    assert.equal(
      objects.take(audited({ ...patched('2'), object: 'batch/v1/cronjobs/shop/n9' }))?.before?.unknown.length,
      0,
    );
    assert.equal(
      objects.take(audited({ ...patched('2'), object: 'batch/v1/cronjobs/shop/n0' }))?.before,
      undefined,
    );
  });

  it('take no more room than allowed', () => {
    const objects = createEffectiveObjects({ limit: 1_000, characters: 20_000 });
    for (let index = 0; index < 50; index += 1) {
      const body = { ...stored('x'.repeat(5_000)), metadata: { name: `n${index}` } };
      objects.take(audited({ verb: 'create', object: `batch/v1/cronjobs/shop/n${index}`, body }));
    }
    assert.match(objects.blind()[0] ?? '', /^4\d objects were forgotten/);
  });

  it('are none of manifests and other resources', () => {
    const objects = createEffectiveObjects({ limit: 3 });
    const origin = { source: 'test', file: 'f', line: 1 };
    assert.equal(
      objects.take({ type: 'manifest', cluster: 'c', origin, format: 'manifest', object: stored('1') }),
      undefined,
    );
    assert.equal(
      objects.take(audited({ verb: 'create', object: 'v1/secrets/shop/one', body: {} })),
      undefined,
    );
    assert.equal(objects.take(audited({ verb: 'get', object })), undefined);
  });

  it('end as the newest answer says, in whatever order the answers come', () => {
    const versions = [1, 2, 3, 4, 5, 6, 7, 8];
    fc.assert(
      fc.property(fc.shuffledSubarray(versions, { minLength: 1 }), order => {
        const objects = createEffectiveObjects({ limit: 3 });
        for (const version of order)
          objects.take(audited(answered('patch', String(version), version, { at: version })));
        const last = objects.take(audited({ ...patched('x', 99), code: 403 }));
        return schedule(last?.before) === String(Math.max(...order));
      }),
    );
  });
});
