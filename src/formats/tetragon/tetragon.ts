import type { JsonObject } from '../../model/json.ts';
import { listAt, numberAt, objectAt, stringAt } from '../../model/json.ts';
import type {
  FileActivity,
  FlowActivity,
  NodeActivity,
  ProcessActivity,
  ProcessDetail,
} from '../../model/node-activity.ts';
import { noPod } from '../../model/node-activity.ts';
import { connection } from '../seen/connection.ts';
import { folderKindOf } from '../seen/folder-kind.ts';
import { container, containerIdOf, digestIn, processOf, wholeNumber } from '../seen/references.ts';
import type { What } from '../seen/seen-at.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { textAt } from '../seen/text-at.ts';

/** The JSON export of Tetragon: processes, and what its tracing policies look at. */
export const tetragon = seenFormat({ name: 'tetragon', isMine, read });

const kinds = ['process_exec', 'process_exit', 'process_kprobe', 'process_lsm', 'process_connect'] as const;

/** Any of its events, also those that are passed over: `process_loader`, `process_tracepoint`, `rate_limit_info`, ... */
function isMine(value: JsonObject): boolean {
  const named = Object.keys(value).some(
    key => key.startsWith('process_') && objectAt(objectAt(value, key), 'process') !== undefined,
  );
  return named && stringAt(value, 'time') !== undefined;
}

function read(value: JsonObject, place: Place): readonly NodeActivity[] {
  const kind = kinds.find(name => objectAt(value, name) !== undefined);
  if (kind === undefined) return [];
  const event = objectAt(value, kind) ?? {};
  const process = objectAt(event, 'process');
  const what =
    kind === 'process_exec' || kind === 'process_exit' ? processPart(kind, event) : tracedPart(kind, event);
  if (what === undefined) return [];
  return [
    {
      ...place,
      at: stringAt(value, 'time') ?? '',
      node: stringAt(value, 'node_name') ?? '',
      ...whereOf(process),
      ...what,
    },
  ];
}

function whereOf(process: JsonObject | undefined) {
  const pod = objectAt(process, 'pod');
  const inside = objectAt(pod, 'container');
  const image = objectAt(inside, 'image');
  const { runtime, id } = containerIdOf(textAt(inside, 'id') || textAt(process, 'docker'));
  return {
    pod: {
      ...noPod,
      namespace: textAt(pod, 'namespace'),
      name: textAt(pod, 'name'),
      uid: textAt(pod, 'uid'),
    },
    container: container({
      runtime,
      id,
      name: textAt(inside, 'name'),
      image: textAt(image, 'name'),
      imageDigest: digestIn(textAt(image, 'id')),
    }),
  };
}

function processPart(kind: 'process_exec' | 'process_exit', event: JsonObject): What<ProcessActivity> {
  const parent = objectAt(event, 'parent');
  return {
    type: 'process',
    act: kind === 'process_exec' ? 'started' : 'ended',
    process: processIn(objectAt(event, 'process')),
    ...(parent && { parent: processIn(parent) }),
  };
}

/** 4294967295: nobody logged in. */
const nobody = 4_294_967_295;

function processIn(process: JsonObject | undefined): ProcessDetail {
  const pid = wholeNumber(process?.['pid']);
  const login = numberAt(process, 'auid');
  const binary = textAt(process, 'binary');
  return processOf({
    ...(pid !== undefined && { pid }),
    binary,
    commandLine: [binary, textAt(process, 'arguments')].filter(part => part !== '').join(' '),
    directory: textAt(process, 'cwd'),
    user: textAt(process, 'uid'),
    login: login === undefined || login === nobody ? '' : String(login),
  });
}

/** What a tracing policy hooks is the user's choice; these are the hooks of Tetragon's own policies for files and connections. */
function tracedPart(kind: string, event: JsonObject): What<FileActivity> | What<FlowActivity> | undefined {
  const hook = textAt(event, 'function_name').replace(/^__(?:x64|arm64)_/, '');
  const args = listAt(event, 'args');
  const process = processIn(objectAt(event, 'process'));
  if (kind === 'process_connect') return connectedPart(event, process);
  const socket = args.map(arg => objectAt(arg, 'sock_arg')).find(found => found !== undefined);
  if (socket !== undefined && /^tcp_connect|^udp_sendmsg|^security_socket_connect/.test(hook))
    return connection({ address: textAt(socket, 'daddr'), port: wholeNumber(socket['dport']), process });
  const file = args
    .map(arg => objectAt(arg, 'file_arg') ?? objectAt(arg, 'path_arg'))
    .find(found => found !== undefined);
  const act = file === undefined ? undefined : fileAct(hook, args);
  if (act === undefined) return undefined;
  const written = textAt(file, 'path');
  // Older versions leave the first slash out.
  const path = written.startsWith('/') ? written : `/${written}`;
  return { type: 'file', act, path, folder: folderKindOf(path), process, digest: '' };
}

/** include/linux/fs.h: MAY_WRITE, MAY_APPEND; `fd_install` and opens do not tell what for. */
const writes = 2 | 8;
const mayRead = 4;

function fileAct(hook: string, args: readonly unknown[]): FileActivity['act'] | undefined {
  if (
    /^(?:sys_)?(?:p?writev?(?:64)?|vfs_write|do_truncate|ftruncate|security_path_truncate|security_inode_create|security_path_mknod)$/.test(
      hook,
    )
  )
    return 'written';
  if (/unlink|rmdir/.test(hook)) return 'removed';
  if (/rename|link/.test(hook)) return 'written';
  if (/^(?:sys_)?p?readv?(?:64)?$|^vfs_read$/.test(hook)) return 'read';
  if (!/^(?:security_file_permission|file_permission|security_mmap_file)$/.test(hook)) return undefined;
  const mask = args.map(arg => numberAt(arg, 'int_arg')).find(found => found !== undefined) ?? 0;
  if ((mask & writes) !== 0) return 'written';
  return (mask & mayRead) === 0 ? undefined : 'read';
}

function connectedPart(event: JsonObject, process: ProcessDetail): What<FlowActivity> {
  return connection({
    address: textAt(event, 'destination_ip'),
    port: wholeNumber(event['destination_port']),
    process,
  });
}
