/**
 * The forgery suite: ways to make a workload look as if somebody else, or nobody, had made it, played by real identities through a real
 * API server, and found by the real program in its log; what is honest beside them, with the real tools, is not.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Cluster } from './cluster.ts';
import { skipWithout } from './cluster.ts';
import { findControlPlane } from './control-plane.ts';
import { claims } from './forgery/claims.ts';
import type { Finding } from './forgery/findings.ts';
import { isLoud, ruleId, scan, short } from './forgery/findings.ts';
import { playHelm } from './forgery/helm.ts';
import { honest } from './forgery/honest.ts';
import { identities } from './forgery/identities.ts';
import type { Scene } from './forgery/scene.ts';
import { peopled, prepared } from './forgery/scenes.ts';
import { ties } from './forgery/ties.ts';
import { findHelm } from './helm.ts';

const variants = [...claims, ...identities, ...ties];

describe('forgeries', { skip: skipWithout(findControlPlane()) }, () => {
  let cluster: Cluster;
  let findings: readonly Finding[] = [];
  let ofTheEnd: readonly Finding[] = [];
  const answers = new Map<string, number>();
  const helm = findHelm();

  before(async () => {
    const names = [...variants, ...honest, { id: 'h06' }].map(({ id }) => id);
    cluster = await peopled(names);
    const scenes = await prepared(cluster, names);
    const early = readFileSync(cluster.auditLog).length;
    for (const { id, play } of variants) answers.set(id, (await play(sceneOf(scenes, id))).code);
    for (const { id, play } of honest) await play(sceneOf(scenes, id));
    if ('path' in helm) playHelm(helm.path, cluster.kubeconfig, 'h06');
    findings = scan(cluster.auditLog);
    writeFileSync(`${cluster.auditLog}.end`, readFileSync(cluster.auditLog).subarray(early));
    ofTheEnd = scan(`${cluster.auditLog}.end`);
  });
  after(() => cluster?.stop());

  for (const { id, title, caughtBy, elsewhere, refused } of variants)
    test(`${id} is found: ${title}`, () => {
      assert.equal((answers.get(id) ?? 0) >= 400, refused === true, `answered ${answers.get(id)}`);
      const ids = caughtBy.flatMap(ruleId);
      const inPlace = findings.filter(({ workload }) => workload.namespace === (elsewhere ?? id));
      const found = inPlace.filter(({ detector }) => ids.includes(detector.id));
      assert.ok(found.length > 0, `found instead: ${JSON.stringify(inPlace.map(short))}`);
    });

  for (const { id, title } of honest)
    test(`${id} is silent: ${title}`, () => {
      assert.deepEqual(loudIn(findings, id), []);
      assert.deepEqual(loudIn(ofTheEnd, id), [], 'in a log that begins after everything was made');
    });

  test('h06 is silent: Helm installs, upgrades, rolls back and uninstalls', {
    skip: skipWithout(helm),
  }, () => {
    assert.ok(readFileSync(cluster.auditLog, 'utf8').includes('"userAgent":"Helm/'));
    assert.deepEqual(loudIn(findings, 'h06'), []);
  });

  test('h01 is silent: what the controllers themselves do', () => {
    const scenes = new Set([...variants.map(({ id }) => id), 'kube-system']);
    assert.deepEqual(
      findings
        .filter(({ workload }) => !scenes.has(workload.namespace))
        .filter(isLoud)
        .map(short),
      [],
    );
  });
});

function sceneOf(scenes: ReadonlyMap<string, Scene>, id: string): Scene {
  const scene = scenes.get(id);
  if (scene === undefined) throw new Error(`no scene ${id}`);
  return scene;
}

const loudIn = (findings: readonly Finding[], namespace: string): readonly string[] =>
  findings.filter(finding => finding.workload.namespace === namespace && isLoud(finding)).map(short);
