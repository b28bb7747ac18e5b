import type { Workload } from '../../model/workload.ts';
import { isForeignGroup } from '../../workloads/foreign/foreign-kinds.ts';

/**
 * One word for a POSIX shell; undefined where it cannot be given safely: names come from logs, so an option in disguise
 * or an invisible character is not offered for copying.
 */
export function shellWord(text: string): string | undefined {
  if (text === '' || text.startsWith('-') || text.length > 512 || !/^[\x20-\x7e]+$/.test(text))
    return undefined;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The command that shows why a finding was made. */
export function explainCommand(id: string, file: string): string {
  const word = shellWord(file);
  return word === undefined ? `bin/watchbill explain ${id}` : `bin/watchbill explain ${id} ${word}`;
}

/** A kubectl command that stops the workload from running again, or, where there is none, shows it. */
export function kubectlCommand(workload: Workload): string | undefined {
  const { namespace, name, kind } = workload;
  if (isForeignGroup(workload.group)) return undefined;
  const namespaceWord = namespace === '' ? '' : objectName(namespace);
  const isUnknown = name === '' || name.endsWith('-');
  const nameWord = objectName(isUnknown ? 'unknown' : name);
  const resource = kind === '' ? undefined : resourceWord(workload);
  if (namespaceWord === undefined || nameWord === undefined || resource === undefined) return undefined;
  const kubectl = namespaceWord === '' ? 'kubectl' : `kubectl -n ${namespaceWord}`;
  // The server made the name, and it was not logged: the newest are looked through.
  if (isUnknown) return `${kubectl} get ${resource} --sort-by=.metadata.creationTimestamp`;
  const act = actions.get(kind) ?? inspect;
  return act(kubectl, resource, nameWord);
}

type Act = (kubectl: string, resource: string, name: string) => string;

const suspend: Act = (kubectl, resource, name) =>
  `${kubectl} patch ${resource} ${name} -p '{"spec":{"suspend":true}}'`;
const scaleDown: Act = (kubectl, resource, name) => `${kubectl} scale ${resource} ${name} --replicas=0`;
const inspect: Act = (kubectl, resource, name) => `${kubectl} get ${resource} ${name} -o yaml`;
/** `get -o yaml` would print what it holds. */
const describe: Act = (kubectl, resource, name) => `${kubectl} describe ${resource} ${name}`;

const actions = new Map([
  ['CronJob', suspend],
  ['Job', suspend],
  ['Deployment', scaleDown],
  ['StatefulSet', scaleDown],
  ['ReplicaSet', scaleDown],
  ['ReplicationController', scaleDown],
  ['Secret', describe],
]);

/** Kubernetes allows any path segment as a name; some kinds (roles) use colons. */
function objectName(name: string): string | undefined {
  return /[/%*]/.test(name) ? undefined : shellWord(name);
}

/** `cronjob`; with its group where kubectl would not know the short name. */
function resourceWord({ kind, group }: Workload): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(kind) || !/^[a-z0-9.-]*$/.test(group)) return undefined;
  const builtIn = group === '' || !group.includes('.') || group.endsWith('.k8s.io');
  return builtIn ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}
