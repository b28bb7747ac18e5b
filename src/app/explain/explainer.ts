import type { Before } from '../../detect/cel/explain-cel.ts';
import type { Explanation } from '../../detect/explanation.ts';
import type { CorrelationRule, RuleDocument } from '../../detect/rules/rule-document.ts';
import type { Activity } from '../../model/activity.ts';
import { stringAt, stringsAt } from '../../model/json.ts';
import { loadPipelines } from '../rules/pipelines.ts';

/** What a rule makes of an activity, with what the log told before it. */
export type Explainer = (rule: RuleDocument, activity: Activity, before: Before) => Explanation;

/** Loads the engines that the rules need; the explainer itself does not wait, since activities are valid for a moment only. */
export async function loadExplainer(
  documents: readonly RuleDocument[],
  pipelineNames: readonly string[],
): Promise<Explainer> {
  const cel = documents.some(({ type }) => type === 'cel') ? await loadCel() : undefined;
  const sigma = documents.some(({ type }) => type === 'sigma')
    ? await loadSigma(documents, pipelineNames)
    : undefined;
  const explain: Explainer = (rule, activity, before) => {
    if (rule.type === 'cel' && cel !== undefined) return cel(rule, activity, before);
    if (rule.type === 'sigma' && sigma !== undefined) return sigma(rule, activity, before);
    const counted = rule.type === 'sigma-correlation' ? rulesCounted(rule, documents) : [];
    return withoutTree(
      rule,
      counted.map(each => explain(each, activity, before)),
    );
  };
  return explain;
}

/** The rules whose matches a correlation counts; other correlations among them are not followed, so that this ends. */
function rulesCounted(
  { correlation }: CorrelationRule,
  documents: readonly RuleDocument[],
): readonly RuleDocument[] {
  const single = stringAt(correlation, 'rules');
  const names = single === undefined ? stringsAt(correlation, 'rules') : [single];
  return documents.filter(
    ({ type, metadata: { id, name } }) =>
      type === 'sigma' && (names.includes(id) || (name !== undefined && names.includes(name))),
  );
}

async function loadCel() {
  return (await import('../../detect/cel/explain-cel.ts')).explainCel;
}

/** Filters of the rule set apply, so all of it is compiled. */
async function loadSigma(
  documents: readonly RuleDocument[],
  pipelineNames: readonly string[],
): Promise<Explainer> {
  const { compileSigma } = await import('../../detect/sigma/compile-sigma.ts');
  const { explainSigma } = await import('../../detect/sigma/explain-sigma.ts');
  const { pipelines } = await loadPipelines(pipelineNames);
  const { rules } = compileSigma(documents, { pipelines, logsources: 'any' });
  const byDocument = new Map<RuleDocument, (typeof rules)[number]>(rules.map(rule => [rule.document, rule]));
  return (rule, activity) => {
    const compiled = byDocument.get(rule);
    return compiled === undefined ? withErrors(rule) : explainSigma(compiled, activity);
  };
}

function withErrors({ metadata }: RuleDocument): Explanation {
  return {
    label: metadata.title,
    outcome: 'error',
    detail: 'the rule has errors, see `watchbill rules lint`',
    children: [],
  };
}

/** A correlation counts events over time: one event explains only which of the rules that it counts match it. */
function withoutTree({ metadata, type }: RuleDocument, children: readonly Explanation[]): Explanation {
  const detail =
    type === 'sigma-correlation'
      ? 'a correlation counts events of several rules; these on this event'
      : 'a filter only narrows other rules';
  return { label: metadata.title, outcome: 'not-evaluated', detail, children };
}
