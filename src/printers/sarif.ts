import type { Summary } from '../model/summary.ts';
import { visible } from '../model/visible-text.ts';
import { inBlocks } from './blocks.ts';
import type { CreatePrinter, PrinterOptions } from './printer-options.ts';
import { safeJson } from './safe-json.ts';
import { sarifInvocation } from './sarif-invocation.ts';
import { sarifResult } from './sarif-result.ts';
import type { SarifRules } from './sarif-rules.ts';
import { createSarifRules } from './sarif-rules.ts';

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
const opening =
  '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[';

/** SARIF 2.1.0: results as they come; the rules that they name, incidents and what was refused after them. */
export const sarifPrinter: CreatePrinter = (options, write) => {
  const out = inBlocks(write, options);
  const rules = createSarifRules(options.describe);
  let before = `${opening}\n`;
  let incidents = '';
  return {
    finding: finding => {
      out.add(before + safeJson(sarifResult(finding, rules.indexOf(finding))));
      before = ',\n';
    },
    incident: incident => {
      incidents += `${incidents === '' ? '' : ',\n'}${safeJson(incident)}`;
    },
    summary: summary => {
      out.add(`${before === ',\n' ? '\n' : before}],${restOfRun(summary, rules, options)}`);
      out.add(`"properties":{"incidents":[${incidents}],"summary":${safeJson(summary)}}}]}\n`);
      out.flush();
    },
  };
};

function restOfRun(summary: Summary, rules: SarifRules, options: PrinterOptions): string {
  const driver = {
    name: 'Watchbill',
    version: visible(options.version),
    semanticVersion: visible(options.version),
    rules: rules.descriptors(),
  };
  const techniques = {
    name: 'MITRE ATT&CK',
    organization: 'MITRE',
    shortDescription: { text: 'Adversary tactics and techniques' },
    informationUri: 'https://attack.mitre.org/',
    taxa: rules.taxa(),
  };
  const parts = {
    tool: { driver: { ...driver, supportedTaxonomies: [{ name: techniques.name, index: 0 }] } },
    taxonomies: [techniques],
    invocations: [sarifInvocation(summary, options)],
    columnKind: 'utf16CodeUnits',
  };
  return `${safeJson(parts).slice(1, -1)},\n`;
}
