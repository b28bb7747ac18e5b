import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { found } from '../found.ts';
import { findHelm } from '../helm.ts';
import type { Answer } from '../request.ts';
import { request } from '../request.ts';
import type { Actor } from './actors.ts';
import { pathOf } from './kinds.ts';
import { runTool, words } from './run-tool.ts';
import type { Stage } from './stage.ts';
import { briefOf, keyOf, placeOf, wholeOf } from './stage.ts';
import type { Brief, Step, Subject } from './world.ts';

/** What a step left in the audit log: the request of this id, or all of this user's between two times; of a file, nothing. */
export type Trace =
  | { readonly type: 'request'; readonly auditId: string; readonly name: string }
  | { readonly type: 'window'; readonly user: string; readonly from: number; readonly to: number }
  | { readonly type: 'file'; readonly namespace: string; readonly name: string; readonly time: number }
  | { readonly type: 'nothing' };

/** Does one thing as somebody. Throws where it is not answered as the step expects. */
export async function play(stage: Stage, step: Step): Promise<Trace> {
  if (step.file !== undefined) return placeFile(stage, step.file);
  if (step.wait !== undefined) return { type: 'nothing' };
  const actor = await stage.actors.find(step.as);
  if (step.kubectl !== undefined) return runAs(stage, actor, step);
  if (step.helm !== undefined) return runAs(stage, actor, step);
  const answer = await answered(stage, actor, step);
  if (step.token !== undefined) stage.actors.give(step.token.for, read(answer.body, 'status', 'token'));
  return { type: 'request', auditId: answer.auditId, name: read(answer.body, 'metadata', 'name') };
}

/** The answer; a second one where the actor's pod is just being replaced, and with it the token. */
async function answered(stage: Stage, actor: Actor, step: Step): Promise<Answer> {
  const sent = sentBy(stage, actor, step);
  let answer = await send(stage, actor, step, sent);
  if (answer.code === 401 && actor.pod !== '') {
    await sleep(2000);
    answer = await send(stage, await stage.actors.find(step.as), step, sent);
  }
  const wanted = step.expect === undefined ? answer.code < 300 : answer.code === step.expect;
  if (!wanted)
    throw new Error(`${step.as}: ${sent.method} ${sent.path}: ${answer.code} ${answer.body.slice(0, 400)}`);
  return answer;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: unknown;
}

function sentBy(stage: Stage, actor: Actor, step: Step): Sent {
  const manager = step.manager ?? actor.manager;
  const object = (subject: Subject): Brief => briefOf(stage, subject);
  if (step.apply !== undefined)
    return applied(stage, object(step.apply), `fieldManager=${manager}&force=true`);
  if (step.dryRun !== undefined)
    return applied(stage, object(step.dryRun), `dryRun=All&fieldManager=${manager}&force=true`);
  if (step.create !== undefined) return created(stage, object(step.create), manager);
  if (step.patch !== undefined) return patched(stage, step.patch, manager);
  if (step.remove !== undefined)
    return { method: 'DELETE', path: `${pathOfKey(stage, step.remove.on)}${step.remove.query}` };
  if (step.read !== undefined) return { method: 'GET', path: step.read };
  if (step.token !== undefined) return tokenRequest(stage, step.token);
  throw new Error(`a step that does nothing: ${JSON.stringify(step)}`);
}

function applied(stage: Stage, brief: Brief, query: string): Sent {
  const path = pathOf(placeOf(stage, brief.kind), brief.in, brief.name);
  const body = wholeOf(stage, brief);
  return { method: 'PATCH', path: `${path}?${query}`, type: 'application/apply-patch+yaml', body };
}

function created(stage: Stage, brief: Brief, manager: string): Sent {
  const path = pathOf(placeOf(stage, brief.kind), brief.in);
  const query = `?fieldManager=${manager}&fieldValidation=Strict`;
  return { method: 'POST', path: `${path}${query}`, type: 'application/json', body: wholeOf(stage, brief) };
}

function patched(stage: Stage, patch: NonNullable<Step['patch']>, manager: string): Sent {
  const part = patch.subresource === undefined ? '' : `/${patch.subresource}`;
  const path = `${pathOfKey(stage, patch.on)}${part}?fieldManager=${manager}`;
  return { method: 'PATCH', path, type: `application/${patch.type}+json`, body: patch.body };
}

function tokenRequest(stage: Stage, { account, pod }: NonNullable<Step['token']>): Sent {
  const [namespace = '', name = ''] = account.split('/');
  const boundObjectRef =
    pod === undefined ? {} : { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: pod } };
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 3600, ...boundObjectRef },
  };
  const path = `${pathOf(placeOf(stage, 'ServiceAccount'), namespace, name)}/token`;
  return { method: 'POST', path, type: 'application/json', body };
}

function pathOfKey(stage: Stage, key: string): string {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return pathOf(placeOf(stage, kind), namespace, name);
}

function send(stage: Stage, actor: Actor, step: Step, sent: Sent): Promise<Answer> {
  const headers = {
    'user-agent': step.agent ?? actor.agent,
    ...(sent.type === undefined ? {} : { 'content-type': sent.type }),
    ...(step.impersonate === undefined ? {} : { 'impersonate-user': step.impersonate }),
    ...step.headers,
  };
  const { token, address: localAddress } = actor;
  const { method, body } = sent;
  return request(`${stage.cluster.url}${sent.path}`, { token, method, body, headers, localAddress });
}

async function runAs(stage: Stage, actor: Actor, step: Step): Promise<Trace> {
  const from = Date.now();
  const { home } = stage.cluster;
  const input = step.stdin === undefined ? '' : JSON.stringify(wholeOf(stage, briefOf(stage, step.stdin)));
  const { code, output } = await runTool(
    step.kubectl === undefined
      ? {
          program: found(findHelm()),
          args: [...words(step.helm ?? ''), '--kubeconfig', actor.kubeconfig],
          environment: { HOME: home },
        }
      : {
          program: join(home, 'kubectl'),
          args: [
            '--kubeconfig',
            actor.kubeconfig,
            '--cache-dir',
            join(home, 'cache'),
            ...words(step.kubectl),
          ],
          input,
        },
  );
  if ((code !== 0) !== (step.expect !== undefined))
    throw new Error(`${step.as}: ${step.kubectl ?? step.helm}: ${output.slice(-600)}`);
  return { type: 'window', user: actor.userName, from, to: Date.now() };
}

function placeFile(stage: Stage, { name, manifest }: NonNullable<Step['file']>): Trace {
  const path = join(stage.cluster.node.manifests, name);
  const time = Date.now();
  if (manifest === undefined) {
    rmSync(path);
    return { type: 'nothing' };
  }
  const brief = briefOf(stage, manifest);
  writeFileSync(path, JSON.stringify(wholeOf(stage, brief)));
  const { name: pod, namespace } = { name: brief.name ?? '', namespace: brief.in };
  return { type: 'file', namespace, name: `${pod}-${stage.cluster.node.name}`, time };
}

/** What a step changes that routines would change back: objects of the world, by their keys. */
export function touches({ objects }: Stage, step: Step): readonly string[] {
  const subjects = [step.apply, step.create, step.stdin].flatMap(subject =>
    subject === undefined ? [] : ['of' in subject ? subject.of : keyOf(subject)],
  );
  const named = [step.patch?.on, step.remove?.on].flatMap(key => key ?? []);
  const said = new Set((step.kubectl ?? '').split(/[\s/]/));
  const inLine = [...objects].flatMap(([key, { name = '', in: namespace }]) =>
    said.has(name) && said.has(namespace) ? [key] : [],
  );
  return [...subjects, ...named, ...inLine];
}

function read(body: string, ...path: readonly string[]): string {
  let value: unknown = JSON.parse(body);
  for (const key of path)
    value =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, key)?.value
        : undefined;
  return typeof value === 'string' ? value : '';
}
