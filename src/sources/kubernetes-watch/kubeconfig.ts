import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Json } from '../../model/json.ts';
import { booleanAt, listAt, objectAt, stringAt } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';

/** How to speak to an API server. */
export interface ClusterAccess {
  readonly server: string;
  /** PEM; absent: the authorities that the system trusts. */
  readonly authority?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly insecure: boolean;
  readonly token?: string;
}

export interface KubeconfigOptions {
  /** The path of a kubeconfig, or `in-cluster`. */
  readonly target: string;
  /** The current one if absent. */
  readonly context?: string | undefined;
  readonly environment: { readonly [name: string]: string | undefined };
}

/**
 * Read anew whenever it is asked, because tokens and certificates are exchanged while a watch runs. An error is a sentence for the user: also
 * where credentials come from a program, because none is ever run.
 */
export function readAccess(options: KubeconfigOptions): Result<ClusterAccess, string> {
  try {
    if (options.target === 'in-cluster') return inCluster(options.environment);
    return fromFile(options);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const mounted = '/var/run/secrets/kubernetes.io/serviceaccount';

function inCluster({
  KUBERNETES_SERVICE_HOST: host,
  KUBERNETES_SERVICE_PORT: port = '443',
}: KubeconfigOptions['environment']): Result<ClusterAccess, string> {
  if (host === undefined) return fail('in-cluster: KUBERNETES_SERVICE_HOST is not set, so this is no pod');
  return succeed({
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    authority: readFileSync(`${mounted}/ca.crt`, 'utf8'),
    token: readFileSync(`${mounted}/token`, 'utf8').trim(),
    insecure: false,
  });
}

function fromFile({ target, context }: KubeconfigOptions): Result<ClusterAccess, string> {
  const config: unknown = parse(readFileSync(target, 'utf8'));
  const name = context ?? stringAt(config, 'current-context') ?? '';
  const chosen = named(config, 'contexts', name, 'context');
  if (chosen === undefined) return fail(`${target} has no context "${name}"`);
  const cluster = named(config, 'clusters', stringAt(chosen, 'cluster') ?? '', 'cluster');
  const user = named(config, 'users', stringAt(chosen, 'user') ?? '', 'user');
  const server = stringAt(cluster, 'server');
  if (server === undefined) return fail(`${target}: the context "${name}" names no cluster with a server`);
  for (const key of ['exec', 'auth-provider'])
    if (objectAt(user, key) !== undefined)
      return fail(
        `${target}: the user of context "${name}" gets its credentials from a program (${key}), and Watchbill runs none: use a service account's token file`,
      );
  const read = (of: Json | undefined, key: string) => material(of, key, dirname(target));
  const [authority, certificate, key] = [
    read(cluster, 'certificate-authority'),
    read(user, 'client-certificate'),
    read(user, 'client-key'),
  ];
  const token = tokenOf(user, dirname(target));
  const serverName = stringAt(cluster, 'tls-server-name');
  return succeed({
    server: server.replace(/\/+$/, ''),
    insecure: booleanAt(cluster, 'insecure-skip-tls-verify') === true,
    ...(authority !== undefined && { authority }),
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { serverName }),
    ...(token !== undefined && { token }),
  });
}

function named(config: unknown, list: string, name: string, key: string): Json | undefined {
  const found = listAt(config, list).find(item => stringAt(item, 'name') === name);
  return found === undefined ? undefined : (objectAt(found, key) ?? {});
}

/** In the file itself (`-data`, base64), or in a file beside it. */
function material(of: Json | undefined, key: string, folder: string): string | undefined {
  const data = stringAt(of, `${key}-data`);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = stringAt(of, key);
  return file === undefined ? undefined : readFileSync(resolve(folder, file), 'utf8');
}

/** As client-go has it: a file goes before a token in the kubeconfig. */
function tokenOf(user: Json | undefined, folder: string): string | undefined {
  const file = stringAt(user, 'tokenFile');
  return file === undefined ? stringAt(user, 'token') : readFileSync(resolve(folder, file), 'utf8').trim();
}
