import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sent } from '../../../test/support/audited.ts';
import { audited } from '../../../test/support/audited.ts';
import type { JsonObject } from '../../model/json.ts';
import { parseRuleFile } from '../rules/parse-rule-file.ts';
import { compileCel } from './compile-cel.ts';

const object = 'batch/v1/cronjobs/shop/tidy';

function detector(cel: string) {
  const head =
    'title: T\nid: 3c7f8a0e-5d2b-4c39-9d53-64f4d1e0a7e4\nstatus: test\nlogsource: {product: kubernetes, service: workload}';
  const { documents } = parseRuleFile(`${head}\ncel: |\n  ${cel}\nlevel: high\n`, 'rule.yml');
  const { detector: made, problems } = compileCel(documents);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return made;
}

const cronJob = (image: string, env = 'first'): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'tidy', namespace: 'shop' },
  spec: {
    schedule: '0 3 * * *',
    jobTemplate: {
      spec: {
        template: {
          spec: {
            containers: [{ name: 'main', image, command: ['run'], env: [{ name: 'KEY', value: env }] }],
          },
        },
      },
    },
  },
});

const create: Sent = { verb: 'create', object, body: cronJob('registry.example/app:1') };
const update = (image: string, env?: string): Sent => ({ verb: 'update', object, body: cronJob(image, env) });

/** For each request, the reasons of its finding. */
function found(cel: string, ...requests: readonly Sent[]): readonly (readonly string[])[] {
  const made = detector(cel);
  const reasons = requests.map(sent => made.inspect(audited(sent)).flatMap(signal => signal.reasons));
  assert.deepEqual(made.failures(), []);
  return reasons;
}

describe('rules about what changed', () => {
  it('hold when it did, every time, and not when it did not', () => {
    const requests = [
      create,
      update('registry.example/app:2'),
      update('registry.example/app:2'),
      update('registry.example/app:1'),
    ];
    assert.deepEqual(found("changes.exists(c, c.field == 'image')", ...requests), [
      [],
      ['changes image of "main" from "registry.example/app:1" to "registry.example/app:2"'],
      [],
      ['changes image of "main" from "registry.example/app:2" to "registry.example/app:1"'],
    ]);
  });

  it('see the object before', () => {
    const cel = "oldObject != null && oldObject.spec.schedule == '0 3 * * *' && change.verb == 'patch'";
    const patch: Sent = { verb: 'patch', object, body: { spec: { schedule: '* * * * *' } } };
    assert.deepEqual(
      found(cel, create, patch, patch).map(reasons => reasons.length),
      [0, 1, 0],
    );
  });

  it('do not show values of variables', () => {
    const [, reasons] = found(
      "changes.exists(c, c.field == 'env')",
      create,
      update('registry.example/app:1', 'second'),
    );
    assert.deepEqual(reasons, ['changes env of "main" from "KEY" to "KEY with another value"']);
  });

  it('know nothing of what was refused, or after what was not logged', () => {
    const hidden: Sent = { verb: 'patch', object };
    const cel = "changes.exists(c, c.field == 'image')";
    assert.deepEqual(
      found(
        cel,
        create,
        { ...update('x.example/a:1'), code: 403 },
        hidden,
        update('registry.example/app:2'),
      ).flat(),
      [],
    );
    assert.equal(
      found(cel, create, hidden, update('registry.example/app:2'), update('registry.example/app:3')).flat()
        .length,
      1,
    );
  });

  it('are asked about updates and patches, and see creations and deletions for that', () => {
    const { interest } = detector("workload.kind == 'CronJob' && changes.exists(c, c.field == 'image')");
    for (const verb of ['create', 'update', 'patch', 'delete', 'deletecollection'])
      assert.ok(interest.pair(verb, 'cronjobs'), verb);
    assert.ok(!interest.pair('delete', 'pods'));
    assert.ok(!interest.pair('get', 'cronjobs'));
  });

  it('keep nothing where no rule asks', () => {
    const { interest } = detector("workload.kind == 'CronJob' && workload.suspended");
    assert.ok(!interest.pair('delete', 'cronjobs'));
  });

  it('cannot name fields that a change does not have', () => {
    const { problems } = compileCel(
      parseRuleFile(
        'title: T\nid: 3c7f8a0e-5d2b-4c39-9d53-64f4d1e0a7e4\nlogsource: {product: kubernetes, service: workload}\ncel: changes.exists(c, c.feild == "image")\n',
        'rule.yml',
      ).documents,
    );
    assert.match(problems.map(({ message }) => message).join(), /FieldChange has no field "feild".*"field"/);
  });
});
