import type { JsonObject } from '../../model/json.ts';
import { booleanAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { FileActivity, NodeActivity, ObserverAlert, ProcessDetail } from '../../model/node-activity.ts';
import { noPod } from '../../model/node-activity.ts';
import type { Severity } from '../../model/severity.ts';
import { folderKindOf } from '../seen/folder-kind.ts';
import { container, processOf, wholeNumber } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { textAt } from '../seen/text-at.ts';

/** Alerts of Falco about system calls, with `json_output`: from its output, a file, or its HTTP output. */
export const falco = seenFormat({ name: 'falco', isMine, read });

function isMine(value: JsonObject): boolean {
  const named = ['rule', 'priority', 'output'].every(key => stringAt(value, key) !== undefined);
  return named && objectAt(value, 'output_fields') !== undefined;
}

/** Alerts from plugins (k8s_audit and the like) tell of what other input tells better. */
function read(value: JsonObject, place: Place): readonly NodeActivity[] {
  if ((stringAt(value, 'source') ?? 'syscall') !== 'syscall') return [];
  const fields = objectAt(value, 'output_fields') ?? {};
  const id = textAt(fields, 'container.id');
  const inside = id !== '' && id !== 'host';
  const repository = textAt(fields, 'container.image.repository');
  const tag = textAt(fields, 'container.image.tag');
  const seen = {
    ...place,
    at: stringAt(value, 'time') ?? '',
    node: stringAt(value, 'hostname') ?? '',
    pod: {
      ...noPod,
      namespace: textAt(fields, 'k8s.ns.name'),
      name: textAt(fields, 'k8s.pod.name'),
      uid: textAt(fields, 'k8s.pod.uid'),
    },
    container: container({
      runtime: textAt(fields, 'container.type'),
      id: inside ? id : '',
      name: inside ? textAt(fields, 'container.name') : '',
      image: textAt(fields, 'container.image') || (tag === '' ? repository : `${repository}:${tag}`),
      imageDigest: textAt(fields, 'container.image.digest'),
    }),
    alert: alertOf(value),
  };
  return [{ ...seen, ...whatOf(fields) }];
}

const severities = new Map<string, Severity>([
  ['emergency', 'high'],
  ['alert', 'high'],
  ['critical', 'high'],
  ['error', 'medium'],
  ['warning', 'medium'],
  ['notice', 'low'],
]);

function alertOf(value: JsonObject): ObserverAlert {
  return {
    title: stringAt(value, 'rule') ?? '',
    severity: severities.get((stringAt(value, 'priority') ?? '').toLowerCase()) ?? 'informational',
    techniques: stringsAt(value, 'tags').filter(tag => /^T\d{4}(?:\.\d{3})?$/.test(tag)),
  };
}

type What = Pick<Extract<NodeActivity, { type: 'process' }>, 'type' | 'act' | 'process' | 'parent'>;
type Touched = Pick<FileActivity, 'type' | 'act' | 'path' | 'folder' | 'process' | 'digest'>;

const executions = /^(?:execve(?:at)?|clone3?|v?fork)$/;
const removals = /^(?:unlink(?:at)?|rmdir)$/;
const writings = /^(?:creat|rename(?:at2?)?|link(?:at)?|symlink(?:at)?|mkdir(?:at)?|write|pwrite|writev)$/;
const openings = /^open(?:at2?|_by_handle_at)?$/;

function whatOf(fields: JsonObject): What | Touched {
  const event = textAt(fields, 'evt.type').replace(/^<|>$/, '');
  const process = processIn(fields);
  const path = textAt(fields, 'fs.path.name') || textAt(fields, 'fd.name') || textAt(fields, 'evt.arg.path');
  const act = path.startsWith('/') ? fileAct(event, fields) : undefined;
  if (act !== undefined) return { type: 'file', act, path, folder: folderKindOf(path), process, digest: '' };
  return {
    type: 'process',
    act: executions.test(event) ? 'started' : 'seen',
    process,
    parent: parentIn(fields),
  };
}

function fileAct(event: string, fields: JsonObject): FileActivity['act'] | undefined {
  if (removals.test(event)) return 'removed';
  if (writings.test(event)) return 'written';
  if (!openings.test(event)) return undefined;
  const flags = `${textAt(fields, 'evt.arg.flags')} ${textAt(fields, 'evt.args')}`;
  const forWriting = booleanAt(fields, 'evt.is_open_write') === true || /O_(?:WRONLY|RDWR|CREAT)/.test(flags);
  return forWriting ? 'written' : 'read';
}

function processIn(fields: JsonObject): ProcessDetail {
  const pid = wholeNumber(fields['proc.pid']);
  return processOf({
    ...(pid !== undefined && { pid }),
    binary: textAt(fields, 'proc.exepath') || textAt(fields, 'proc.name'),
    commandLine: textAt(fields, 'proc.cmdline'),
    directory: textAt(fields, 'proc.cwd'),
    user: textAt(fields, 'user.name') || textAt(fields, 'user.uid'),
    login: loginOf(fields),
  });
}

/** -1 and 4294967295: nobody logged in. */
function loginOf(fields: JsonObject): string {
  const login = textAt(fields, 'user.loginname') || textAt(fields, 'user.loginuid');
  return /^(?:-1|4294967295|<NA>)$/.test(login) ? '' : login;
}

function parentIn(fields: JsonObject): ProcessDetail | undefined {
  const binary = textAt(fields, 'proc.pexepath') || textAt(fields, 'proc.pname');
  const pid = wholeNumber(fields['proc.ppid']);
  if (binary === '' && pid === undefined) return undefined;
  return processOf({
    ...(pid !== undefined && { pid }),
    binary,
    commandLine: textAt(fields, 'proc.pcmdline'),
  });
}
