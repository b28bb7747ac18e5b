import { azureAction, knownSubresources } from '../match/derived-fields.ts';
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
    resource !== '' &&
    forms(verb, resource).some(form =>
      patterns.some(pattern => !endsDiffer(form, pattern) && globsMeet(form, pattern)),
    );
}

const formsOf: ReadonlyMap<string, (verb: string, resource: string) => readonly Pattern[]> = new Map([
  ['watchbill.gke.methodName', gkeForms],
  ['watchbill.azure.operationName', azureForms],
]);

function gkeForms(verb: string, resource: string): readonly Pattern[] {
  return ['', ...knownSubresources].map(subresource => [
    many,
    text(['', resource, ...(subresource === '' ? [] : [subresource]), verb].join('.')),
  ]);
}

function azureForms(verb: string, resource: string): readonly Pattern[] {
  const prefix = 'microsoft.containerservice/managedclusters/';
  return ['', ...knownSubresources].flatMap(subresource => {
    const action = azureAction(verb, subresource);
    const tail = [resource, ...(subresource === '' ? [] : [subresource]), action].join('/');
    return [[text(prefix + tail)], [text(prefix), many, text(`/${tail}`)]];
  });
}

/** Cheaper than to compare the patterns, and enough for most. */
function endsDiffer(a: Pattern, b: Pattern): boolean {
  const [left, right] = [a.at(-1), b.at(-1)];
  if (left?.type !== 'text' || right?.type !== 'text') return false;
  return !left.text.endsWith(right.text) && !right.text.endsWith(left.text);
}

const many = { type: 'many' } as const;
const text = (value: string) => ({ type: 'text', text: value }) as const;

const lowered = (pattern: Pattern): Pattern =>
  pattern.map(part => (part.type === 'text' ? text(part.text.toLowerCase()) : part));
