import type { Finding, Incident } from '../model/finding.ts';
import { visible } from '../model/visible-text.ts';
import type { Blocks } from './blocks.ts';
import { inBlocks } from './blocks.ts';
import { rowText, widthsOf } from './columns.ts';
import { actionLabel, actorLabel, placeLabel, timeLabel, workloadLabel } from './labels.ts';
import type { CreatePrinter } from './printer-options.ts';
import { noIncidents, summarySentences } from './summary-sentences.ts';

const findingHeader = ['TIME', 'SEVERITY', 'RULE', 'OBJECT', 'ACTOR', 'ACTION', 'OUTCOME', 'PLACE', 'ID'];
const incidentHeader = ['LAST SEEN', 'SEVERITY', 'INCIDENT', 'ACTOR', 'FINDINGS', 'ID'];

/** A line a finding, then a line an incident, in columns as kubectl's; nothing is cut. */
export const widePrinter: CreatePrinter = (options, write) => {
  const out = inBlocks(write, options);
  const findings = createTable(findingHeader, out, options.live ? 0 : 200);
  const incidents = createTable(incidentHeader, out, options.live ? 0 : 200);
  let many = 0;
  return {
    finding: finding => findings.row(findingRow(finding)),
    incident: incident => {
      if (many === 0) {
        findings.end();
        out.add('\n');
      }
      many += 1;
      incidents.row(incidentRow(incident));
    },
    summary: summary => {
      findings.end();
      incidents.end();
      const head = many === 0 ? [noIncidents(summary)] : [];
      out.add(`\n${[...head, ...summarySentences(summary)].join('\n')}\n`);
      out.flush();
    },
  };
};

function findingRow(finding: Finding): readonly string[] {
  const { id, time, severity, title, workload, actor, action } = finding;
  return [
    timeLabel(time),
    severity,
    visible(title),
    workloadLabel(workload),
    actorLabel(actor),
    actionLabel(action),
    action.outcome,
    placeLabel(finding),
    id,
  ];
}

function incidentRow({ id, lastSeen, severity, title, actor, findings }: Incident): readonly string[] {
  return [timeLabel(lastSeen), severity, visible(title), actorLabel(actor), String(findings.length), id];
}

/** One endless name must not push all other rows aside. */
const maxWidth = 60;

interface Table {
  row(cells: readonly string[]): void;
  end(): void;
}

/** The first rows decide how wide the columns are; later ones are written at once and may stand out. */
function createTable(header: readonly string[], out: Blocks, sample: number): Table {
  let waiting: (readonly string[])[] = [header];
  let widths: readonly number[] | undefined;
  const end = () => {
    if (waiting.length < 2) return;
    widths ??= widthsOf(waiting).map(width => Math.min(width, maxWidth));
    for (const row of waiting) out.add(`${rowText(row, widths)}\n`);
    waiting = [];
  };
  return {
    row: cells => {
      if (widths === undefined) waiting.push(cells);
      else out.add(`${rowText(cells, widths)}\n`);
      if (waiting.length > sample) end();
    },
    end,
  };
}
