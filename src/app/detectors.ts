import type { AnomalyOptions } from '../detect/anomaly/anomaly-detector.ts';
import type { Baseline } from '../detect/anomaly/baseline/baseline.ts';
import type { Expectations } from '../detect/anomaly/expectations.ts';
import { describeNodeRule } from '../detect/nodes/node-rules.ts';
import { onlyOfInterest } from '../detect/only-of-interest.ts';
import type { Problem } from '../detect/rules/problem.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import { describeSilence } from '../detect/silence/kinds.ts';
import type { Lineage } from '../lineage/lineage.ts';
import type { DescribeRule } from '../model/rule-description.ts';
import type { Detector } from '../model/seams.ts';
import type { EffectiveObjects } from '../workloads/effective/effective-objects.ts';
import { parts } from './parts.ts';
import { loadPipelines } from './rules/pipelines.ts';
import { loadRules } from './rules/rule-files.ts';

export interface DetectorOptions {
  /** Packs, files and folders. */
  readonly rules: readonly string[];
  /** Shipped names or files; `none`; empty: all that are shipped. */
  readonly pipelines: readonly string[];
  readonly sigma: boolean;
  readonly correlation: boolean;
  readonly cel: boolean;
  readonly anomaly: boolean;
  /** Report, too, where the cluster is not seen any more. */
  readonly silence?: boolean;
  /** Join what was seen on nodes with what was asked of the API; on if absent. */
  readonly nodes?: boolean;
  /** Milliseconds. */
  readonly silenceAfter?: number;
  /** Milliseconds since 1970. */
  readonly learnUntil?: number;
  /** Features that anomaly detection leaves out. */
  readonly anomalyWithout?: readonly string[];
  /** What was learned before; with it, what is learned is recorded. */
  readonly learned?: Baseline;
  /** Milliseconds since 1970: when manifests are compared with what was learned. */
  readonly manifestsAt?: number;
  readonly maxIncidentsPerDay?: number;
  readonly expectations?: Expectations;
  /** Bits from which a change is worth a person's time. */
  readonly anomalyThreshold?: number;
  /** A person said that it is right. */
  readonly isConfirmed?: AnomalyOptions['isConfirmed'];
  /** The log is read as it grows: correlations cannot wait for its end. */
  readonly follow?: boolean;
  /** What detectors remember is kept across restarts. */
  readonly durable?: boolean;
}

export interface Compiled {
  readonly detectors: readonly Detector[];
  /**
   * Who is behind what; fed by the first of the detectors. undefined where only rules over single events are on: they are asked for at the
   * speed of a search, and to follow every workload takes longer than to judge by them.
   */
  readonly lineage: Lineage | undefined;
  /** The objects as they are, where detectors share them. */
  readonly objects: EffectiveObjects | undefined;
  readonly documents: readonly RuleDocument[];
  readonly problems: readonly Problem[];
  readonly describe: DescribeRule;
}

/** The API server delivers its log up to some 90 seconds late (5 attempts of a webhook); a file is nearly in order. */
const allowedLateness = 120;

/** Of what was deleted, an hour; of what lives, as much as a large cluster has. */
const remembered = { rememberMinutes: 60, limit: 100_000, withoutStatus: true } as const;

/** Loads and compiles the rules of each detector that is on. An engine is loaded only where there is a rule for it. */
export async function compileDetectors(options: DetectorOptions): Promise<Compiled> {
  const loaded = loadRules(options.rules);
  const documents = await enabled(loaded.documents, options);
  const problems = [...loaded.problems];
  const forWorkloads = options.anomaly || documents.some(document => document.type === 'cel');
  const { lineage, objects, detectors }: Followed = forWorkloads
    ? await followLineage(options)
    : { lineage: undefined, objects: undefined, detectors: [] };
  if (documents.some(document => document.type !== 'cel')) {
    const compileSigma = await parts.detectors.sigma();
    const { pipelines, problems: inPipelines } = await loadPipelines(options.pipelines);
    const correlation = options.follow === true ? { allowedLateness } : {};
    const sigma = compileSigma(documents, { pipelines, correlation });
    detectors.push(sigma.detector);
    problems.push(...inPipelines, ...sigma.problems);
  }
  if (documents.some(document => document.type === 'cel')) {
    const compileCel = await parts.detectors.cel();
    const cel = compileCel(documents, { lineage, objects, durable: options.durable === true });
    detectors.push(onlyOfInterest(cel.detector));
    problems.push(...cel.problems);
  }
  // Asked last, so that it knows what the rules said.
  if (options.anomaly) {
    const createAnomalyDetector = await parts.detectors.anomaly();
    const anomaly = createAnomalyDetector({ ...anomalyOptions(options), ...(objects && { objects }) });
    detectors.push(onlyOfInterest(anomaly));
  }
  if (forWorkloads && options.nodes !== false)
    detectors.push((await parts.detectors.nodes())({ live: options.durable === true }));
  if (options.silence === true) detectors.push(await silenceDetector(options));
  return { detectors, lineage, objects, documents, problems, describe: describeFrom(documents) };
}

/** A watch tells of its input as such; a scan knows the times of events alone. */
async function silenceDetector({ silenceAfter, durable = false }: DetectorOptions): Promise<Detector> {
  const createSilence = await parts.detectors.silence();
  return createSilence({
    byEvents: !durable,
    ...(silenceAfter !== undefined && { quietAfter: silenceAfter }),
  });
}

function anomalyOptions(options: DetectorOptions): AnomalyOptions {
  const {
    learnUntil,
    learned,
    manifestsAt,
    maxIncidentsPerDay,
    expectations,
    durable,
    anomalyWithout = [],
    anomalyThreshold,
    isConfirmed,
  } = options;
  return {
    record: durable === true || learned !== undefined,
    without: anomalyWithout,
    ...(learnUntil !== undefined && { learnUntil }),
    ...(learned !== undefined && { baseline: learned }),
    ...(learned !== undefined && manifestsAt !== undefined && { manifestsAt }),
    ...(maxIncidentsPerDay !== undefined && { maxIncidentsPerDay }),
    ...(anomalyThreshold !== undefined && { threshold: anomalyThreshold }),
    ...(isConfirmed && { isConfirmed }),
    ...(expectations !== undefined && isSaid(expectations) && { expectations }),
  };
}

const isSaid = ({ namespaces, repositories, window, commands }: Expectations): boolean =>
  namespaces.length + repositories.length + commands.length > 0 || window !== undefined;

interface Followed {
  readonly lineage: Lineage | undefined;
  /** Each object is followed once, for rules that compare and for scores; in a watch, rules compare what holds no secrets. */
  readonly objects: EffectiveObjects | undefined;
  readonly detectors: Detector[];
}

async function followLineage({ durable }: DetectorOptions): Promise<Followed> {
  const [{ createLineage }, { lineageWatch }, { createEffectiveObjects }] = await Promise.all([
    import('../lineage/lineage.ts'),
    import('../detect/lineage-watch.ts'),
    import('../workloads/effective/effective-objects.ts'),
  ]);
  const lineage = createLineage(remembered);
  const objects = durable === true ? undefined : createEffectiveObjects({ limit: remembered.limit });
  return { lineage, objects, detectors: [onlyOfInterest(lineageWatch(lineage))] };
}

/** Without correlations, rules that only serve one must not fire by themselves. */
async function enabled(
  documents: readonly RuleDocument[],
  { sigma, correlation, cel }: DetectorOptions,
): Promise<readonly RuleDocument[]> {
  const kept = documents.filter(({ type }) => (type === 'cel' ? cel : sigma));
  if (correlation || !kept.some(({ type }) => type === 'sigma-correlation')) return kept;
  const { correlate } = await import('../detect/sigma/correlation/correlate.ts');
  const { firesAlone } = correlate(kept);
  return kept.filter(document => document.type !== 'sigma-correlation' && firesAlone(document));
}

function describeFrom(documents: readonly RuleDocument[]): DescribeRule {
  const byId = new Map(documents.map(({ metadata }) => [metadata.id, metadata]));
  return id => byId.get(id) ?? describeSilence(id) ?? describeNodeRule(id);
}
