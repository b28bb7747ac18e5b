import type { Problem } from '../../rules/problem.ts';
import type { Reporter } from '../../rules/reporter.ts';
import { createReporter } from '../../rules/reporter.ts';
import type { RuleDocument, SigmaRule } from '../../rules/rule-document.ts';
import { isAuditSource, sourceOf, sourceText } from '../log-source.ts';
import type { SigmaOptions } from '../options.ts';
import { placeholdersFor } from '../options.ts';
import { applyPipelines } from '../pipeline/apply-pipelines.ts';
import { parseDetection } from '../rule/parse-detection.ts';
import { lintFields } from './lint-fields.ts';
import { lintStyle } from './lint-style.ts';

/**
 * Everything worth knowing about a rule besides what parsing its file reports: errors of its detection, fields and values
 * that its log source cannot have, and advice.
 */
export function lintRule(
  document: RuleDocument,
  options: SigmaOptions = { pipelines: [] },
): readonly Problem[] {
  const report = createReporter(document);
  lintMetadata(document, report);
  if (document.type === 'sigma') lintDetection(document, options, report);
  return report.problems;
}

/** The same for many rules, with what only shows among them: ids and names given twice. */
export function lintRules(documents: readonly RuleDocument[], options: SigmaOptions): readonly Problem[] {
  const problems = documents.flatMap(document => lintRule(document, options));
  const seen = new Map<string, RuleDocument>();
  for (const document of documents)
    for (const key of ['id', 'name'] as const) {
      const value = document.metadata[key] ?? '';
      const first = seen.get(`${key} ${value}`);
      if (value !== '' && first === undefined) seen.set(`${key} ${value}`, document);
      if (value === '' || first === undefined) continue;
      const report = createReporter(document);
      report.error(
        `duplicate-${key}`,
        `The ${key} "${value}" is that of "${first.metadata.title}" in ${first.file}`,
        {
          path: [key],
          at: 'value',
        },
      );
      problems.push(...report.problems);
    }
  return problems;
}

function lintMetadata({ type, metadata }: RuleDocument, report: Reporter): void {
  const missing = (code: string, message: string) => report.warning(code, message, { path: [] });
  if (metadata.id === '') missing('missing-id', 'The rule has no id; findings and suppressions refer to it');
  if (metadata.level === undefined && type !== 'sigma-filter')
    missing('missing-level', 'The rule has no level; medium is taken');
  if (metadata.status === 'deprecated' || metadata.status === 'unsupported')
    report.warning(`status-${metadata.status}`, `The rule calls itself ${metadata.status}`, {
      path: ['status'],
    });
}

function lintDetection(document: SigmaRule, options: SigmaOptions, report: Reporter): void {
  const placeholders = placeholdersFor(options);
  const written = parseDetection(document.detection, {
    path: ['detection'],
    report,
    placeholders,
    reserved: [],
  });
  if (report.hasErrors()) return;
  const mapped = applyPipelines(written, { document, pipelines: options.pipelines, report });
  lintStyle(written, report);
  const { logsource } = document.metadata;
  if (isAuditSource(logsource)) lintFields({ written, mapped: mapped.detection }, report);
  // Rules for other logs that a pipeline makes rules for the audit log are judged by what they become.
  else if (isAuditSource(mapped.logsource))
    lintFields({ written: mapped.detection, mapped: mapped.detection }, report);
  // Of what is seen on nodes every agent tells other fields: none is impossible.
  else if (sourceOf(mapped.logsource) === undefined)
    report.warning('unknown-logsource', `The rule is for ${sourceText(mapped.logsource)}; it is not used`, {
      path: ['logsource'],
    });
}
