import type { CorrelationOptions } from './correlation/correlate.ts';
import { placeholdersOf } from './pipeline/apply-pipelines.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import type { Placeholders } from './rule/text-modifiers.ts';

export interface SigmaOptions {
  /** Field mappings and the like, applied in the order of their priority. */
  readonly pipelines: readonly Pipeline[];
  /** Values of `%name%` in `|expand` values. */
  readonly placeholders?: Placeholders;
  /**
   * `final` (default): rules that do not name `stage` pass over RequestReceived, as the answer follows with more fields.
   * `all`: every rule sees every event.
   */
  readonly stages?: 'final' | 'all';
  /** `audit` (default): only rules for Kubernetes audit logs are compiled. `any`: all are. */
  readonly logsources?: 'audit' | 'any';
  /** To follow a live log, set `allowedLateness`. */
  readonly correlation?: CorrelationOptions;
}

export function placeholdersFor({ pipelines, placeholders }: SigmaOptions): Placeholders {
  return { ...placeholdersOf(pipelines), ...placeholders };
}
