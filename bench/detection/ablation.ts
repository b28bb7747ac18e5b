import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { evaluate } from '../../src/app/evaluate/evaluate.ts';
import { worldsIn } from '../../src/app/evaluate/worlds.ts';
import type { Figures } from '../../src/evaluate/figures.ts';
import { evaluated } from './evaluated.ts';

export interface Ablation {
  readonly without: string;
  readonly figures: Figures;
}

/** Features of the anomaly detector, by what they look at. */
const groups: { readonly [name: string]: readonly string[] } = {
  'who: actor and realm': ['actor', 'actor-realm'],
  'how: agent, address, field manager, token, platform': [
    'agent',
    'address',
    'field-manager',
    'token-pod',
    'platform',
  ],
  'kind of change': ['kind-of-change'],
  image: ['image-registry', 'image-repository', 'image-tag'],
  'command: program, words, shape': ['command-program', 'command-words', 'command-shape'],
  'hosts that are named': ['host-named', 'host-domain'],
  schedule: ['schedule-frequency', 'schedule-hour', 'time-zone'],
  'service account': ['service-account'],
  powers: ['powers'],
  'Secrets and ConfigMaps': ['data-object'],
  placement: ['placement'],
  'what rules found': ['rule-critical', 'rule-high', 'rule-medium', 'rule-low'],
  'verified provenance': ['provenance'],
};

/** One with Helm from CI, one with Flux; all ten would take hours. */
export const someClusters = [3, 6] as const;

/** What is found in the recordings that are there for development, without one group of features at a time. */
export async function ablationOfRecordings(): Promise<readonly Ablation[]> {
  const root = join(import.meta.dirname, '../../recordings');
  const worlds = worldsIn(
    globSync('*/truth.jsonl', { cwd: root })
      .filter(isForDevelopment)
      .map(path => join(root, dirname(path))),
  );
  if (!worlds.ok) throw new Error(worlds.error);
  const results: Ablation[] = [];
  for (const [without, features] of [['', []] as const, ...Object.entries(groups)]) {
    const values = new Map([['anomaly-without', features]]);
    const asked = { worlds: worlds.value, values, alone: false, peers: false, now: Date.now() };
    const { evaluation } = await evaluate({ ...asked, stop: new AbortController().signal });
    if (evaluation === undefined) throw new Error('the recordings cannot be evaluated');
    const { figures } = evaluation.together;
    console.error(
      `  without ${without || 'nothing'}: ${figures.recall.found} of ${figures.recall.of}, ${figures.wrong} wrong`,
    );
    results.push({ without, figures });
  }
  return results;
}

const isForDevelopment = (path: string): boolean => !path.startsWith('kept-back-');

/** What is found without one group of features at a time. */
export async function ablation(): Promise<readonly Ablation[]> {
  const results: Ablation[] = [];
  for (const [without, features] of [['', []] as const, ...Object.entries(groups)]) {
    const flags = features.flatMap(feature => ['--anomaly-without', feature]);
    const worlds = { set: 'development', metadata: false, clusters: someClusters } as const;
    const { together } = await evaluated(worlds, ['--no-alone', '--no-peers', ...flags]);
    const { recall, wrong } = together.figures;
    console.error(`  without ${without || 'nothing'}: ${recall.found} of ${recall.of}, ${wrong} wrong`);
    results.push({ without, figures: together.figures });
  }
  return results;
}
