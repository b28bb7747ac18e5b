import type { Json } from '../../model/json.ts';
import type {
  ContainerReference,
  ObserverAlert,
  PodReference,
  ProcessDetail,
} from '../../model/node-activity.ts';
import type { Severity } from '../../model/severity.ts';

/** An event in either form. */
export interface TraceeEvent {
  readonly name: string;
  readonly at: string;
  readonly node: string;
  readonly pod: PodReference;
  readonly container: ContainerReference;
  /** Command lines are not in it: they are arguments of the event. */
  readonly process: Omit<ProcessDetail, 'commandLine' | 'directory' | 'login'>;
  readonly parent?: Pick<ProcessDetail, 'pid' | 'binary'> | undefined;
  readonly alert?: ObserverAlert | undefined;
  /** Arguments by their names. */
  readonly values: ReadonlyMap<string, Json>;
}

const severities: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'high'];

/** Of a signature: 0 to 4. */
export const severityOf = (number: number): Severity => severities[number] ?? 'medium';
