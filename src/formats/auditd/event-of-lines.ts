import type { FileActivity, NodeActivity, ProcessDetail } from '../../model/node-activity.ts';
import { noContainer, noPod } from '../../model/node-activity.ts';
import { folderKindOf } from '../seen/folder-kind.ts';
import { processOf, timeOfSeconds, typedWords } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';
import type { AuditdLine } from './auditd-line.ts';
import { textField } from './auditd-line.ts';

/** What the records of one event tell together: a process that was executed, and files that were made, written or removed. */
export function eventOfLines(lines: readonly AuditdLine[], place: Place): readonly NodeActivity[] {
  const call = lines.find(({ type }) => type === 'SYSCALL');
  if (call === undefined || call.fields.get('success') === 'no') return [];
  const common = {
    ...place,
    at: timeOfSeconds(call.seconds),
    node: call.node,
    pod: noPod,
    container: noContainer,
  };
  const made = processIn(call, lines);
  if (lines.some(({ type }) => type === 'EXECVE'))
    return [{ ...common, type: 'process', act: 'started', process: made, parent: parentIn(call) }];
  return filesIn(call, lines).map(({ act, path }) => ({
    ...common,
    type: 'file',
    act,
    path,
    folder: folderKindOf(path),
    process: made,
    digest: '',
  }));
}

function processIn({ fields }: AuditdLine, lines: readonly AuditdLine[]): ProcessDetail {
  const pid = Number(fields.get('pid'));
  return processOf({
    ...(Number.isSafeInteger(pid) && { pid }),
    binary: textField(fields, 'exe') || textField(fields, 'comm'),
    commandLine: executed(lines) || titleOf(lines) || textField(fields, 'comm'),
    directory: directoryOf(lines),
    user: textField(fields, 'UID') || (fields.get('uid') ?? ''),
    login: loginOf(fields),
  });
}

/** 4294967295 and `unset`: nobody logged in. */
function loginOf(fields: ReadonlyMap<string, string>): string {
  const login = textField(fields, 'AUID') || (fields.get('auid') ?? '');
  return login === '4294967295' || login === 'unset' || login === '-1' ? '' : login;
}

function parentIn({ fields }: AuditdLine): ProcessDetail | undefined {
  const pid = Number(fields.get('ppid'));
  return Number.isSafeInteger(pid) ? processOf({ pid }) : undefined;
}

/** More words than this are not looked at; auditd itself splits long lists over several records. */
const mostWords = 512;

function executed(lines: readonly AuditdLine[]): string {
  const records = lines.filter(({ type }) => type === 'EXECVE');
  const words: string[] = [];
  for (let index = 0; index < mostWords; index += 1) {
    const holder = records.find(({ fields }) => fields.has(`a${index}`));
    if (holder === undefined) break;
    words.push(textField(holder.fields, `a${index}`));
  }
  return typedWords(words);
}

/** Its words are separated by NULs. */
function titleOf(lines: readonly AuditdLine[]): string {
  const title = lines.find(({ type }) => type === 'PROCTITLE');
  return title === undefined ? '' : textField(title.fields, 'proctitle').replaceAll('\0', ' ').trim();
}

function directoryOf(lines: readonly AuditdLine[]): string {
  const line = lines.find(({ type }) => type === 'CWD');
  return line === undefined ? '' : textField(line.fields, 'cwd');
}

interface Touched {
  readonly act: FileActivity['act'];
  readonly path: string;
}

/** A call names several files: those that it made or removed say so; one that was there is written by a call that opens it for that. */
function filesIn(call: AuditdLine, lines: readonly AuditdLine[]): readonly Touched[] {
  const directory = directoryOf(lines);
  return lines
    .filter(({ type }) => type === 'PATH')
    .flatMap(({ fields }) => {
      const act = actOf(fields.get('nametype') ?? '', call);
      const name = textField(fields, 'name');
      return act === undefined || name === '' ? [] : [{ act, path: absolute(name, directory) }];
    });
}

function actOf(nametype: string, call: AuditdLine): FileActivity['act'] | undefined {
  if (nametype === 'CREATE') return 'written';
  if (nametype === 'DELETE') return 'removed';
  if (nametype !== 'NORMAL') return undefined;
  return isWrite(call) ? 'written' : 'read';
}

/** Numbers of open, openat and truncate on x86-64 and arm64; `ausearch -i` and enriched logs give names. */
const opens = new Map([
  ['c000003e:2', 'a1'],
  ['c000003e:257', 'a2'],
  ['c00000b7:56', 'a2'],
]);
const truncates = new Set(['c000003e:76', 'c000003e:77', 'c00000b7:45', 'c00000b7:46']);
const flagsOf = new Map([
  ['open', 'a1'],
  ['openat', 'a2'],
]);

function isWrite({ fields }: AuditdLine): boolean {
  const number = `${fields.get('arch') ?? ''}:${fields.get('syscall') ?? ''}`;
  const name = fields.get('SYSCALL') ?? fields.get('syscall') ?? '';
  if (truncates.has(number) || /^f?truncate$/.test(name)) return true;
  const argument = opens.get(number) ?? flagsOf.get(name);
  if (argument === undefined) return false;
  const flags = fields.get(argument) ?? '';
  return /^[0-9a-f]+$/i.test(flags)
    ? (Number.parseInt(flags, 16) & 0x43) !== 0
    : /O_(?:WRONLY|RDWR|CREAT)/.test(flags);
}

function absolute(name: string, directory: string): string {
  if (name.startsWith('/') || directory === '') return name;
  return `${directory.replace(/\/$/, '')}/${name.replace(/^\.\//, '')}`;
}
