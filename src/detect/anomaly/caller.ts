import type { AuditedRequest } from '../../model/activity.ts';
import { nobody, readActor } from '../../workloads/read-actor.ts';
import { familyOfPod } from './names.ts';
import type { Caller } from './observation.ts';

export function callerOf(request: AuditedRequest): Caller {
  const actor = readActor(request);
  return {
    name: actor.impersonated ? `${actor.user} as ${actor.effectiveUser}` : actor.user,
    actor,
    ...agentOf(request.userAgent),
    manager: managerOf(request.fieldManager),
    command: commandOf(request.fieldManager),
    address: request.sourceIPs.at(-1) ?? '',
    pod: familyOfPod(actor.pod),
  };
}

/** `kubectl/v1.37.2 (linux/amd64) kubernetes/abc`: program and platform; versions change with every upgrade. */
function agentOf(userAgent: string): Pick<Caller, 'agent' | 'platform'> {
  const agent = /^[^/\s]{1,80}/.exec(userAgent)?.[0] ?? '';
  const platform = /\(([a-z0-9]+\/[a-z0-9]+)\)/i.exec(userAgent)?.[1] ?? '';
  return { agent, platform };
}

/** Each subcommand of kubectl has a manager of its own, and a person uses them all. */
const managerOf = (manager: string): string =>
  manager.startsWith('kubectl-') ? 'kubectl' : manager.slice(0, 80);

/** `rollout` of `kubectl-rollout`: what sort of change it says it is, which is all there is to know where no body was logged. */
const commandOf = (manager: string): string => /^kubectl-([a-z-]{1,40})$/.exec(manager)?.[1] ?? '';

/** Of a manifest. */
export const noCaller: Caller = {
  name: '',
  actor: nobody,
  agent: '',
  platform: '',
  manager: '',
  command: '',
  address: '',
  pod: '',
};

/** `delivery/reconciler` for a service account: its long form would fill the sentence. */
export const shownName = (name: string): string =>
  name.replace(/\bsystem:serviceaccount:([^:\s]+):?/g, (_, space: string) => `${space}/`).replace(/\/$/, '');
