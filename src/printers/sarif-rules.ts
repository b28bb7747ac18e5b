import type { Finding } from '../model/finding.ts';
import type { DescribeRule, RuleDescription } from '../model/rule-description.ts';
import type { AttackReference } from '../model/signal.ts';
import { visible } from '../model/visible-text.ts';
import { markdownProse } from './escape-markdown.ts';
import { sarifRuleId } from './sarif-result.ts';
import { sarifLevel, sarifMessage, sarifScore } from './sarif-text.ts';

export interface SarifRules {
  /** The place of a finding's rule among the descriptors. */
  indexOf(finding: Finding): number;
  descriptors(): readonly object[];
  /** The ATT&CK techniques that the rules name. */
  taxa(): readonly object[];
}

/** The rules that the results name, in the order in which they first do: at most as many as there are rules. */
export function createSarifRules(describe: DescribeRule | undefined): SarifRules {
  const indexes = new Map<string, number>();
  const descriptors: object[] = [];
  const techniques = new Set<string>();
  return {
    indexOf: finding => {
      const id = sarifRuleId(finding);
      const known = indexes.get(id);
      if (known !== undefined) return known;
      indexes.set(id, descriptors.length);
      for (const { technique } of finding.attack) techniques.add(technique);
      return descriptors.push(descriptor(finding, describe?.(finding.detector.id))) - 1;
    },
    descriptors: () => descriptors,
    taxa: () => [...techniques].map(taxon),
  };
}

function descriptor(finding: Finding, rule: RuleDescription | undefined): object {
  const { title, severity, attack, detector } = finding;
  const description = rule?.description ?? '';
  const helpUri = rule?.references.find(reference => /^https?:/.test(reference) && URL.canParse(reference));
  return {
    id: sarifRuleId(finding),
    name: visible(title),
    shortDescription: sarifMessage(title),
    ...(description !== '' && { fullDescription: sarifMessage(description) }),
    ...(rule !== undefined && { help: helpOf(rule) }),
    ...(helpUri !== undefined && { helpUri: new URL(helpUri).href }),
    defaultConfiguration: { level: sarifLevel(severity) },
    relationships: techniquesOf(attack).map(relationship),
    properties: {
      tags: tagsOf(attack),
      'security-severity': sarifScore(severity),
      ...(detector.author !== undefined && { author: visible(detector.author) }),
    },
  };
}

/** `security` is what makes GitHub show a rule's severity. */
function tagsOf(attack: readonly AttackReference[]): readonly string[] {
  const tactics = attack.flatMap(({ tactics: names }) => names.map(name => `attack.${name}`));
  const techniques = attack.map(({ technique }) => `attack.${technique.toLowerCase()}`);
  return [...new Set(['security', ...tactics, ...techniques].map(visible))];
}

function techniquesOf(attack: readonly AttackReference[]): readonly string[] {
  return [...new Set(attack.map(({ technique }) => visible(technique)))];
}

function relationship(technique: string): object {
  return { target: { id: technique, toolComponent: { name: 'MITRE ATT&CK' } }, kinds: ['relevant'] };
}

function taxon(technique: string): object {
  const path = technique.replace('.', '/');
  return {
    id: visible(technique),
    ...(/^T\d{4}(\/\d{3})?$/.test(path) && { helpUri: `https://attack.mitre.org/techniques/${path}/` }),
  };
}

function helpOf({ description, response, falsepositives, blindspots }: RuleDescription) {
  const parts = [
    { heading: 'What to do', sentences: response },
    { heading: 'Known false alarms', sentences: falsepositives },
    { heading: 'What it cannot see', sentences: blindspots },
  ].filter(({ sentences }) => sentences.length > 0);
  const plain = parts.map(({ heading, sentences }) => `${heading}: ${sentences.join(' ')}`);
  const marked = parts.map(
    ({ heading, sentences }) =>
      `**${heading}**\n\n${sentences.map(sentence => `- ${markdownProse(sentence)}`).join('\n')}`,
  );
  return {
    ...sarifMessage([description, ...plain].filter(part => part !== '').join('\n\n')),
    markdown: [description.split('\n').map(markdownProse).join('\n'), ...marked]
      .filter(part => part !== '')
      .join('\n\n'),
  };
}
