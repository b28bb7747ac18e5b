import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { demandOf } from '../../coverage/demands.ts';
import { needOf, subresourcesIn } from '../../coverage/needs.ts';
import type { Asking } from '../../coverage/verdict.ts';
import type { RuleEngine } from '../../detect/rule-cases.ts';
import type { Problem } from '../../detect/rules/problem.ts';
import type { RuleDocument } from '../../detect/rules/rule-document.ts';
import { createLineage, lineageInterest } from '../../lineage/lineage.ts';
import type { Interest } from '../../model/interest.ts';
import { workloadKinds } from '../../workloads/kinds/kinds.ts';
import { parts } from '../parts.ts';
import { loadPipelines } from '../rules/pipelines.ts';
import { loadRules } from '../rules/rule-files.ts';
import { ruleEngine } from '../rules/rule-report.ts';

export interface AskingsOptions {
  readonly rules: readonly string[];
  readonly pipelines: readonly string[];
  readonly anomaly: boolean;
  readonly silence: boolean;
}

/** What the enabled rules and detectors ask of the audit log. */
export async function askingsOf(
  options: AskingsOptions,
): Promise<{ readonly askings: readonly Asking[]; readonly problems: readonly Problem[] }> {
  const { documents, problems } = loadRules(options.rules);
  const engine = await ruleEngine();
  const interestOf = await interests(options.pipelines);
  const files = Map.groupBy(documents, ({ file }) => file);
  const ofRules = [...files].flatMap(([file, inFile]) => {
    const asking = askingOf(file, inFile, { engine, interestOf });
    return asking === undefined ? [] : [asking];
  });
  return { askings: [...ofRules, ...(await ofDetectors(options))], problems };
}

interface Asked {
  readonly engine: RuleEngine;
  readonly interestOf: (documents: readonly RuleDocument[]) => Interest;
}

/** Rules of one file belong together: a correlation and what it correlates. */
function askingOf(file: string, documents: readonly RuleDocument[], asked: Asked): Asking | undefined {
  const main = documents.find(({ type }) => type === 'sigma-correlation') ?? documents[0];
  if (main === undefined || main.type === 'sigma-filter') return undefined;
  const beside = join(dirname(file), 'cases.yml');
  const cases =
    /^rule\.ya?ml$/.test(basename(file)) && existsSync(beside) ? readFileSync(beside, 'utf8') : undefined;
  const subresources = subresourcesIn(cases);
  const demand = demandOf({
    interest: asked.interestOf(documents),
    ofWorkloads: documents.some(({ type }) => type === 'cel'),
    subresources: resource => subresources.get(resource),
  });
  const { id, title, level } = main.metadata;
  return {
    id,
    title,
    type: main.type,
    severity: level ?? 'medium',
    demand,
    need: needOf(documents, cases, asked.engine),
    elsewhere: !demand.any && demand.asks.length + demand.foreign.length === 0,
  };
}

async function interests(names: readonly string[]): Promise<Asked['interestOf']> {
  const [compileSigma, compileCel] = [await parts.detectors.sigma(), await parts.detectors.cel()];
  const { pipelines } = await loadPipelines(names);
  return documents =>
    documents.some(({ type }) => type === 'cel')
      ? compileCel(documents, { lineage: createLineage({ rememberMinutes: 60 }) }).detector.interest
      : compileSigma(documents, { pipelines }).detector.interest;
}

async function ofDetectors({ anomaly, silence }: AskingsOptions): Promise<readonly Asking[]> {
  const described = [lineageAsking()];
  if (anomaly) described.push(await anomalyAsking());
  if (silence) described.push(heartbeat);
  return described;
}

/** Names that the server gives are in the answer alone. */
function lineageAsking(): Asking {
  const pair = (verb: string, resource: string): boolean =>
    lineageInterest.pair(verb, resource) && workloadResources.has(resource);
  const subresources = (resource: string) => (resource === 'pods' ? ofPods : undefined);
  return {
    ...about('lineage', 'Lineage: who wrote what runs'),
    demand: demandOf({ interest: { pair, codes: new Set() }, ofWorkloads: true, subresources }),
    need: { all: 'RequestResponse', some: 'Metadata', by: 'fields' },
  };
}

const workloadResources = new Set(workloadKinds.map(({ resource }) => resource));
const ofPods = new Set(['', 'binding']);

async function anomalyAsking(): Promise<Asking> {
  const create = await parts.detectors.anomaly();
  const { interest } = create({ record: false });
  return {
    ...about('anomaly', 'Anomaly scores of changes to workloads'),
    demand: demandOf({ interest, ofWorkloads: true, subresources: () => undefined }),
    need: { all: 'Request', some: 'Metadata', by: 'fields' },
  };
}

const about = (type: string, title: string) =>
  ({ id: type, title, type, severity: 'medium', elsewhere: false }) as const;

/** Only the lease: the rest of what silence looks at, others ask for. */
const heartbeat: Asking = {
  ...about('silence', 'Silence: the heartbeat of API servers'),
  demand: {
    asks: [
      {
        verb: 'update',
        group: 'coordination.k8s.io',
        resource: 'leases',
        subresource: '',
        by: { user: 'system:apiserver', namespace: 'kube-system' },
      },
    ],
    foreign: [],
    any: false,
  },
  need: { all: 'Metadata', some: 'Metadata', by: 'fields' },
};
