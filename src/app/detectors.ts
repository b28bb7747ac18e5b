import type { CelDetector } from '../detect/cel/cel-detector.ts';
import type { Problem } from '../detect/rules/problem.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import type { DescribeRule } from '../model/rule-description.ts';
import type { Detector } from '../model/seams.ts';
import { loadPipelines } from './pipelines.ts';
import { loadRules } from './rule-files.ts';

export interface DetectorOptions {
  /** Packs, files and folders. */
  readonly rules: readonly string[];
  /** Shipped names or files; `none`; empty: all that are shipped. */
  readonly pipelines: readonly string[];
  readonly sigma: boolean;
  readonly correlation: boolean;
  readonly cel: boolean;
}

export interface Compiled {
  readonly detectors: readonly Detector[];
  readonly documents: readonly RuleDocument[];
  readonly problems: readonly Problem[];
  readonly describe: DescribeRule;
}

/** Loads and compiles the rules of each detector that is on. An engine is loaded only where there is a rule for it. */
export async function compileDetectors(options: DetectorOptions): Promise<Compiled> {
  const loaded = loadRules(options.rules);
  const documents = loaded.documents.filter(document => isOn(document, options));
  const problems = [...loaded.problems];
  const detectors: Detector[] = [];
  if (documents.some(document => document.type !== 'cel')) {
    const { compileSigma } = await import('../detect/sigma/compile-sigma.ts');
    const { pipelines, problems: inPipelines } = await loadPipelines(options.pipelines);
    const sigma = compileSigma(documents, { pipelines });
    detectors.push(sigma.detector);
    problems.push(...inPipelines, ...sigma.problems);
  }
  if (documents.some(document => document.type === 'cel')) {
    const { compileCel } = await import('../detect/cel/compile-cel.ts');
    const cel = compileCel(documents);
    detectors.push(withBlindness(cel.detector));
    problems.push(...cel.problems);
  }
  return { detectors, documents, problems, describe: describeFrom(documents) };
}

function isOn({ type }: RuleDocument, { sigma, correlation, cel }: DetectorOptions): boolean {
  if (type === 'cel') return cel;
  return sigma && (correlation || type !== 'sigma-correlation');
}

/** The detector's own counts of what it could not look at, as sentences for the summary. */
function withBlindness(detector: CelDetector): Detector {
  const blind = (): readonly string[] => {
    const hidden = [...detector.hidden()].map(
      ([resource, count]) =>
        `${count} ${count === 1 ? 'write' : 'writes'} of ${resource} came without a body (audit level Metadata, or truncated): what they run was not seen; log ${resource} at level RequestResponse`,
    );
    const failed = detector
      .failures()
      .map(
        ({ title, count, message }) =>
          `rule "${title}" could not be evaluated on ${count} of its activities: ${message}`,
      );
    return [...hidden, ...failed];
  };
  return { ...detector, blind };
}

function describeFrom(documents: readonly RuleDocument[]): DescribeRule {
  const byId = new Map(documents.map(({ metadata }) => [metadata.id, metadata]));
  return id => byId.get(id);
}
