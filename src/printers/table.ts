import type { Finding, Incident } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { storyLines } from '../model/story.ts';
import type { Summary } from '../model/summary.ts';
import { visible } from '../model/visible-text.ts';
import { inBlocks } from './blocks.ts';
import type { Palette } from './color.ts';
import { paletteOf } from './color.ts';
import { columnsOf, cutTo, padded, rowText, widthsOf, wrapped } from './columns.ts';
import {
  actorLabel,
  counted,
  placeLabel,
  severityCounts,
  techniquesLabel,
  timeLabel,
  workloadLabel,
} from './labels.ts';
import type { LooseFindings } from './loose-findings.ts';
import { createLooseFindings } from './loose-findings.ts';
import type { CreatePrinter } from './printer-options.ts';
import { noIncidents, summarySentences } from './summary-sentences.ts';

/** `INFORMATIONAL` would push everything aside; incidents begin at medium. */
const severityColumns = 10;
const labelColumns = 8;
const rowsKept = 500;
const rowsShown = 20;

interface Page {
  readonly width: number;
  readonly palette: Palette;
}

/** What a person wants to read first: incidents with their story, then what else was found, then what was read. */
export const tablePrinter: CreatePrinter = (options, write) => {
  const out = inBlocks(write, options);
  const page = { width: Math.max(options.width, 40), palette: paletteOf(options.color) };
  const loose = createLooseFindings(rowsKept, finding => looseRow(finding, page.width));
  const bySeverity = new Map<Severity, number>();
  return {
    finding: finding => loose.note(finding),
    incident: incident => {
      bySeverity.set(incident.severity, (bySeverity.get(incident.severity) ?? 0) + 1);
      loose.settle(incident);
      out.add(incidentText(incident, page));
    },
    summary: summary => {
      out.add(looseText(loose, page));
      out.add(endText(summary, bySeverity, page));
      out.flush();
    },
  };
};

function incidentText(incident: Incident, page: Page): string {
  let text = heading(incident, page);
  let previous = '';
  for (const line of storyLines(incident.story)) {
    text += paragraph(line.label === previous ? '' : line.label, visible(line.text), page);
    previous = line.label;
  }
  return `${text}\n`;
}

/** Severity, title, and at the right the techniques if there is room for them. */
function heading({ severity, title, attack, id }: Incident, { width, palette }: Page): string {
  const techniques = cutTo(techniquesLabel(attack), 40);
  const room = width - severityColumns;
  const [first = '', ...rest] = wrapped(visible(title), room);
  const fits = columnsOf(first) + 2 + columnsOf(techniques) <= room;
  const name = severity.toUpperCase();
  const gap = ' '.repeat(severityColumns - name.length);
  const right = fits
    ? `${' '.repeat(room - columnsOf(first) - columnsOf(techniques))}${palette.dim(techniques)}`
    : '';
  const indent = ' '.repeat(severityColumns);
  const below = [
    ...rest.map(palette.bold),
    palette.dim(fits ? `incident ${id}` : `incident ${id}  ${techniques}`),
  ];
  return `${palette.severity(severity, name)}${gap}${palette.bold(first)}${right}\n${below.map(line => `${indent}${line}\n`).join('')}\n`;
}

/** A command is one line, however long, so that it can be copied. */
function paragraph(label: string, text: string, { width, palette }: Page): string {
  const isCommand = text.startsWith('$ ');
  const lines = isCommand ? [text.slice(2)] : wrapped(text, width - labelColumns - 4);
  const [first = '', ...rest] = lines;
  const head = `  ${palette.dim(padded(label, labelColumns))}${first}\n`;
  return head + rest.map(line => `${' '.repeat(labelColumns + 4)}${line}\n`).join('');
}

type LooseRow = readonly string[];

/** Severity and time have their width; the rest is shared so that the actor is still to be seen. */
function looseRow(finding: Finding, width: number): LooseRow {
  const { severity, title, workload, actor, time } = finding;
  const share = Math.max(20, Math.floor(width * 0.27));
  const when = time === null ? placeLabel(finding) : timeLabel(time);
  return [
    severity,
    cutTo(when, 30),
    cutTo(visible(title), share),
    cutTo(workloadLabel(workload), share),
    actorLabel(actor),
  ];
}

const looseHeader: LooseRow = ['SEVERITY', 'WHEN', 'RULE', 'OBJECT', 'ACTOR'];

function looseText(loose: LooseFindings<LooseRow>, { palette, width }: Page): string {
  const total = loose.total();
  if (total <= 0) return '';
  const rows = [looseHeader, ...loose.rows().slice(0, rowsShown)];
  const widths = widthsOf(rows);
  const lines = rows.map(row => cutTo(rowText(row, widths), Math.max(width, 80)));
  const more = total - (rows.length - 1);
  const rest = more > 0 ? `and ${counted(more, 'more finding')}, see -o wide\n` : '';
  return `${palette.bold(`Outside incidents: ${counted(total, 'finding')}`)}\n${lines.join('\n')}\n${rest}\n`;
}

function endText(
  summary: Summary,
  bySeverity: ReadonlyMap<Severity, number>,
  { palette, width }: Page,
): string {
  const many = [...bySeverity.values()].reduce((sum, count) => sum + count, 0);
  const found =
    many === 0
      ? noIncidents(summary)
      : `${counted(many, 'incident')} (${severityCounts(bySeverity)}) of ${counted(summary.findings, 'finding')}`;
  const sentences = summarySentences(summary).flatMap(sentence => wrapped(sentence, width));
  return `${palette.bold(found)}\n${sentences.join('\n')}\n`;
}
