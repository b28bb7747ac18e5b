import { createLineage } from '../lineage/lineage.ts';
import type { ObjectName } from '../lineage/sighting.ts';
import type { Trace } from '../lineage/trace.ts';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';
import type { InputReport } from './read-inputs.ts';
import { readInputs } from './read-inputs.ts';

export interface TraceOptions {
  /** `pod`, `cj`, `cronworkflows.argoproj.io`, ... */
  readonly kind: string;
  readonly name: string;
  /** Every namespace if absent; then the name must be in one alone. */
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
  readonly paths: readonly string[];
  /** Instead of paths: the state folder of a watch. */
  readonly state?: string | undefined;
  readonly cluster: string;
  readonly format?: string | undefined;
}

export interface Traced {
  readonly trace: Trace;
  readonly input: InputReport;
}

/** Why there is no trace, for the user. */
export interface NoTrace {
  readonly reason: 'not-found' | 'ambiguous';
  readonly sentence: string;
  readonly input: InputReport;
}

/** Reads the inputs and traces one object of them. */
export async function traceObject(options: TraceOptions): Promise<Result<Traced, NoTrace>> {
  const { kind, name, namespace, uid } = options;
  const lineage = createLineage({ namespace });
  const input = await readInputs({ ...options, interest: lineage.interest }, lineage.take);
  const found = lineage.find({ kind, name, namespace });
  const [first, second] = found;
  const wanted = `${kind}/${name}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
  if (first === undefined) return fail({ reason: 'not-found', sentence: notFound(wanted, input), input });
  if (second !== undefined)
    return fail({
      reason: 'ambiguous',
      sentence: `${wanted} is ambiguous, choose one: ${placesOf(found)}`,
      input,
    });
  const trace = lineage.trace({ ...first, uid });
  if (trace === undefined)
    return fail({ reason: 'not-found', sentence: `no ${wanted} with uid ${uid ?? ''} is in the log`, input });
  return succeed({ trace, input });
}

function notFound(wanted: string, { activities }: InputReport): string {
  const read =
    activities === 0
      ? 'the input holds no event about workloads'
      : `${activities} events about workloads were read`;
  return `no ${wanted} is in the log; ${read}`;
}

function placesOf(found: readonly ObjectName[]): string {
  const places = found
    .slice(0, 10)
    .map(
      ({ cluster, resource, namespace }) =>
        `${cluster === '' ? '' : `${cluster} `}${resource} -n ${namespace}`,
    );
  return found.length > 10 ? `${places.join(', ')} and ${found.length - 10} more` : places.join(', ');
}
