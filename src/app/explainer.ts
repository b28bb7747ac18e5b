import type { Explanation } from '../detect/explanation.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import type { Activity } from '../model/activity.ts';
import { loadPipelines } from './pipelines.ts';

/** What a rule makes of an activity. */
export type Explainer = (rule: RuleDocument, activity: Activity) => Explanation;

/** Loads the engines that the rules need; the explainer itself does not wait, since activities are valid for a moment only. */
export async function loadExplainer(
  documents: readonly RuleDocument[],
  pipelineNames: readonly string[],
): Promise<Explainer> {
  const cel = documents.some(({ type }) => type === 'cel') ? await loadCel() : undefined;
  const sigma = documents.some(({ type }) => type === 'sigma')
    ? await loadSigma(documents, pipelineNames)
    : undefined;
  return (rule, activity) => {
    if (rule.type === 'cel' && cel !== undefined) return cel(rule, activity);
    if (rule.type === 'sigma' && sigma !== undefined) return sigma(rule, activity);
    return withoutTree(rule);
  };
}

async function loadCel() {
  return (await import('../detect/cel/explain-cel.ts')).explainCel;
}

/** Filters of the rule set apply, so all of it is compiled. */
async function loadSigma(
  documents: readonly RuleDocument[],
  pipelineNames: readonly string[],
): Promise<Explainer> {
  const { compileSigma } = await import('../detect/sigma/compile-sigma.ts');
  const { explainSigma } = await import('../detect/sigma/explain-sigma.ts');
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

/** A correlation counts events over time: one event explains nothing, the list of what was counted does. */
function withoutTree({ metadata, type }: RuleDocument): Explanation {
  const detail =
    type === 'sigma-correlation'
      ? 'a correlation counts events: its evidence lists them, and each can be explained with --rule and --line'
      : 'a filter only narrows other rules';
  return { label: metadata.title, outcome: 'not-evaluated', detail, children: [] };
}
