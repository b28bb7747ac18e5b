import type { Cluster } from '../cluster.ts';
import { tokenOf } from '../identities.ts';
import { builtIn, pathOf } from '../recorder/kinds.ts';
import type { Answer } from '../request.ts';
import { request } from '../request.ts';
import { until } from '../until.ts';

/** An object of the API, as far as the suite looks into it. */
export interface Stored {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: { readonly [name: string]: string };
    readonly [key: string]: unknown;
  };
  readonly spec: { readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

export interface Sender {
  /** An identity of the lab, or a token of somebody else. */
  readonly as?: string;
  readonly token?: string;
  readonly agent?: string;
  readonly impersonate?: string;
  readonly localAddress?: string;
}

/** One namespace with a schedule and a service that run honestly, in which one variant is played. */
export interface Scene {
  readonly namespace: string;
  /** The identity of the team whose namespace it is. */
  readonly deployer: string;
  /** Everything that is not said is done by the attacker, with a plain client. */
  create(kind: string, object: object, sender?: Sender): Promise<Answer>;
  patch(what: string, body: unknown, sender?: Sender): Promise<Answer>;
  remove(what: string, query?: string, sender?: Sender): Promise<Answer>;
  apply(kind: string, object: object, manager: string, sender: Sender): Promise<Answer>;
  /** `kind/name`; throws where it is not there. */
  get(what: string): Promise<Stored>;
  list(kind: string): Promise<readonly Stored[]>;
  kubectl(user: string, words: string, input?: object): string;
  /** The attacker asks for a token of an account. */
  requestToken(namespace: string, account: string, pod?: string): Promise<Answer>;
  /** The token that he is given. */
  token(namespace: string, account: string, pod?: string): Promise<string>;
}

export const attacker = 'mallory';
export const deployerOf = (namespace: string): string => `${namespace}-team`;

export function createScene(cluster: Cluster, namespace: string): Scene {
  const send = (
    method: string,
    path: string,
    body: unknown,
    sender: Sender = {},
    type = 'application/json',
  ) =>
    request(`${cluster.url}${path}`, {
      token: sender.token ?? tokenOf(sender.as ?? attacker),
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        'user-agent': sender.agent ?? 'kubectl/v1.37.2 (linux/amd64) kubernetes/0000000',
        'content-type': type,
        ...(sender.impersonate === undefined ? {} : { 'impersonate-user': sender.impersonate }),
      },
      ...(sender.localAddress === undefined ? {} : { localAddress: sender.localAddress }),
    });
  const path = (kind: string, name = '', inside = namespace): string => {
    const place = builtIn.get(kind);
    if (place === undefined) throw new Error(`unknown kind ${kind}`);
    return pathOf(place, inside, name);
  };
  const split = (what: string): readonly [string, string] => {
    const [kind = '', name = ''] = what.split('/');
    return [kind, name];
  };
  const read = async (from: string): Promise<unknown> => {
    const { code, body } = await send('GET', from, undefined, { as: 'admin' });
    if (code !== 200) throw new Error(`${from}: ${code}`);
    return JSON.parse(body);
  };
  const requestToken: Scene['requestToken'] = (inside, account, pod) => {
    const bound = pod === undefined ? {} : { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: pod } };
    const asked = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: bound };
    return send('POST', `${path('ServiceAccount', account, inside)}/token`, asked);
  };
  return {
    namespace,
    deployer: deployerOf(namespace),
    create: (kind, object, sender) =>
      send('POST', path(kind), { apiVersion: builtIn.get(kind)?.apiVersion, kind, ...object }, sender),
    patch: (what, body, sender) =>
      send(
        'PATCH',
        path(...split(what)),
        body,
        sender,
        `application/${Array.isArray(body) ? 'json-patch' : 'merge-patch'}+json`,
      ),
    remove: (what, query = '', sender) =>
      send('DELETE', `${path(...split(what))}${query}`, undefined, sender),
    apply: (kind, object, manager, sender) => {
      const whole = { apiVersion: builtIn.get(kind)?.apiVersion, kind, ...object };
      const query = `?fieldManager=${manager}&force=true`;
      return send(
        'PATCH',
        `${path(kind, nameIn(object))}${query}`,
        whole,
        sender,
        'application/apply-patch+yaml',
      );
    },
    get: async what => stored(await read(path(...split(what)))),
    list: async kind => items(await read(path(kind))).map(stored),
    kubectl: (user, words, input) =>
      cluster.kubectl(
        user,
        ['-n', namespace, ...words.split(' ')],
        input === undefined ? '' : JSON.stringify(input),
      ),
    requestToken,
    token: async (...of) => {
      const { body } = await requestToken(...of);
      return /"token":\s*"([^"]+)"/.exec(body)?.[1] ?? '';
    },
  };
}

/** Makes what is honest in a scene: a CronJob `nightly`, one `tick` that is due every minute, a Deployment `web` with its pods. */
export async function furnish(scene: Scene, replicas = 2): Promise<void> {
  const by: Sender = { as: scene.deployer };
  await scene.create('CronJob', cronJob('nightly', '15 2 * * *', { timeZone: 'Etc/UTC' }), by);
  await scene.create('CronJob', cronJob('tick', '* * * * *'), by);
  await scene.create('Deployment', deployment('web', replicas), by);
}

export const furnished = async (scene: Scene): Promise<void> =>
  until(
    `the pods and a job of ${scene.namespace}`,
    async () => {
      const pods = await scene.list('Pod');
      return pods.length > 2 && (await scene.list('Job')).length > 0;
    },
    90,
  );

export const image = 'registry.example/report:2';

export const podSpec = (changes: object = {}): object => ({
  containers: [{ name: 'main', image, command: ['report'], ...changes }],
  restartPolicy: 'Never',
});

export function cronJob(name: string, schedule: string, spec: object = {}): object {
  const template = { metadata: { labels: { app: name } }, spec: podSpec() };
  return { metadata: { name }, spec: { schedule, ...spec, jobTemplate: { spec: { template } } } };
}

export function deployment(name: string, replicas: number, labels: object = { app: name }): object {
  const container = { name: 'main', image: 'registry.example/web:1' };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template } };
}

function nameIn(object: object): string {
  return /"name":"([^"]+)"/.exec(JSON.stringify(object))?.[1] ?? '';
}

function stored(value: unknown): Stored {
  if (!isStored(value)) throw new Error(`no object: ${JSON.stringify(value)}`);
  return value;
}

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && 'metadata' in value && 'spec' in value;

const items = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)
    ? value.items
    : [];
