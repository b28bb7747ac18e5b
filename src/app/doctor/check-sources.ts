import { statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { findInputs } from '../../sources/audit-file/find-inputs.ts';
import { createApiClient } from '../../sources/kubernetes-watch/api-client.ts';
import { readAccess } from '../../sources/kubernetes-watch/kubeconfig.ts';
import { readAddress } from '../watch/listening.ts';
import { askServer } from '../watch/server-metrics.ts';
import type { SourceRequest } from '../watch/source-request.ts';
import type { Check } from './check.ts';
import { broken, messageOf, pass, warn } from './check.ts';
import { checkCertificate, checkSecret } from './check-files.ts';

export interface SourceSurroundings {
  readonly now: number;
  /** A watch has the ports. */
  readonly running: boolean;
}

/** A source can be opened, and gives. */
export async function checkSource(
  request: SourceRequest,
  around: SourceSurroundings,
): Promise<readonly Check[]> {
  const { type, target, values } = request;
  const secrets = ['token-file', 'metrics-token-file'].flatMap(key => {
    const file = values.get(key);
    return file === undefined ? [] : [checkSecret(file)];
  });
  const metrics = await checkMetrics(values);
  if (type === 'audit-file') return [...secrets, ...metrics, checkFile(target, around.now)];
  if (type === 'kubernetes-watch') return [...secrets, ...metrics, ...(await checkApiServer(request))];
  const [cert, key] = [values.get('cert-file'), values.get('key-file')];
  const tls = cert === undefined || key === undefined ? [] : checkCertificate(cert, key, around.now);
  return [...secrets, ...metrics, ...tls, await checkPort(target, around.running)];
}

const stale = 15 * 60_000;

function checkFile(target: string, now: number): Check {
  const name = `audit-file:${target}`;
  const { inputs, troubles } = findInputs([target]);
  const [trouble] = troubles;
  if (inputs.length === 0)
    return broken(
      name,
      trouble?.trouble.detail ?? 'there is no such file',
      'Name the file of --audit-log-path, and let the user of the watch read it',
    );
  try {
    const newest = Math.max(
      ...inputs.flatMap(input => (input.type === 'stdin' ? [] : [statSync(input.path).mtimeMs])),
    );
    const age = Math.round((now - newest) / 60_000);
    return now - newest > stale
      ? warn(
          name,
          `was last written ${age} minutes ago`,
          'Look whether the API server writes there: even an idle cluster logs its leases',
        )
      : pass(name, `was last written ${age} minutes ago`);
  } catch (error) {
    return broken(name, messageOf(error), 'Let the user of the watch read it');
  }
}

/** Free where no watch runs, and answering where one does. */
export async function checkPort(target: string, running: boolean): Promise<Check> {
  const name = `port ${target}`;
  const address = readAddress(target);
  if (address === undefined) return broken(name, 'is no HOST:PORT', 'As in 0.0.0.0:8765');
  const problem = running ? await reached(address) : await bound(address);
  if (problem === '') return pass(name, running ? 'the watch answers there' : 'is free');
  return broken(
    name,
    problem,
    running
      ? 'Look into the log of the watch'
      : 'End what listens there, or choose another port; below 1024, the right to bind is needed',
  );
}

interface Address {
  readonly host: string;
  readonly port: number;
}

const bound = ({ host, port }: Address): Promise<string> =>
  new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve(error.message));
    server.listen(port, host, () => server.close(() => resolve('')));
  });

const reached = ({ host, port }: Address): Promise<string> =>
  new Promise(resolve => {
    const to = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
    const socket = connect({ host: to, port, timeout: 3_000 }, () => {
      socket.destroy();
      resolve('');
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer in 3 seconds')));
    socket.once('error', error => resolve(error.message));
  });

async function checkMetrics(values: SourceRequest['values']): Promise<readonly Check[]> {
  const url = values.get('metrics-url');
  if (url === undefined) return [];
  const [tokenFile, caFile] = [values.get('metrics-token-file'), values.get('metrics-ca-file')];
  const asked = await askServer({
    url,
    ...(tokenFile !== undefined && { tokenFile }),
    ...(caFile !== undefined && { caFile }),
  });
  const name = `metrics ${url}`;
  if (!asked.ok)
    return [
      broken(
        name,
        asked.error,
        'Allow its user `get` on the non-resource URL /metrics, and name its authority',
      ),
    ];
  return [
    asked.value.errors > 0
      ? warn(
          name,
          `the API server has dropped ${asked.value.errors} audit events since it started`,
          'Raise --audit-webhook-batch-buffer-size, or read its log file',
        )
      : pass(name, 'the API server has dropped no audit event since it started'),
  ];
}

/** What a watch lists: one of each tells whether it may. */
const listed = [
  '/apis/batch/v1/cronjobs',
  '/apis/batch/v1/jobs',
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/daemonsets',
  '/api/v1/pods',
];

async function checkApiServer({ target, values }: SourceRequest): Promise<readonly Check[]> {
  const name = `kubernetes-watch:${target}`;
  const client = createApiClient(() =>
    readAccess({ target, context: values.get('context'), environment: process.env }),
  );
  const stop = AbortSignal.timeout(10_000);
  const version = await client.get('/version', stop);
  if (!version.ok)
    return [broken(name, version.error.detail, 'Check server, authority and credentials of the kubeconfig')];
  const refused: string[] = [];
  for (const path of listed)
    if (!(await client.get(`${path}?limit=1`, stop)).ok) refused.push(path.split('/').at(-1) ?? '');
  return [
    refused.length === 0
      ? pass(name, 'the API server answers, and workloads may be listed')
      : broken(
          name,
          `may not list ${refused.join(', ')}`,
          'Grant it get, list and watch, as docs/guides/run.md has it',
        ),
  ];
}
