import type { JsonObject } from '../../model/json.ts';
import { numberAt, stringAt } from '../../model/json.ts';
import type { NodeActivity, ObserverAlert } from '../../model/node-activity.ts';
import { noPod } from '../../model/node-activity.ts';
import { connection } from '../seen/connection.ts';
import { folderKindOf } from '../seen/folder-kind.ts';
import { opensForWriting } from '../seen/open-flags.ts';
import { container, digestIn, processOf, timeOfSeconds, wholeNumber } from '../seen/references.ts';
import type { What } from '../seen/seen-at.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { textAt } from '../seen/text-at.ts';

/** Logs and alerts of KubeArmor, as `karmor logs --json` and its relay give them. */
export const kubearmor = seenFormat({ name: 'kubearmor', isMine, read });

function isMine(value: JsonObject): boolean {
  return (
    ['Operation', 'Resource', 'HostName'].every(key => stringAt(value, key) !== undefined) &&
    /^(?:MatchedPolicy|MatchedHostPolicy|ContainerLog|HostLog|SystemEvent|MatchedNetworkPolicy)$/.test(
      stringAt(value, 'Type') ?? '',
    )
  );
}

function read(value: JsonObject, place: Place): readonly NodeActivity[] {
  const what = whatOf(value);
  if (what === undefined) return [];
  const image = textAt(value, 'ContainerImage');
  const alert = alertOf(value);
  return [
    {
      ...place,
      at: stringAt(value, 'UpdatedTime') || timeOfSeconds(numberAt(value, 'Timestamp')),
      node: textAt(value, 'HostName'),
      pod: { ...noPod, namespace: textAt(value, 'NamespaceName'), name: textAt(value, 'PodName') },
      container: container({
        id: textAt(value, 'ContainerID'),
        name: textAt(value, 'ContainerName'),
        image: image.replace(/@sha256:[0-9a-f]*$/, ''),
        imageDigest: digestIn(image),
      }),
      ...(alert && { alert }),
      ...what,
    },
  ];
}

function alertOf(value: JsonObject): ObserverAlert | undefined {
  if (!/Policy$/.test(stringAt(value, 'Type') ?? '')) return undefined;
  const severity = Number(textAt(value, 'Severity'));
  const tags = textAt(value, 'Tags').split(',');
  return {
    title: textAt(value, 'PolicyName'),
    // Its own scale has ten steps, which users assign as they like.
    severity: severity >= 8 ? 'high' : severity >= 4 ? 'medium' : 'low',
    techniques: tags.flatMap(tag => /\bT\d{4}(?:\.\d{3})?\b/.exec(tag)?.[0] ?? []),
  };
}

function whatOf(value: JsonObject): What | undefined {
  const operation = stringAt(value, 'Operation');
  // What was refused was tried by a process, and did not happen.
  const happened = /^Passed/i.test(textAt(value, 'Result'));
  const made = processIn(value);
  const parent = processOf({ ...pidAt(value, 'HostPPID'), binary: textAt(value, 'ParentProcessName') });
  const tried: What = { type: 'process', act: 'seen', process: made, parent };
  if (!happened) return alertOf(value) && tried;
  if (operation === 'Process') return { type: 'process', act: 'started', process: made, parent };
  if (operation === 'File') return ofFile(value, made);
  return operation === 'Network'
    ? (ofNetwork(value, made) ?? (alertOf(value) && tried))
    : alertOf(value) && tried;
}

function processIn(value: JsonObject) {
  const isProcess = stringAt(value, 'Operation') === 'Process';
  return processOf({
    ...pidAt(value, 'HostPID'),
    binary: textAt(value, 'ProcessName') || textAt(value, 'Source').split(' ')[0] || '',
    // Of what is executed `Resource` is the command line, of the rest `Source`.
    commandLine: textAt(value, isProcess ? 'Resource' : 'Source'),
    directory: textAt(value, 'Cwd'),
    user: textAt(value, 'UID'),
  });
}

function pidAt(value: JsonObject, key: string): { readonly pid?: number } {
  const pid = wholeNumber(value[key]);
  return pid === undefined ? {} : { pid };
}

function ofFile(value: JsonObject, made: ReturnType<typeof processOf>): What | undefined {
  const path = textAt(value, 'Resource').split(' ')[0] ?? '';
  if (!path.startsWith('/')) return undefined;
  const data = textAt(value, 'Data');
  const flags = /\bflags=(\S+)/.exec(data)?.[1] ?? '';
  const isRemoval = /SYS_(?:UNLINK|RMDIR)/.test(data);
  const act = isRemoval ? 'removed' : opensForWriting(flags) === true ? 'written' : 'read';
  return { type: 'file', act, path, folder: folderKindOf(path), process: made, digest: '' };
}

/** `remoteip=203.0.113.9 port=443 protocol=TCP`, in `Resource` or in `Data`; sockets without a peer tell nothing. */
function ofNetwork(value: JsonObject, made: ReturnType<typeof processOf>): What | undefined {
  const text = `${textAt(value, 'Resource')} ${textAt(value, 'Data')}`;
  const address = /\b(?:remoteip|sa_addr|sin_addr)=([0-9a-f.:]+)/i.exec(text)?.[1];
  if (address === undefined || /TCP_ACCEPT/.test(text)) return undefined;
  const port = wholeNumber(/\b(?:port|sin_port)=(\d{1,5})\b/.exec(text)?.[1]);
  return connection({ address, port, process: made });
}
