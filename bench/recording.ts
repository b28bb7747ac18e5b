/**
 * What rules find in the labelled recording: scenarios found, and alerts that are about something else.
 *   node bench/recording.ts
 * Shows that things work and how well on one recording; rules must not be made for it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'recordings/harbor');

interface Truth {
  readonly auditID?: string;
  readonly label: string;
  readonly scenario: string;
  readonly namespace: string;
  readonly name: string;
}

interface Line {
  readonly type: string;
  readonly id: string;
  readonly findings: readonly string[];
  readonly evidence: readonly { readonly auditID: string }[];
  readonly workload: { readonly namespace: string; readonly name: string };
}

const truth: readonly Truth[] = readFileSync(join(folder, 'truth.jsonl'), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line));
const attacks = truth.filter(({ label }) => label === 'malicious');
const scenarios = new Set(attacks.map(({ scenario }) => scenario));

console.log('| Rules | Alerts | Scenarios found | Other alerts |\n|---|---|---|---|');
report('SigmaHQ: Kubernetes CronJob/Job Modification', 'finding', [
  '--rules',
  join(
    root,
    'rules/community/sigmahq/rules/application/kubernetes/audit/kubernetes_audit_cronjob_modification.yml',
  ),
]);
report("SigmaHQ: all 16 for Kubernetes' audit log", 'finding', [
  '--rules',
  join(root, 'rules/community/sigmahq/rules/application/kubernetes/audit'),
]);
report("Watchbill's own, incidents", 'incident', []);

function report(name: string, type: 'finding' | 'incident', options: readonly string[]): void {
  const alerts = scan(options).filter(line => line.type === type);
  const hits = alerts.map(scenariosOf);
  const found = new Set(hits.flat());
  const other = hits.filter(hit => hit.length === 0).length;
  const missed = [...scenarios].filter(scenario => !found.has(scenario));
  console.log(`| ${name} | ${alerts.length} | ${found.size} of ${scenarios.size} | ${other} |`);
  if (type === 'incident') console.log(`\nnot found: ${missed.join(', ') || 'none'}`);
}

function scan(options: readonly string[]): readonly Line[] {
  const words = ['scan', join(folder, 'audit.log.gz'), '-q', '-o', 'ndjson', ...options];
  const { stdout } = spawnSync(join(root, 'bin/watchbill'), words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

/** By the request; an attack without one (a static pod) by its object. */
function scenariosOf({ evidence, workload }: Line): readonly string[] {
  const ids = new Set(evidence.map(({ auditID }) => auditID));
  return attacks
    .filter(({ auditID, namespace, name }) =>
      auditID === undefined ? workload.namespace === namespace && workload.name === name : ids.has(auditID),
    )
    .map(({ scenario }) => scenario);
}
