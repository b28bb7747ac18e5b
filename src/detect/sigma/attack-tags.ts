import type { AttackReference } from '../../model/signal.ts';

const tacticsById: ReadonlyMap<string, string> = new Map([
  ['ta0001', 'initial-access'],
  ['ta0002', 'execution'],
  ['ta0003', 'persistence'],
  ['ta0004', 'privilege-escalation'],
  ['ta0005', 'defense-evasion'],
  ['ta0006', 'credential-access'],
  ['ta0007', 'discovery'],
  ['ta0008', 'lateral-movement'],
  ['ta0009', 'collection'],
  ['ta0010', 'exfiltration'],
  ['ta0011', 'command-and-control'],
  ['ta0040', 'impact'],
  ['ta0042', 'resource-development'],
  ['ta0043', 'reconnaissance'],
]);

/**
 * Techniques of a rule's tags (`attack.t1053.007`), each with the rule's tactics (`attack.privilege-escalation`, also
 * with underscores or as `attack.ta0004`): tags do not say which tactic belongs to which technique.
 */
export function attackReferences(tags: readonly string[]): readonly AttackReference[] {
  const names = tags.map(tag => tag.toLowerCase()).filter(tag => tag.startsWith('attack.'));
  const parts = names.map(tag => tag.slice('attack.'.length));
  const tactics = [...new Set(parts.flatMap(tacticOf))];
  const techniques = new Set(parts.filter(part => /^t\d{4}(\.\d{3})?$/.test(part)));
  return [...techniques].map(technique => ({ technique: technique.toUpperCase(), tactics }));
}

/** Groups, software, data sources, mitigations and assets are no tactics. */
function tacticOf(part: string): readonly string[] {
  if (/^(t|g|s|ds|dc|det|an|m|a|c)\d+/.test(part)) return [];
  return [tacticsById.get(part) ?? part.replaceAll('_', '-')];
}
