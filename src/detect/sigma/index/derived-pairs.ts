import { globsMeet } from '../match/glob.ts';
import { alternatives } from '../match/item-test.ts';
import type { DetectionItem } from '../rule/detection.ts';
import type { Pattern } from '../rule/pattern.ts';
import type { PairTest } from './needs.ts';

/**
 * Which verbs and resources can give a derived field a value that an item asks for: the two patterns, that of the rule
 * and that of all values with this verb and resource, must meet. Group, version and the rest are left open.
 */
export function derivedPairTest(field: string, item: DetectionItem): PairTest | undefined {
  const forms = formsOf.get(field);
  if (forms === undefined) return undefined;
  const patterns: Pattern[] = [];
  for (const value of item.values.flatMap(alternatives)) {
    if (value.type !== 'text') return undefined;
    patterns.push(lowered(value.pattern));
  }
  return (verb, resource) =>
    resource !== '' && forms(verb, resource).some(form => patterns.some(pattern => globsMeet(form, pattern)));
}

const formsOf: ReadonlyMap<string, (verb: string, resource: string) => readonly Pattern[]> = new Map([
  ['watchbill.gke.methodName', gkeForms],
  ['watchbill.azure.operationName', azureForms],
]);

function gkeForms(verb: string, resource: string): readonly Pattern[] {
  return [
    [many, text(`.${resource}.${verb}`)],
    [many, text(`.${resource}.`), many, text(`.${verb}`)],
  ];
}

function azureForms(_verb: string, resource: string): readonly Pattern[] {
  return [[text('microsoft.containerservice/managedclusters/'), many, text(`${resource}/`), many]];
}

const many = { type: 'many' } as const;
const text = (value: string) => ({ type: 'text', text: value }) as const;

const lowered = (pattern: Pattern): Pattern =>
  pattern.map(part => (part.type === 'text' ? text(part.text.toLowerCase()) : part));
