import type { Reporter } from '../../rules/reporter.ts';
import type { LogSource, RuleFields } from '../../rules/rule-document.ts';
import type { ParsedDetection } from '../rule/detection.ts';
import type { Pipeline } from './pipeline.ts';

export interface PipelineContext {
  readonly document: RuleFields;
  readonly pipelines: readonly Pipeline[];
  readonly report: Reporter;
}

export function applyPipelines(
  detection: ParsedDetection,
  { document }: PipelineContext,
): { readonly detection: ParsedDetection; readonly logsource: LogSource } {
  return { detection, logsource: document.metadata.logsource };
}
