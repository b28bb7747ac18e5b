import type { Json } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import type { FileActivity } from '../../model/node-activity.ts';
import { connection } from '../seen/connection.ts';
import { folderKindOf } from '../seen/folder-kind.ts';
import { opensForWriting } from '../seen/open-flags.ts';
import { processOf, typedWords, wholeNumber } from '../seen/references.ts';
import type { What } from '../seen/seen-at.ts';
import type { TraceeEvent } from './tracee-event.ts';

const containerActs = new Map([
  ['container_create', 'created'],
  ['existing_container', 'seen'],
  ['container_remove', 'removed'],
] as const);

/** undefined: it tells nothing of containers, processes, files or connections. */
export function whatOf(event: TraceeEvent): What | undefined {
  const text = (name: string): string => textIn(event, name);
  const made = processOf({ ...event.process, commandLine: commandLineOf(event) });
  const parent = event.parent && processOf(event.parent);
  if (event.name === 'sched_process_exec' || event.name === 'execve')
    return {
      type: 'process',
      act: 'started',
      process: { ...made, binary: text('pathname') || made.binary },
      parent,
    };
  if (event.name === 'sched_process_exit') return { type: 'process', act: 'ended', process: made, parent };
  for (const [name, act] of containerActs) if (name === event.name) return lifeOf(event, act);
  const act = fileAct(event);
  const path = text('pathname') || text('file_path') || text('new_path');
  if (act !== undefined && path.startsWith('/'))
    return { type: 'file', act, path, folder: folderKindOf(path), process: made, digest: '' };
  const peer = peerOf(event);
  if (peer !== undefined) return connection({ ...peer, process: made });
  return event.alert === undefined ? undefined : { type: 'process', act: 'seen', process: made, parent };
}

function textIn({ values }: TraceeEvent, name: string): string {
  const found = values.get(name);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

function commandLineOf({ values, process: { binary } }: TraceeEvent): string {
  const words = values.get('argv');
  if (!Array.isArray(words)) return binary;
  return typedWords(words.filter(word => typeof word === 'string'));
}

function lifeOf(event: TraceeEvent, act: 'created' | 'seen' | 'removed'): What {
  const sandbox = event.values.get('pod_sandbox');
  return {
    type: 'container',
    act,
    role: sandbox === true ? 'sandbox' : sandbox === false ? 'container' : 'unknown',
    sandboxId: '',
    runtimeNamespace: '',
    labels: {},
    annotations: {},
    commandLine: '',
  };
}

const writings =
  /^(?:vfs_writev?|magic_write|file_modification|security_inode_(?:rename|mknod|symlink)|security_path_truncate)$/;

function fileAct(event: TraceeEvent): FileActivity['act'] | undefined {
  if (event.name === 'security_inode_unlink') return 'removed';
  if (writings.test(event.name)) return 'written';
  if (!/^(?:security_file_open|open(?:at2?)?|creat)$/.test(event.name)) return undefined;
  return event.name === 'creat' || opensForWriting(textIn(event, 'flags')) === true ? 'written' : 'read';
}

function peerOf(
  event: TraceeEvent,
): { readonly address: string; readonly port: number | undefined } | undefined {
  if (event.name === 'net_tcp_connect')
    return { address: textIn(event, 'dst'), port: wholeNumber(event.values.get('dst_port')) };
  if (event.name !== 'security_socket_connect' && event.name !== 'connect') return undefined;
  const remote: Json | undefined = event.values.get('remote_addr') ?? event.values.get('addr');
  if (!isObject(remote)) return undefined;
  const address = remote['sin_addr'] ?? remote['sin6_addr'];
  if (typeof address !== 'string') return undefined;
  return { address, port: wholeNumber(remote['sin_port'] ?? remote['sin6_port']) };
}
