import type { Contender, Evaluation } from '../../src/app/evaluate/evaluate.ts';
import type { Figures, Share } from '../../src/evaluate/figures.ts';
import type { Ablation } from './ablation.ts';
import type { Cost } from './cost.ts';
import type { Section, Sections } from './section.ts';
import { readSection } from './section.ts';
import { signed, table } from './table.ts';

/** Aims of the issue that asked for the benchmark. */
const aims = { recall: 0.95, quiet: 0.8, wrong: 1, metadata: 0.7, sigma: 50, time: 1.25 } as const;

/** bench/detection.md: nothing in it but what the sections measured. */
export function page(folder: string): string {
  const development = readSection(folder, 'development');
  const parts = [
    head,
    ifMeasured(readSection(folder, 'final'), finalPart),
    ifMeasured(development, developmentPart),
    ifMeasured(readSection(folder, 'detectors'), detectorsPart),
    ifMeasured(readSection(folder, 'metadata'), metadataPart),
    ifMeasured(readSection(folder, 'ablation'), ablationPart),
    ifMeasured(readSection(folder, 'recordings'), recordingsPart),
    ifMeasured(readSection(folder, 'cost'), costPart),
    ifMeasured(development, missesPart),
  ];
  return `${parts.filter(part => part !== undefined).join('\n\n')}\n`;
}

function ifMeasured<T>(
  section: Section<T> | undefined,
  part: (section: Section<T>) => string,
): string | undefined {
  return section === undefined ? undefined : part(section);
}

const head = `# Detection, measured

Written by \`node bench/detection.ts\`; nothing here is written by hand. Eight weeks of ten generated clusters (\`bench/worlds\`), of which the first two are for learning; what counts as found and as wrong
is in [the guide to evaluate](../docs/guides/evaluate.md). A world is synthetic: the figures compare, they do not promise. Real recordings are in \`recordings/\`, and \`bin/watchbill evaluate recordings/\` judges them.`;

const measuredAt = ({ at }: { readonly at: string }): string => `Measured ${at.replace('T', ' ')}.`;

function finalPart(final: Section<Sections['final']>): string {
  const { full, metadata } = final.measured;
  return `## The final set

Kept apart: teams, people, applications, commands, images, values, combinations and seeds are others than in the sets that the detector is developed with; it was written when the model was frozen, and run once. The set before it, whose figures\nbecame known, is called validation now. ${measuredAt(final)}

${aimsTable(full, metadata)}

${contenders('Rules', [full.together, ...full.peers])}

${families(full)}

${wrongWork(full)}

${missedList('Missed', full)}

Without bodies, ${share(metadata.together.figures.recall)} are found, and all that is quiet and comes by the identity that delivers is not: its header is that of honest work.

${wrongWork(metadata)}`;
}

function developmentPart(development: Section<Evaluation>): string {
  const { measured } = development;
  return `## The development set

${measuredAt(development)}

${contenders('Rules', [measured.together, ...measured.peers])}

${families(measured)}

${wrongWork(measured)}`;
}

function detectorsPart(detectors: Section<Evaluation>): string {
  const { alone, together } = detectors.measured;
  return `## Each detector by itself

Two clusters of the development set. ${measuredAt(detectors)}

${contenders('Detector', [...alone, together])}`;
}

function metadataPart(metadata: Section<Evaluation>): string {
  return `## Without bodies (audit level Metadata), development set

${measuredAt(metadata)}

${contenders('Detector', [metadata.measured.together])}`;
}

function ablationPart(ablation: Section<readonly Ablation[]>): string {
  return `## What each feature adds

Two clusters of the development set, one feature of the anomaly detector left out at a time (\`--anomaly-without\`), rules as ever. ${measuredAt(ablation)}

${ablationTable(ablation.measured)}`;
}

function recordingsPart(ablation: Section<readonly Ablation[]>): string {
  return `## What each feature adds, on recordings

The recordings of real clusters in \`recordings/\` that are not kept back, one feature of the anomaly detector left out at a time, rules as ever. ${measuredAt(ablation)}

${ablationTable(ablation.measured)}`;
}

function ablationTable(measured: readonly Ablation[]): string {
  const [whole] = measured;
  const rows = measured.map(({ without, figures }) => [
    without === '' ? 'nothing left out' : without,
    share(figures.recall),
    share(figures.quiet),
    whole === undefined ? '' : signed(figures.recall.found - whole.figures.recall.found),
    String(figures.wrong),
    whole === undefined ? '' : signed(figures.wrong - whole.figures.wrong),
  ]);
  return table(['Left out', 'Recall', 'Quiet', 'Found, difference', 'Wrong', 'Wrong, difference'], rows);
}

function costPart(cost: Section<Cost>): string {
  const { throughput, baseline } = cost.measured;
  const times = throughput.map(({ of, without, with: scored, ratio: [least, middle, most], rounds }) => [
    of,
    without.toFixed(1),
    scored.toFixed(1),
    `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)}), ${rounds} rounds`,
  ]);
  const sizes = baseline.map(({ clusters, weeks, heapMiB, diskMiB, changes }) => [
    String(clusters),
    String(weeks),
    heapMiB.toFixed(1),
    diskMiB.toFixed(1),
    String(changes),
  ]);
  return `## Cost

Scan with the shipped rules, without and with anomaly detection, in turn on one processor; the aim is at most ${aims.time} times. ${measuredAt(cost)}

${table(['Log', 'Seconds without', 'Seconds with', 'Times as long'], times)}

What is remembered, after collection, and the log of what was learned as JSON lines:

${table(['Clusters', 'Weeks', 'Heap, MiB', 'Disk, MiB', 'Entries'], sizes)}`;
}

function missesPart({ measured }: Section<Evaluation>): string {
  return missedList('## Known misses, development set', measured);
}

function missedList(heading: string, { together }: Evaluation): string {
  const missed = together.judgements.flatMap(({ world, scenarios }) =>
    scenarios.filter(({ alert }) => alert === undefined).map(({ scenario }) => `- ${scenario} (${world})`),
  );
  return `${heading}\n\n${missed.length === 0 ? 'None.' : missed.join('\n')}`;
}

function aimsTable(full: Evaluation, metadata: Evaluation): string {
  const { figures } = full.together;
  const sigma = full.peers.find(({ name }) => name.startsWith('SigmaHQ: CronJob'));
  const fewer = sigma === undefined || figures.alerts === 0 ? 0 : sigma.figures.alerts / figures.alerts;
  const rows = [
    ['recall', `at least ${aims.recall}`, share(figures.recall), met(ratio(figures.recall) >= aims.recall)],
    ['of the quiet', `at least ${aims.quiet}`, share(figures.quiet), met(ratio(figures.quiet) >= aims.quiet)],
    [
      'wrong incidents a cluster a week',
      `at most ${aims.wrong}`,
      figures.wrongPerClusterWeek.toFixed(2),
      met(figures.wrongPerClusterWeek <= aims.wrong),
    ],
    ...(sigma === undefined
      ? []
      : [
          [
            "alerts of SigmaHQ's CronJob rule to one of ours",
            `at least ${aims.sigma}`,
            fewer.toFixed(0),
            met(fewer >= aims.sigma),
          ],
        ]),
    [
      'recall at Metadata',
      `at least ${aims.metadata}`,
      share(metadata.together.figures.recall),
      met(ratio(metadata.together.figures.recall) >= aims.metadata),
    ],
    [
      'wrong at Metadata, a cluster a week',
      `at most ${aims.wrong}`,
      metadata.together.figures.wrongPerClusterWeek.toFixed(2),
      met(metadata.together.figures.wrongPerClusterWeek <= aims.wrong),
    ],
    ...(full.budget === undefined
      ? []
      : [
          [
            'budget: incidents a cluster a day',
            `asked for ${full.budget.asked}`,
            `${figures.alertsPerClusterDay.toFixed(2)}, of which ${full.budget.gotWrong.toFixed(2)} wrong`,
            met(figures.alertsPerClusterDay <= full.budget.asked),
          ],
        ]),
  ];
  return table(['What', 'Aim', 'Measured', ''], rows);
}

const met = (reached: boolean): string => (reached ? 'reached' : '**not reached**');

function contenders(first: string, all: readonly Contender[]): string {
  const rows = all.map(({ name, figures }) => [
    name,
    String(figures.alerts),
    share(figures.recall),
    share(figures.loud),
    share(figures.quiet),
    String(figures.wrong),
    figures.wrongPerClusterWeek.toFixed(2),
    precision(figures),
  ]);
  return table(
    [first, 'Alerts', 'Recall', 'Loud', 'Quiet', 'Wrong', 'Wrong a cluster a week', 'Precision'],
    rows,
  );
}

function families({ families: all }: Evaluation): string {
  return table(
    ['Kind of attack', 'Found'],
    all.map(([family, { found, of }]) => [family, `${found} of ${of}`]),
  );
}

function wrongWork({ together }: Evaluation): string {
  const work = together.judgements.flatMap(({ wrong }) =>
    wrong.map(({ honest }) => honest.join(', ') || "Kubernetes' own"),
  );
  const counts = [...Map.groupBy(work, each => each)].map(
    ([name, all]) => [name, String(all.length)] as const,
  );
  const rows = counts.toSorted(([, a], [, b]) => Number(b) - Number(a));
  return rows.length === 0
    ? 'No incident was wrong.'
    : table(['Honest work in wrong incidents', 'Incidents'], rows);
}

const ratio = ({ found, of }: Share): number => (of === 0 ? 0 : found / of);
const share = (value: Share): string => `${value.found} of ${value.of} (${ratio(value).toFixed(2)})`;
const precision = ({ precision: value }: Figures): string => (value === undefined ? '-' : value.toFixed(2));
