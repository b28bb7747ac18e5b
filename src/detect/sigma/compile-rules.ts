import type { JsonObject } from '../../model/json.ts';
import type { AttackReference } from '../../model/signal.ts';
import type { Problem } from '../rules/problem.ts';
import { createReporter } from '../rules/reporter.ts';
import type { LogSource, RuleDocument, SigmaRule } from '../rules/rule-document.ts';
import { attackReferences } from './attack-tags.ts';
import type { Needs } from './index/needs.ts';
import { needsOf } from './index/needs.ts';
import type { SigmaSource } from './log-source.ts';
import { sourceOf, sourceText } from './log-source.ts';
import type { EventReader, Test } from './match/event-reader.ts';
import { createEventReader } from './match/event-reader.ts';
import { detectionTests, isBodyField } from './match/rule-test.ts';
import type { SigmaOptions } from './options.ts';
import { placeholdersFor } from './options.ts';
import { applyPipelines } from './pipeline/apply-pipelines.ts';
import type { DetectionItem, ParsedDetection } from './rule/detection.ts';
import { applyFilters, parseFilters } from './rule/filters.ts';
import { itemsOf } from './rule/items.ts';
import { parseDetection } from './rule/parse-detection.ts';
import { isEarly } from './rule-matcher.ts';

/** A rule ready to be asked. */
export interface CompiledRule {
  readonly document: SigmaRule;
  /** With field mappings and filters applied. */
  readonly detection: ParsedDetection;
  readonly logsource: LogSource;
  /** Which activities it is asked about. */
  readonly source: SigmaSource;
  readonly needs: Needs;
  readonly attack: readonly AttackReference[];
  /** The fields below requestObject and responseObject that it reads. */
  readonly bodyFields: readonly string[];
  /** It sees events of every stage, RequestReceived too. */
  readonly everyStage: boolean;
  /** Does it match? */
  matches(event: JsonObject): boolean;
  /** The same in two steps, for many rules and one event: rules with the same `load` share what it read. */
  readonly load: (event: JsonObject) => void;
  readonly test: Test;
  /** The same for each line of its selections. */
  readonly items: ReadonlyMap<DetectionItem, Test>;
}

export function compileSigmaRules(
  documents: readonly RuleDocument[],
  options: SigmaOptions,
): { readonly rules: readonly CompiledRule[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const reader = createEventReader();
  const filters = parseFilters(documents, options, problems);
  const rules: CompiledRule[] = [];
  for (const document of documents) {
    if (document.type !== 'sigma') continue;
    const prepared = prepareRule(document, options, problems);
    if (prepared === undefined) continue;
    const detection = applyFilters(prepared.detection, { rule: document, filters });
    rules.push(compiledRule({ ...prepared, document, detection }, reader, options));
  }
  return { rules, problems };
}

interface PreparedRule {
  readonly detection: ParsedDetection;
  readonly logsource: LogSource;
}

/** Parses a rule's detection and applies the pipelines; undefined where it has an error or is for another log. */
export function prepareRule(
  document: SigmaRule,
  options: SigmaOptions,
  problems: Problem[],
): PreparedRule | undefined {
  const report = createReporter(document);
  const written = parseDetection(document.detection, {
    path: ['detection'],
    report,
    placeholders: placeholdersFor(options),
    reserved: [],
  });
  const mapped = applyPipelines(written, { document, pipelines: options.pipelines, report });
  const applies = options.logsources === 'any' || sourceOf(mapped.logsource) !== undefined;
  if (!applies)
    report.warning('unknown-logsource', `The rule is for ${sourceText(mapped.logsource)}; it is not used`, {
      path: ['logsource'],
    });
  problems.push(...report.problems);
  return report.hasErrors() || !applies ? undefined : mapped;
}

function compiledRule(
  { document, detection, logsource }: PreparedRule & { readonly document: SigmaRule },
  reader: EventReader,
  options: SigmaOptions,
): CompiledRule {
  const { test, items } = detectionTests(detection, reader);
  const everyStage =
    options.stages === 'all' || itemsOf(detection).some(item => item.fields.includes('stage'));
  const matches = (event: JsonObject): boolean => {
    if (!everyStage && isEarly(event)) return false;
    reader.load(event);
    return test();
  };
  const bodyFields = [...new Set(itemsOf(detection).flatMap(item => item.fields.filter(isBodyField)))];
  return {
    document,
    detection,
    logsource,
    source: sourceOf(logsource) ?? 'audit',
    needs: needsOf(detection),
    attack: attackReferences(document.metadata.tags),
    bodyFields,
    everyStage,
    matches,
    load: reader.load,
    test,
    items,
  };
}
