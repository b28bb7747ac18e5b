import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, Producer, stringSerializers } from '@platformatic/kafka';
import { objectAt, stringAt } from '../../src/model/json.ts';
import { newFolder, objectsIn, watchbill } from '../cli/run-watchbill.ts';
import { freePort, startWatch } from '../cli/watch.ts';
import { auditEvent } from '../support/signals.ts';
import { eventHubMessage } from './clouds.ts';
import { startBroker } from './kafka/broker.ts';

const topic = 'insights-logs-kube-audit';

it('AKS by Event Hubs: a topic is read as Kafka, on from what is stored, by nobody without the password', async context => {
  const folder = newFolder();
  const broker = await startBroker(folder, [await freePort(), await freePort()]);
  if (broker === undefined) {
    assert.notEqual(process.env['CI'], 'true', 'a broker is needed');
    return context.skip('there is no Java or Maven here');
  }
  context.after(() => broker.stop());
  const sasl = { mechanism: 'PLAIN' as const, username: broker.user, password: broker.password };
  const base = { clientId: 'test', bootstrapBrokers: [broker.address], sasl };
  const admin = new Admin(base);
  await admin.createTopics({ topics: [topic], partitions: 2, replicas: 1 });
  const producer = new Producer({ ...base, serializers: stringSerializers });
  let made = 0;
  const sendBy = async (user: string): Promise<void> => {
    made += 1;
    const auditID = `b3f9a8e2-0000-4000-8000-${String(made).padStart(12, '0')}`;
    const value = eventHubMessage(auditEvent({ auditID, user: { username: user, groups: [] } }));
    await producer.send({ messages: [{ topic, partition: made % 2, value }], acks: -1 });
  };
  const state = join(folder, 'state');
  const found = (): readonly string[] =>
    objectsIn(watchbill(['findings', '--state', state, '-o', 'ndjson']).out).map(finding => {
      const cluster = stringAt(objectAt(finding, 'workload'), 'cluster');
      return `${stringAt(objectAt(finding, 'actor'), 'user')} ${cluster} ${stringAt(objectAt(finding, 'detector'), 'title')}`;
    });
  const usersIn = (lines: readonly string[]): readonly string[] => [
    ...new Set(lines.map(line => line.split(' ').slice(0, 2).join(' '))),
  ];
  const waitFor = async (count: number): Promise<void> => {
    for (let tries = 0; tries < 400 && usersIn(found()).length < count; tries += 1) await sleep(250);
  };
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${broker.password}\n`);
  const source = (file: string): string =>
    `kafka:${broker.address},cluster=aks,topic=${topic},user=${broker.user},password-file=${file}`;

  const wrong = join(folder, 'wrong');
  writeFileSync(wrong, 'another');
  const refused = watchbill(['run', '--state', join(folder, 'other'), '--source', source(wrong)]);
  assert.equal(refused.code, 3, refused.err);
  assert.doesNotMatch(refused.err, /another|bug of Watchbill/);

  await sendBy('before@aks');
  const first = await startWatch(['--state', state, '--source', source(passwordFile)]);
  await sendBy('while@aks');
  await waitFor(2);
  assert.deepEqual(usersIn(found()).toSorted(), ['before@aks aks', 'while@aks aks'], first.said());
  await first.kill('SIGKILL');

  await sendBy('away@aks');
  const second = await startWatch(['--state', state, '--source', source(passwordFile)]);
  await waitFor(3);
  assert.equal(await second.kill('SIGTERM'), 0, second.said());
  const all = found();
  assert.deepEqual(usersIn(all).toSorted(), ['away@aks aks', 'before@aks aks', 'while@aks aks']);
  assert.equal(new Set(all).size, all.length, 'none twice');
  const third = await startWatch(['--state', state, '--source', source(passwordFile)]);
  await sleep(2_000);
  assert.equal(await third.kill('SIGTERM'), 0, third.said());
  assert.deepEqual(found(), all);
  await Promise.all([producer.close(), admin.close()]);
});
