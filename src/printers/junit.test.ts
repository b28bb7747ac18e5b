import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Found } from '../../test/support/found.ts';
import { emptyFound, print, sampleFound } from '../../test/support/found.ts';
import type { Element } from '../../test/support/xml.ts';
import { elementsNamed, parseXml } from '../../test/support/xml.ts';
import { escapeXml } from './escape-xml.ts';
import { junitPrinter } from './junit.ts';

function junit(found: Found): Element {
  let text = '';
  const options = { color: false, width: 80, version: '1.2.3', now: '2026-11-24T00:00:00Z' };
  print(
    found,
    junitPrinter(options, part => {
      text += part;
    }),
  );
  return parseXml(text);
}

const found = sampleFound();
const [finding] = found.findings;
const attribute = (element: Element | undefined, name: string) => element?.attributes.get(name);

test('every suite counts its own cases', () => {
  const suites = elementsNamed(junit(found), 'testsuite');
  assert.ok(suites.length > 10);
  for (const suite of suites) {
    for (const [name, element] of [
      ['tests', 'testcase'],
      ['failures', 'failure'],
      ['skipped', 'skipped'],
    ] as const)
      assert.equal(Number(attribute(suite, name)), elementsNamed(suite, element).length);
  }
});

test('a suite a file, a failed case a finding', () => {
  const suite = elementsNamed(junit(found), 'testsuite').find(
    one => attribute(one, 'name') === 'deploy/cron.yaml',
  );
  const [testcase] = elementsNamed(suite ?? junit(found), 'testcase');
  assert.equal(attribute(testcase, 'file'), 'deploy/cron.yaml');
  assert.equal(attribute(testcase, 'line'), '7');
  assert.equal(attribute(testcase, 'classname'), 'Downloads a script and pipes it into a shell');
  const [failure] = testcase?.children ?? [];
  assert.equal(attribute(failure, 'type'), 'medium');
  assert.match(failure?.text ?? '', /by -: create \(proposed\)/);
});

test('a file with very many findings is told in parts, so that it is not held', () => {
  assert.ok(finding);
  const findings = Array.from({ length: 2500 }, () => finding);
  const names = elementsNamed(junit({ ...found, findings, incidents: [] }), 'testsuite').map(one =>
    attribute(one, 'name'),
  );
  assert.deepEqual(names, ['audit.log', 'audit.log (part 2)', 'audit.log (part 3)', 'watchbill']);
});

describe('the run itself is a case', () => {
  const own = (model: Found) => elementsNamed(junit(model), 'testsuite').at(-1);

  test('that passes when all was judged', () => {
    const suite = own({ ...found, summary: { ...found.summary, refused: 0, refusals: [] } });
    assert.equal(attribute(suite, 'skipped'), '0');
    assert.equal(attribute(suite, 'timestamp'), '2026-11-24T00:00:00Z');
  });

  test('that is skipped when some was refused or nothing was read', () => {
    for (const model of [found, emptyFound]) assert.equal(attribute(own(model), 'skipped'), '1');
  });

  test('with the stories and the summary as its output', () => {
    const suite = own(found);
    const [output] = suite === undefined ? [] : elementsNamed(suite, 'system-out');
    assert.match(output?.text ?? '', /^Who: dev@corp\.example/m);
    assert.match(output?.text ?? '', /^5,025 events read/m);
  });
});

test('escapeXml leaves nothing that XML forbids or reads', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const escaped = escapeXml(text);
      const root = parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n<a b="${escaped}">${escaped}</a>`);
      assert.equal(root.text, root.attributes.get('b'));
    }),
  );
});
