import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newFolder, objectsIn, watchbill } from '../cli/run-watchbill.ts';
import { eventList, freePort, post, startWatch } from '../cli/watch.ts';
import { auditEvent } from '../support/signals.ts';

const silenceIn = (state: string, what = 'findings') =>
  objectsIn(watchbill([what, '--state', state, '-o', 'ndjson']).out).filter(
    object =>
      JSON.stringify(object).includes('"type":"silence"') || JSON.stringify(object).includes('AuditSource'),
  );

async function until<Value>(look: () => Value | undefined): Promise<Value> {
  for (let tries = 0; tries < 120; tries += 1) {
    const found = look();
    if (found !== undefined) return found;
    await sleep(500);
  }
  throw new Error('not seen in a minute');
}

/** An honest request, now. */
function eventNow(auditID: string) {
  const time = new Date().toISOString();
  return auditEvent({ auditID, verb: 'get', requestReceivedTimestamp: time, stageTimestamp: time });
}

it('a source that goes quiet and comes back is one incident, resolved; and it is told what the API server dropped', async () => {
  let errors = 0;
  const server = createServer((_, response) => {
    errors += 40;
    response.end(
      `apiserver_audit_event_total{plugin="webhook"} 12\napiserver_audit_error_total{plugin="webhook"} ${errors}\nprocess_start_time_seconds 1\n`,
    );
  });
  const metrics = await freePort();
  server.listen(metrics, '127.0.0.1');
  const [state, port] = [join(newFolder(), 'state'), await freePort()];
  const source = `audit-webhook:127.0.0.1:${port},cluster=prod,metrics-url=http://127.0.0.1:${metrics}/metrics`;
  const words = ['--state', state, '--source', source, '--silence-after', '1s'];
  const watching = await startWatch(words);
  const send = (id: string) => post({ port, body: eventList([eventNow(id)]) });
  for (let count = 0; count < 25; count += 1) assert.equal(await send(`before-${count}`), 200);
  const quiet = await until(() =>
    silenceIn(state, 'incidents').find(({ title }) => /went quiet/.test(String(title))),
  );
  assert.match(String(quiet['story']), /no event for \d+ seconds/);

  assert.equal(await watching.kill('SIGKILL'), null);
  const again = await startWatch(words);
  assert.equal(await send('after'), 200);
  const over = await until(() =>
    silenceIn(state, 'incidents').find(({ title }) => /went quiet \(resolved\)/.test(String(title))),
  );
  assert.equal(over['id'], quiet['id']);
  assert.match(String(over['story']), /resolved: it lasted/);
  const dropped = await until(() =>
    silenceIn(state).find(({ title }) => title === 'API server dropped audit events'),
  );
  assert.match(JSON.stringify(dropped['reasons']), /rose by \d+/);
  assert.equal(await again.kill('SIGTERM'), 0, again.said());
  server.close();
});
