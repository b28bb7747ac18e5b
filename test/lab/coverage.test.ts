/**
 * What `coverage` says of an audit policy, held against a real API server that was started with it: objects of the rules' own cases are made,
 * and the rules that it says see must fire, those that are blind must not. Nothing runs: there is no node.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { objectEvent } from '../../src/detect/cases/case-activity.ts';
import { parseCaseFile } from '../../src/detect/cases/case-file.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { objectAt, stringAt } from '../../src/model/json.ts';
import { newFolder, objectsIn, root, watchbill } from '../cli/run-watchbill.ts';
import { skipWithout } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane, startControlPlane } from './control-plane.ts';
import { found } from './found.ts';
import { tokenOf } from './identities.ts';
import { request } from './request.ts';

interface Scene {
  /** Of the rule. */
  readonly id: string;
  readonly object: JsonObject;
}

const perRule = 3;
/** Whom the cases are about, where they do not say. */
const jane = { name: 'jane', user: 'jane@corp.example', groups: ['developers'] };

const scenes: readonly Scene[] = globSync('rules/*/*/rule.yml', { cwd: root })
  .filter(file => !/^rules\/(community|peers)\//.test(file))
  .toSorted()
  .flatMap(file => {
    const id = /^id: (\S+)/m.exec(readFileSync(join(root, file), 'utf8'))?.[1] ?? '';
    const cases = join(root, dirname(file), 'cases.yml');
    if (!existsSync(cases)) return [];
    return parseCaseFile(readFileSync(cases, 'utf8'))
      .cases.filter(
        ({ expected, object, as }) => expected === 'fire' && object !== undefined && as === undefined,
      )
      .slice(0, perRule)
      .flatMap(({ object }) => (object === undefined ? [] : [{ id, object }]));
  });

const namespaceOf = (object: JsonObject): string => stringAt(objectAt(object, 'metadata'), 'namespace') ?? '';
const nameOf = (object: JsonObject): string => stringAt(objectAt(object, 'metadata'), 'name') ?? '';

/** Makes the objects as jane; those that the API server took, by their rule, with their names. */
async function play(plane: ControlPlane): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  plane.kubectl('admin', [
    'create',
    'clusterrolebinding',
    'jane',
    '--clusterrole=cluster-admin',
    `--user=${jane.user}`,
  ]);
  const namespaces = new Set(scenes.map(({ object }) => namespaceOf(object)).filter(name => name !== ''));
  const manifests = [...namespaces].map(name => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  plane.kubectl(
    'admin',
    ['apply', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }),
  );
  const taken = new Map<string, Set<string>>();
  for (const [index, { id, object }] of scenes.entries()) {
    const uri = stringAt(objectEvent(object, {}), 'requestURI') ?? '';
    const send = (body: JsonObject) =>
      request(`${plane.url}${uri}`, { method: 'POST', token: tokenOf(jane.name), body });
    let made = object;
    let { code } = await send(made);
    if (code === 409) {
      made = { ...object, metadata: { ...objectAt(object, 'metadata'), name: `${nameOf(object)}-${index}` } };
      ({ code } = await send(made));
    }
    if (code === 201) taken.set(id, (taken.get(id) ?? new Set<string>()).add(nameOf(made)));
  }
  return taken;
}

interface Verdict {
  readonly id: string;
  readonly verdict: string;
  readonly title: string;
}

function verdictsOf(policy: string): readonly Verdict[] {
  const { out } = watchbill(['coverage', '--policy', policy, '-o', 'json']);
  const list: readonly Verdict[] = JSON.parse(out);
  return list;
}

const found_ = findControlPlane();
const skip = skipWithout(found_);

const metadata = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: Metadata}
`;
const withoutJobs = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: None, resources: [{group: batch}, {group: apps, resources: [daemonsets]}]}
- {level: Request, verbs: [create, update, patch], resources: [{group: ""}, {group: apps}, {group: rbac.authorization.k8s.io}]}
- {level: Metadata}
`;

describe('coverage and a real API server', { skip }, () => {
  const written = join(newFolder(), 'policy.yaml');

  for (const name of ['the policy that it wrote', 'headers alone', 'without Jobs and DaemonSets'] as const) {
    test(name, { timeout: 300_000 }, async context => {
      if (name === 'the policy that it wrote') watchbill(['coverage', '--write-policy', written]);
      else writeFileSync(written, name === 'headers alone' ? metadata : withoutJobs);
      const plane = await startControlPlane(found(found_), {
        auditPolicy: readFileSync(written, 'utf8'),
        identities: [jane],
      });
      context.after(() => plane.stop());
      const taken = await play(plane);
      const { out, err } = watchbill(['scan', plane.auditLog, '-o', 'ndjson', '--no-anomaly']);
      const fired = new Map<string, Set<string>>();
      for (const finding of objectsIn(out).filter(({ type }) => type === 'finding')) {
        const id = stringAt(objectAt(finding, 'detector'), 'id') ?? '';
        const of = stringAt(objectAt(finding, 'workload'), 'name') ?? '';
        fired.set(id, (fired.get(id) ?? new Set<string>()).add(of));
      }
      const firedOn = (id: string): boolean => [...(taken.get(id) ?? [])].some(of => fired.get(id)?.has(of));
      const played = verdictsOf(written).filter(({ id }) => taken.has(id));
      const count = (verdict: string) => played.filter(each => each.verdict === verdict).length;
      context.diagnostic(
        `${played.length} rules played: ${count('sees')} see, ${count('part')} in part, ${count('blind')} blind`,
      );
      assert.ok(played.length > 40, `${played.length} rules; ${err}`);
      const silent = played.filter(({ id, verdict }) => verdict === 'sees' && !firedOn(id));
      assert.deepEqual(
        silent.map(({ title }) => title),
        [],
      );
      const loud = played.filter(({ id, verdict }) => verdict === 'blind' && firedOn(id));
      assert.deepEqual(
        loud.map(({ title }) => title),
        [],
      );
    });
  }
});
