import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import type { Found } from '../../test/support/found.ts';
import { emptyFound, print, sampleFound } from '../../test/support/found.ts';
import { elementsNamed, parseXml } from '../../test/support/xml.ts';
import type { Json } from '../model/json.ts';
import { fieldOf, listAt, objectAt } from '../model/json.ts';
import type { PrinterOptions } from './printer-options.ts';
import type { PrinterName } from './printers.ts';
import { isPrinterName, loadPrinter, printerNames } from './printers.ts';

const options: PrinterOptions = { color: false, width: 120, version: '1.2.3', now: '2026-11-24T00:00:00Z' };

async function printed(
  name: PrinterName,
  found: Found,
  changes: Partial<PrinterOptions> = {},
): Promise<string> {
  const create = await loadPrinter(name);
  let text = '';
  print(
    found,
    create({ ...options, ...changes }, part => {
      text += part;
    }),
  );
  return text;
}

interface Counts {
  readonly findings: number;
  readonly incidents: number;
}

const matches = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
const sumOf = (text: string, pattern: RegExp): number =>
  [...text.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);

/** Findings and incidents, counted back out of what each printer wrote. */
const counters: { readonly [name in PrinterName]: (text: string) => Counts } = {
  table: text => ({
    findings:
      sumOf(text, /^ {2}Since .*; (\d+) findings?$/gm) +
      sumOf(text, /^Outside incidents: (\d+) findings?$/gm),
    incidents: matches(text, /^ {10}incident [0-9a-f]{16}/gm),
  }),
  wide: text => {
    const [findings = '', incidents = ''] = text.split('\nLAST SEEN');
    return {
      findings: matches(findings, / {2}[0-9a-f]{16}$/gm),
      incidents: matches(incidents, / {2}[0-9a-f]{16}$/gm),
    };
  },
  ndjson: text => countsOf(text.trimEnd().split('\n').map(parse)),
  json: text => ({
    findings: listAt(parse(text), 'findings').length,
    incidents: listAt(parse(text), 'incidents').length,
  }),
  yaml: text => countsOf(yamlDocuments(text)),
  sarif: text => {
    const run = listAt(parse(text), 'runs')[0];
    return {
      findings: listAt(run, 'results').length,
      incidents: listAt(objectAt(run, 'properties'), 'incidents').length,
    };
  },
  junit: text => ({
    findings: elementsNamed(parseXml(text), 'failure').length,
    incidents: elementsNamed(parseXml(text), 'property').filter(({ attributes }) =>
      attributes.get('name')?.startsWith('incident '),
    ).length,
  }),
  markdown: text => ({
    findings:
      sumOf(text, /incident [0-9a-f]{16}, (\d+) findings?/g) +
      sumOf(text, /^### Outside incidents: (\d+) findings?$/gm),
    incidents: matches(text, /incident [0-9a-f]{16}, \d+ findings?/g),
  }),
  html: text => ({
    findings: sumOf(text, /<article [^>]* data-findings="(\d+)"/g) + sumOf(text, /data-outside="(\d+)"/g),
    incidents: matches(text, /<article class="incident /g),
  }),
};

function parse(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

function yamlDocuments(text: string, version: '1.1' | '1.2' = '1.2'): readonly Json[] {
  return [...parseAllDocuments(text, { version })].map(document => {
    assert.deepEqual(document.errors, []);
    return parse(JSON.stringify(document.toJS()));
  });
}

function countsOf(lines: readonly Json[]): Counts {
  const many = (type: string) => lines.filter(line => fieldOf(line, 'type') === type).length;
  assert.equal(many('summary'), 1);
  return { findings: many('finding'), incidents: many('incident') };
}

const found = sampleFound();

describe('all printers agree', () => {
  for (const name of printerNames) {
    test(`${name} tells every finding and incident`, async () => {
      assert.ok(found.findings.length > 20 && found.incidents.length > 10);
      assert.deepEqual(counters[name](await printed(name, found)), {
        findings: found.findings.length,
        incidents: found.incidents.length,
      });
    });

    test(`${name} is whole when nothing was found`, async () => {
      const text = await printed(name, emptyFound);
      assert.deepEqual(counters[name](text), { findings: 0, incidents: 0 });
    });

    test(`${name} is whole with findings and no incidents`, async () => {
      const quiet = found.findings.filter(({ severity }) => severity === 'low');
      const text = await printed(name, { ...found, findings: quiet, incidents: [] });
      assert.deepEqual(counters[name](text), { findings: quiet.length, incidents: 0 });
    });

    test(`${name} writes the same when it may not wait`, async () => {
      if (name === 'wide') return; // Its columns are then as wide as their header.
      assert.equal(await printed(name, found, { live: true }), await printed(name, found));
    });

    test(`${name} writes the same twice`, async () => {
      assert.equal(await printed(name, found), await printed(name, sampleFound()));
    });

    test(`${name} writes nothing that a terminal would obey or hide`, async () => {
      const text = await printed(name, found);
      const hidden = /[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.exec(text);
      assert.equal(
        hidden,
        null,
        `${JSON.stringify(hidden?.[0])} in ${JSON.stringify(text.slice((hidden?.index ?? 0) - 40, hidden?.index))}`,
      );
    });
  }
});

describe('findings are written as they come, not held', () => {
  for (const name of ['ndjson', 'json', 'yaml', 'sarif', 'junit', 'wide'] as const) {
    test(name, async () => {
      const create = await loadPrinter(name);
      let written = 0;
      const printer = create(options, text => {
        written += text.length;
      });
      const [finding] = found.findings;
      assert.ok(finding);
      const size = 3000;
      for (let index = 0; index < size; index += 1) printer.finding(finding);
      assert.ok(written > size * 150, `${written} characters before the end`);
    });
  }
});

describe('what machines read is the model', () => {
  const lines = [...found.findings, ...found.incidents, found.summary].map(value =>
    parse(JSON.stringify(value)),
  );
  const sound = (values: readonly Json[]): readonly Json[] =>
    values.map(value =>
      parse(
        JSON.stringify(value, (_, text: unknown) => (typeof text === 'string' ? text.toWellFormed() : text)),
      ),
    );

  test('ndjson, type first', async () => {
    const text = (await printed('ndjson', found)).trimEnd().split('\n');
    assert.deepEqual(text.map(parse), lines);
    for (const line of text) assert.match(line, /^\{"type":"(finding|incident|summary)",/);
  });

  test('json', async () => {
    const value = parse(await printed('json', found));
    assert.deepEqual(
      [...listAt(value, 'findings'), ...listAt(value, 'incidents'), fieldOf(value, 'summary')],
      lines,
    );
  });

  for (const version of ['1.1', '1.2'] as const) {
    test(`yaml, read as YAML ${version}`, async () => {
      assert.deepEqual(yamlDocuments(await printed('yaml', found), version), sound(lines));
    });
  }
});

test('the list of printers is whole', async () => {
  for (const name of printerNames) assert.equal(typeof (await loadPrinter(name)), 'function');
  assert.equal(new Set(printerNames).size, 9);
  assert.ok(isPrinterName('sarif'));
  assert.ok(!isPrinterName('constructor'));
});
