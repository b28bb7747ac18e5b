import type { Finding, Incident } from '../model/finding.ts';
import type { Summary } from '../model/summary.ts';
import { inBlocks } from './blocks.ts';
import { escapeXml, escapeXmlLines } from './escape-xml.ts';
import { actionLabel, actorLabel, counted, grouped, placeLabel, timeLabel, workloadLabel } from './labels.ts';
import type { CreatePrinter, PrinterOptions } from './printer-options.ts';
import { noIncidents, summarySentences } from './summary-sentences.ts';

/** Of a file with more findings each suite tells so many: a suite's counts stand before its cases, so it is held until it is full. */
const casesInSuite = 1000;

/**
 * JUnit XML as CI systems read it: a suite a file, a failed case a finding, and a last suite for the run itself, whose
 * one case passes and holds the incidents as properties and the summary as output. Refused input skips it.
 */
export const junitPrinter: CreatePrinter = (options, write) => {
  const out = inBlocks(write, options);
  const incidents: ToldIncident[] = [];
  let begun = false;
  let file = '';
  let part = 1;
  let cases: string[] = [];
  const begin = () => {
    if (!begun) out.add('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="watchbill">\n');
    begun = true;
  };
  const endSuite = () => {
    begin();
    if (cases.length > 0) out.add(suiteText(part > 1 ? `${file} (part ${part})` : file, cases));
    cases = [];
  };
  return {
    finding: finding => {
      const next = finding.evidence.at(-1)?.file ?? '';
      if (next !== file || cases.length >= casesInSuite) {
        endSuite();
        part = next === file ? part + 1 : 1;
        file = next;
      }
      cases.push(caseText(finding));
    },
    incident: incident => incidents.push(toldIncident(incident)),
    summary: summary => {
      endSuite();
      out.add(runSuite(summary, incidents, options));
      out.add('</testsuites>\n');
      out.flush();
    },
  };
};

function suiteText(file: string, cases: readonly string[]): string {
  const head = `<testsuite name="${escapeXml(file)}" tests="${cases.length}" failures="${cases.length}" errors="0" skipped="0">`;
  return `${head}\n${cases.join('')}</testsuite>\n`;
}

function caseText(finding: Finding): string {
  const { id, severity, title, workload, evidence, reasons } = finding;
  const last = evidence.at(-1);
  const where = last === undefined ? '' : ` file="${escapeXml(last.file)}" line="${last.line}"`;
  const message = `${severity}: ${title}${reasons[0] === undefined ? '' : `: ${reasons[0]}`}`;
  const name = `${workloadLabel(workload)} [${id}]`;
  return `<testcase classname="${escapeXml(title)}" name="${escapeXml(name)}"${where} time="0">
<failure type="${severity}" message="${escapeXml(message)}">${details(finding)}</failure>
</testcase>
`;
}

function details(finding: Finding): string {
  const { time, actor, action, reasons, visibility, attack, detector } = finding;
  const lines = [
    `at ${placeLabel(finding)}${time === null ? '' : `, ${timeLabel(time)} UTC`}`,
    `by ${actorLabel(actor)}: ${actionLabel(action)} (${action.outcome})`,
    ...reasons,
    `techniques: ${attack.map(({ technique }) => technique).join(' ')}`,
    ...(detector.author === undefined ? [] : [`rule by ${detector.author}`]),
    ...(visibility.missing.length > 0 ? [`not seen: ${visibility.missing.join(', ')}`] : []),
  ];
  return lines.map(escapeXml).join('\n');
}

function toldIncident({ id, severity, title, findings, story }: Incident): ToldIncident {
  const text = `${severity}: ${title} (${counted(findings.length, 'finding')})`;
  return {
    property: `<property name="incident ${id}" value="${escapeXml(text)}"/>\n`,
    story: `incident ${id}: ${escapeXml(text)}\n${escapeXmlLines(story)}\n\n`,
  };
}

interface ToldIncident {
  readonly property: string;
  readonly story: string;
}

function runSuite(
  summary: Summary,
  incidents: readonly ToldIncident[],
  { now, version }: PrinterOptions,
): string {
  const when = now === undefined ? '' : ` timestamp="${escapeXml(now)}"`;
  const { refused } = summary;
  const isSkipped = refused > 0 || summary.events === 0;
  const why = refused > 0 ? `${grouped(refused)} refused, not judged` : noIncidents(summary);
  const skipped = isSkipped ? `<skipped message="${escapeXml(why)}"/>\n` : '';
  const output = summarySentences(summary).map(escapeXml).join('\n');
  return `<testsuite name="watchbill" tests="1" failures="0" errors="0" skipped="${isSkipped ? 1 : 0}"${when}>
<properties>
<property name="version" value="${escapeXml(version)}"/>
${incidents.map(({ property }) => property).join('')}</properties>
<testcase classname="watchbill" name="input was read and judged" time="0">
${skipped}<system-out>${incidents.map(({ story }) => story).join('')}${output}</system-out>
</testcase>
</testsuite>
`;
}
