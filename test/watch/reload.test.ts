import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newFolder, objectsIn, watchbill } from '../cli/run-watchbill.ts';
import { eventList, freePort, post, startWatch } from '../cli/watch.ts';
import { auditEvent } from '../support/signals.ts';

const rule = (id: string, title: string, verb: string) => `title: ${title}
id: ${id}
status: test
description: ${title}
author: Watchbill
date: 2026-11-23
tags: [attack.execution, attack.t1053.007]
logsource: {product: kubernetes, service: audit}
detection: {selection: {verb: ${verb}}, condition: selection}
level: high
`;

async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (await look()) return;
    await sleep(250);
  }
  throw new Error(`not seen in a minute: ${what}`);
}

const metric = (port: number, line: string): Promise<boolean> =>
  new Promise(resolve => {
    get({ port, host: '127.0.0.1', path: '/metrics' }, response => {
      let text = '';
      response.on('data', part => {
        text += String(part);
      });
      response.once('end', () => resolve(text.includes(`${line}\n`)));
    }).once('error', () => resolve(false));
  });

it('SIGHUP reads rules and settings anew without loss; what is wrong is refused with line and column, and the old ones stay', async context => {
  const folder = newFolder();
  const [state, rules, config] = [join(folder, 'state'), join(folder, 'rules'), join(folder, 'w.yaml')];
  mkdirSync(rules);
  const [first, second] = ['cccc1111-1111-4111-8111-111111111111', 'cccc2222-2222-4222-8222-222222222222'];
  writeFileSync(join(rules, 'one.yml'), rule(first, 'First rule', 'create'));
  const [port, other, listen] = [await freePort(), await freePort(), await freePort()];
  const configOf = (...ports: readonly number[]) =>
    `rules: [rules]\nstate: state\nlisten: 127.0.0.1:${listen}\nsource:\n${ports.map(at => `  - audit-webhook:127.0.0.1:${at},cluster=prod\n`).join('')}`;
  writeFileSync(config, configOf(port));
  const watching = await startWatch(['--config', config]);
  context.after(() => watching.child.kill('SIGKILL'));
  const send = async (auditID: string, to = port): Promise<void> => {
    const body = eventList([auditEvent({ auditID, verb: 'create' })]);
    await until('an answer', async () => (await post({ port: to, body })) === 200);
  };
  const findings = () =>
    objectsIn(watchbill(['findings', '--state', state, '-o', 'ndjson']).out).map(({ title }) =>
      String(title),
    );
  await send('before');
  assert.deepEqual(findings(), ['First rule']);

  writeFileSync(
    join(rules, 'two.yml'),
    rule(second, 'Second rule', '[create').replace('level: high', 'levl: high'),
  );
  watching.child.kill('SIGHUP');
  await until('the refusal', () => /the configuration was refused/.test(watching.said()));
  assert.match(watching.said(), /"file":"[^"]*two\.yml","line":\d+,"column":\d+/);
  assert.ok(await metric(listen, 'watchbill_configuration_accepted 0'));
  await send('while refused');
  await until('the finding of the refusal', () => findings().includes('New configuration was refused'));
  assert.equal(findings().filter(title => title === 'First rule').length, 2);

  writeFileSync(join(rules, 'two.yml'), rule(second, 'Second rule', 'create'));
  writeFileSync(config, configOf(port, other));
  watching.child.kill('SIGHUP');
  await until('the reload', () => /the configuration was read anew/.test(watching.said()));
  await send('after');
  await send('at the new source', other);
  assert.equal(findings().filter(title => title === 'First rule').length, 4);
  assert.equal(findings().filter(title => title === 'Second rule').length, 2);
  assert.ok(await metric(listen, 'watchbill_configuration_accepted 1'));

  writeFileSync(config, `${configOf(port)}sorce: x\n`);
  watching.child.kill('SIGHUP');
  await until('the unknown key', () => /w\.yaml","line":6,"column":1/.test(watching.said()));
  await send('last');
  assert.equal(await watching.kill('SIGTERM'), 0, watching.said());
  assert.equal(findings().filter(title => title === 'Second rule').length, 3);
});

it('files that change are noticed, where that is wanted', async context => {
  const folder = newFolder();
  const file = join(folder, 'one.yml');
  writeFileSync(file, rule('cccc1111-1111-4111-8111-111111111111', 'First rule', 'create'));
  const port = await freePort();
  const words = ['--state', join(folder, 'state'), '--source', `audit-webhook:127.0.0.1:${port}`];
  const watching = await startWatch([...words, '--rules', file, '--reload-on-change']);
  context.after(() => watching.child.kill('SIGKILL'));
  await sleep(2_500);
  writeFileSync(file, rule('cccc1111-1111-4111-8111-111111111111', 'First rule, changed', 'create'));
  await until('the reload', () => /the configuration was read anew/.test(watching.said()));
  assert.equal(await watching.kill('SIGTERM'), 0);
});
