import { shortened } from '../model/visible-text.ts';
import type { BillContainer, BillPowers, BillWriter, DutyType } from '../model/watch-bill.ts';
import { typed } from '../workloads/command.ts';
import { kindOfObject } from '../workloads/kinds/kinds.ts';
import type { Container, WorkloadDetail } from '../workloads/workload-change.ts';
import { unknownWriter } from './acts.ts';

/** Kept, and run by others alone. */
const isDefinition: ReadonlySet<string> = new Set(['ECSTaskDefinition']);

/** They start something each time an event comes. */
const isTriggered: ReadonlySet<string> = new Set(['JobSink', 'EventBridgeRule']);

export function dutyOf(workload: WorkloadDetail): DutyType {
  const { mirror, scheduled, persistent, finite, kind, group } = workload;
  if (mirror) return 'static';
  if (isDefinition.has(kind)) return 'template';
  if (scheduled) return 'scheduled';
  if (persistent) return 'persistent';
  if (isTriggered.has(kind) || kindOfObject(kind, `${group}/v1`)?.sometimesScheduled === true)
    return 'triggered';
  return finite || kind === 'Pod' ? 'once' : 'template';
}

const mostContainers = 8;
const longestCommand = 400;

export function containersOf(
  { containers }: WorkloadDetail,
  writers: ReadonlyMap<string, BillWriter>,
): readonly BillContainer[] {
  return containers.slice(0, mostContainers).map(container => ({
    name: container.name,
    role: container.role,
    image: container.image,
    command: shortened(commandOf(container), longestCommand),
    by: writers.get(container.name) ?? unknownWriter,
  }));
}

export const moreContainers = ({ containers }: WorkloadDetail): number =>
  Math.max(0, containers.length - mostContainers);

const commandOf = ({ command, args }: Container): string => typed([...command, ...args]);

const mostPowers = 32;

/** What its containers may do beyond their own walls. */
export function powersOf(workload: WorkloadDetail): BillPowers {
  const { containers, volumes, hostNetwork, hostPID, hostIPC, serviceAccount } = workload;
  return {
    privileged: containers.some(({ privileged, hostProcess }) => privileged || hostProcess),
    hostNetwork,
    hostPID,
    hostIPC,
    hostPaths: distinct(volumes.map(({ hostPath }) => hostPath)),
    capabilities: distinct(containers.flatMap(({ capabilitiesAdd }) => capabilitiesAdd)),
    serviceAccount,
  };
}

const distinct = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)]
    .filter(text => text !== '')
    .toSorted()
    .slice(0, mostPowers);
