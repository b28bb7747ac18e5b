import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompiledRule } from '../../src/detect/sigma/compile-rules.ts';
import { createRuleMatcher } from '../../src/detect/sigma/rule-matcher.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { fieldOf, objectAt, stringAt } from '../../src/model/json.ts';
import { compile } from './ask.ts';
import { generateInput } from './generate.ts';
import { writtenInput } from './written-cases.ts';

/**
 * The oracle asks each rule by itself. Here all of them stand behind one index, which must find the same ones, and whose
 * interest must admit every event that a rule matches.
 */
const inputs = [generateInput(1, 250), generateInput(2, 250), writtenInput()];

for (const [number, { events, cases }] of inputs.entries()) {
  const rules = cases.flatMap(each => {
    const compiled = compile(each);
    return 'rules' in compiled ? compiled.rules : [];
  });

  test(`an index of ${rules.length} rules finds those that match (${number + 1})`, () => {
    const matcher = createRuleMatcher(rules);
    const place = (rule: CompiledRule): number => rules.indexOf(rule);
    for (const event of events) {
      const expected = rules.filter(rule => rule.matches(event));
      assert.deepEqual(matcher.matching(event).map(place), expected.map(place), JSON.stringify(event));
    }
  });

  test(`the interest of each rule alone admits what it matches (${number + 1})`, () => {
    for (const rule of rules) {
      const { interest } = createRuleMatcher([rule]);
      for (const event of events) {
        if (!hasPlainHeader(event) || !rule.matches(event)) continue;
        assert.ok(
          admits(interest, event),
          `${JSON.stringify(rule.document.body['detection'])}: ${JSON.stringify(event)}`,
        );
      }
    }
  });
}

/** Events of another shape are parsed whole, whatever the interest. */
function hasPlainHeader(event: JsonObject): boolean {
  const user = objectAt(event, 'user');
  const texts = [event['verb'], event['userAgent'], event['requestURI'], fieldOf(user, 'username')];
  const code = fieldOf(objectAt(event, 'responseStatus'), 'code');
  const isStatus = code === undefined || (typeof code === 'number' && /^[1-9]\d\d$/.test(String(code)));
  return isStatus && texts.every(text => text === undefined || typeof text === 'string');
}

function admits(
  { pair, codes, userAgent, username, requestURI }: ReturnType<typeof createRuleMatcher>['interest'],
  event: JsonObject,
): boolean {
  const resource = stringAt(objectAt(event, 'objectRef'), 'resource') ?? '';
  const code = fieldOf(objectAt(event, 'responseStatus'), 'code');
  return (
    pair(stringAt(event, 'verb') ?? '', resource) ||
    (typeof code === 'number' && codes.has(code)) ||
    (userAgent?.(stringAt(event, 'userAgent') ?? '') ?? false) ||
    (username?.(stringAt(objectAt(event, 'user'), 'username') ?? '') ?? false) ||
    (requestURI?.(stringAt(event, 'requestURI') ?? '') ?? false)
  );
}
