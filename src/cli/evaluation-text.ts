import type { Contender, Evaluation } from '../app/evaluate/evaluate.ts';
import type { Figures, Share } from '../evaluate/figures.ts';
import type { Alert, Judgement, Outcome } from '../evaluate/judge.ts';
import { visible } from '../model/visible-text.ts';
import { columns } from './columns.ts';

interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Instead of a table without rows. */
  readonly none: string;
}

/** An evaluation for people, as columns or as Markdown. */
export function evaluationText(evaluation: Evaluation, format: 'table' | 'markdown'): string {
  const sections = sectionsOf(evaluation);
  return sections.map(format === 'markdown' ? asMarkdown : asColumns).join('\n\n');
}

function sectionsOf({ together, findings, families, alone, peers, budget }: Evaluation): readonly Section[] {
  const { judgements } = together;
  return [
    { title: 'Result', head: ['What', 'Measured'], rows: resultRows(together, findings, budget), none: '' },
    contenders('By detector', [...alone, together], 'Detector'),
    ...(peers.length === 0 ? [] : [peerRows(together, peers)]),
    recallRows(families),
    scenarioRows('Missed', judgements, ({ alert }) => alert === undefined),
    {
      title: 'Wrong',
      head: ['World', 'Severity', 'Incident', 'When', 'Of honest work'],
      rows: judgements.flatMap(({ world, wrong }) =>
        wrong.map(alert => [...alertRow(world, alert), alert.honest.join(', ') || "Kubernetes' own"]),
      ),
      none: 'no incident holds no malicious request',
    },
    ...early(judgements),
    scenarioRows('Found', judgements, ({ alert }) => alert !== undefined),
  ];
}

function resultRows(
  { figures }: Contender,
  findings: number,
  budget: Evaluation['budget'],
): readonly (readonly string[])[] {
  const { worlds, clusterDays, alerts, wrong, precision, medianSecondsToDetect: wait } = figures;
  return [
    ['judged', `${worlds} ${worlds === 1 ? 'cluster' : 'clusters'}, ${number(clusterDays)} cluster days`],
    ['recall', share(figures.recall)],
    ['of the loud', share(figures.loud)],
    ['of the quiet', share(figures.quiet)],
    ['precision', precision === undefined ? '-' : number(precision)],
    ['incidents of medium or above', String(alerts)],
    ['a cluster a day', rate(figures.alertsPerClusterDay, figures)],
    ['wrong', String(wrong)],
    ['wrong a cluster a week', rate(figures.wrongPerClusterWeek, figures)],
    ['median time to detect', wait === undefined ? '-' : seconds(wait)],
    ['findings behind them', String(findings)],
    ...(budget === undefined
      ? []
      : [
          [
            'budget',
            `asked for at most ${budget.asked} a cluster a day, got ${rate(budget.gotWrong, figures)} wrong ones`,
          ],
        ]),
  ];
}

function contenders(title: string, all: readonly Contender[], first: string): Section {
  const rows = all.map(({ name, figures }) => [
    name,
    String(figures.alerts),
    share(figures.recall),
    share(figures.loud),
    share(figures.quiet),
    String(figures.wrong),
    rate(figures.wrongPerClusterWeek, figures),
    figures.precision === undefined ? '-' : number(figures.precision),
  ]);
  const head = [first, 'Alerts', 'Recall', 'Loud', 'Quiet', 'Wrong', 'Wrong a cluster a week', 'Precision'];
  return { title, head, rows, none: 'none' };
}

/** How many alerts of a peer stand against one of ours. */
function peerRows(together: Contender, peers: readonly Contender[]): Section {
  const { head, rows, ...section } = contenders('Peers, on the same logs', [together, ...peers], 'Rules');
  const own = together.figures.alerts;
  const times = [together, ...peers].map(({ figures }) => (own === 0 ? '-' : number(figures.alerts / own)));
  return {
    ...section,
    head: [...head, 'Alerts to one of ours'],
    rows: rows.map((row, at) => [...row, times[at] ?? '-']),
  };
}

function recallRows(families: Evaluation['families']): Section {
  const rows = families.map(([family, { found, of }]) => [family, `${found} of ${of}`]);
  return { title: 'Recall by kind of attack', head: ['Attack', 'Found'], rows, none: 'no attack' };
}

function scenarioRows(
  title: string,
  judgements: readonly Judgement[],
  wanted: (outcome: Outcome) => boolean,
): Section {
  const rows = judgements.flatMap(({ world, scenarios }) =>
    scenarios
      .filter(wanted)
      .map(({ scenario, style, alert, secondsToDetect }) => [
        world,
        scenario,
        style,
        alert?.severity ?? '-',
        secondsToDetect === undefined ? '-' : seconds(secondsToDetect),
        alert?.title ?? '-',
      ]),
  );
  return { title, head: ['World', 'Scenario', 'Style', 'Severity', 'After', 'Incident'], rows, none: 'none' };
}

/** What was said of the time that is known to be well. */
function early(judgements: readonly Judgement[]): readonly Section[] {
  const rows = judgements.flatMap(judgement =>
    judgement.early.map(alert => alertRow(judgement.world, alert)),
  );
  const title = 'Before the end of learning, not judged';
  return rows.length === 0
    ? []
    : [{ title, head: ['World', 'Severity', 'Incident', 'When'], rows, none: '' }];
}

function alertRow(world: string, { severity, title, raisedAt, id }: Alert): readonly string[] {
  return [world, severity, `${title} [${id}]`, new Date(raisedAt).toISOString().slice(0, 19)];
}

function asColumns({ title, head, rows, none }: Section): string {
  const upper = head.map(text => text.toUpperCase());
  return `${title}\n${rows.length === 0 ? `  ${none}` : columns([upper, ...rows], 100)}`;
}

function asMarkdown({ title, head, rows, none }: Section): string {
  if (rows.length === 0) return `### ${title}\n\n${none}`;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => visible(cell).replace(/[\\|<`*_[\]]/g, '\\$&')).join(' | ')} |`;
  return [`### ${title}\n`, line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const share = ({ found, of }: Share): string =>
  of === 0 ? '-' : `${found} of ${of} (${number(found / of)})`;

/** Of less than a day there is no rate worth saying. */
const rate = (value: number, { clusterDays }: Figures): string => (clusterDays < 1 ? '-' : number(value));

/** With two digits after the point. */
const number = (value: number): string => value.toFixed(2);

function seconds(value: number): string {
  if (value < 120) return `${value.toFixed(0)} s`;
  if (value < 7200) return `${(value / 60).toFixed(0)} min`;
  return value < 172_800 ? `${(value / 3600).toFixed(1)} h` : `${(value / 86_400).toFixed(1)} d`;
}
