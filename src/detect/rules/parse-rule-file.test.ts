import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRuleFile } from './parse-rule-file.ts';

const sigma = 'title: T\nlogsource: {product: kubernetes}\ndetection:\n  s: {verb: get}\n  condition: s\n';

const found = (text: string): readonly string[] =>
  parseRuleFile(text, 'r.yml').problems.map(
    ({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`,
  );

describe('problems of a file, all at once, with line and column', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['nothing wrong', sigma, []],
    ['an unknown key', `${sigma}levle: low\n`, ['warning unknown-key 6:1']],
    [
      'wrong types',
      'title: [a]\nlogsource: x\nlevel: 3\nstatus: new\ndate: 5\ntags: t\ndetection: [1]\nreferences: [[a]]\n',
      [
        'error wrong-type 1:8',
        'error wrong-type 2:12',
        'error wrong-value 3:8',
        'error wrong-value 4:9',
        'error wrong-date 5:7',
        'error wrong-type 6:7',
        'error wrong-type 7:12',
        'error wrong-type 8:14',
      ],
    ],
    ['no title', sigma.slice(9), ['error missing-title 1:1']],
    ['no log source', 'title: T\ndetection: {s: {a: b}, condition: s}\n', ['error missing-logsource 1:1']],
    ['empty log source', sigma.replace('product: kubernetes', ''), ['error empty-logsource 2:1']],
    ['no condition at all', 'title: T\nlogsource: {product: k}\n', ['error no-condition 1:1']],
    ['two kinds', `${sigma}cel: 'true'\n`, ['error two-conditions 6:1']],
    ['not a map', '- a\n- b\n', ['error not-a-map 1:1']],
    ['duplicate keys', `title: T\n${sigma}`, ['error not-yaml 2:1']],
    ['broken YAML in one document', `${sigma}---\na: b: c\n`, ['error not-yaml 7:4']],
    [
      'YAML 1.1',
      `${sigma.replace('verb: get', 'a: no, b: 0755, c: 010')}`,
      ['warning ambiguous-yaml 4:10', 'warning ambiguous-yaml 4:17', 'warning ambiguous-yaml 4:26'],
    ],
    ['old date form', `${sigma}date: 2024/1/5\n`, ['warning date-form 6:7']],
    ['an id that is no UUID', `${sigma}id: x\n`, ['warning id-not-uuid 6:5']],
    ['a tag without namespace', `${sigma}tags: [execution]\n`, ['warning tag-form 6:8']],
    ['an unknown relation', `${sigma}related: [{id: x, type: cousin}]\n`, ['error wrong-value 6:11']],
    ['an unknown action', `action: all\n${sigma}`, ['error unknown-action 1:9']],
  ];
  for (const [name, text, expected] of rows) it(name, () => assert.deepEqual(found(text), expected));
});

describe('kinds of rules', () => {
  const rows: readonly (readonly [string, string])[] = [
    [sigma, 'sigma'],
    ['title: T\nlogsource: {product: k}\ncel: change.verb == "create"\n', 'cel'],
    ['title: T\ncorrelation: {type: event_count, rules: [a]}\n', 'sigma-correlation'],
    [
      'title: T\nlogsource: {product: k}\nfilter: {rules: any, s: {a: b}, condition: not s}\n',
      'sigma-filter',
    ],
  ];
  for (const [text, type] of rows)
    it(type, () => {
      const { documents, problems } = parseRuleFile(text, 'r.yml');
      assert.deepEqual(problems, []);
      assert.equal(documents[0]?.type, type);
    });

  it('metadata', () => {
    const text = `${sigma}id: 0C9b3bda-41a6-4442-9345-356ae86343dc\nname: short\nlevel: High\nauthor: A\nevidence: one\nblindspots: [two]\nrelated: [{id: x, type: similar}]\nfalsepositives: [f]\ntags: [attack.t1053.007]\ndate: 2024-03-26\n`;
    const metadata = parseRuleFile(text, 'r.yml').documents[0]?.metadata;
    assert.equal(metadata?.name, 'short');
    assert.equal(metadata?.level, 'high');
    assert.deepEqual(metadata?.evidence, ['one']);
    assert.deepEqual(metadata?.blindspots, ['two']);
    assert.deepEqual(metadata?.related, [{ id: 'x', type: 'similar' }]);
    assert.deepEqual(metadata?.logsource, { category: '', product: 'kubernetes', service: '' });
    assert.equal(metadata?.date, '2024-03-26');
  });
});

describe('rule collections', () => {
  const titles = (text: string) =>
    parseRuleFile(text, 'r.yml').documents.map(({ body }) => JSON.stringify(body));

  it('global parts override those of the rules that follow, until reset', () => {
    const text = `action: global\nlevel: high\nlogsource: {service: audit}\n---\n${sigma}level: low\n---\naction: reset\n---\n${sigma}level: low\n`;
    const { documents, problems } = parseRuleFile(text, 'r.yml');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      documents.map(({ metadata }) => [
        metadata.level,
        metadata.logsource.service,
        metadata.logsource.product,
      ]),
      [
        ['high', 'audit', 'kubernetes'],
        ['low', '', 'kubernetes'],
      ],
    );
  });

  it('repeat is the previous rule with parts of its own', () => {
    const text = `${sigma}---\naction: repeat\ntitle: Again\ndetection: {s: {verb: list}}\n`;
    const { documents, problems } = parseRuleFile(text, 'r.yml');
    assert.deepEqual(problems, []);
    assert.deepEqual(documents[1]?.body['detection'], { s: { verb: 'list' }, condition: 's' });
    assert.equal(documents[1]?.metadata.title, 'Again');
    assert.equal(documents[1]?.position(['detection', 'condition']).line, 5);
    assert.equal(documents[1]?.position(['title']).line, 8);
  });

  it('keys of the prototype are data', () => {
    const text = `${sigma.replace('verb: get', '"__proto__": get, constructor: x')}`;
    assert.deepEqual(titles(text).length, 1);
    assert.match(titles(text)[0] ?? '', /__proto__/);
  });
});

describe('positions', () => {
  const text = `title: T\nlogsource: {product: k}\ncel: |\n\n  one\n    two\nlevel: 'low'\ntags: &t\n  - a.b\nfields: *t\n`;
  const [document] = parseRuleFile(text, 'r.yml').documents;
  const at = (position: { readonly line: number; readonly column: number } | undefined) =>
    `${position?.line}:${position?.column}`;

  it('of keys, items, values and characters', () => {
    assert.equal(at(document?.position(['level'])), '7:1');
    assert.equal(at(document?.valuePosition(['level'])), '7:8');
    assert.equal(at(document?.valuePosition(['level'], 1)), '7:10');
    assert.equal(at(document?.position(['tags', 0])), '9:5');
    assert.equal(at(document?.position(['fields', 0])), '9:5');
    assert.equal(at(document?.position(['no', 'such'])), '1:1');
  });

  it('in a block of text', () => {
    const cel = document?.type === 'cel' ? document.cel : '';
    assert.equal(at(document?.valuePosition(['cel'], cel.indexOf('one'))), '5:3');
    assert.equal(at(document?.valuePosition(['cel'], cel.indexOf('two') + 2)), '6:7');
  });
});

describe('hostile files', () => {
  it('aliases that expand without end', () => {
    const lines = Array.from(
      { length: 20 },
      (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`,
    );
    const { documents, problems } = parseRuleFile(`a0: &a0 x\n${lines.join('\n')}\n`, 'r.yml');
    assert.equal(documents.length, 0);
    assert.ok(problems.length > 0);
  });

  it('nesting without end', () => {
    const { documents, problems } = parseRuleFile(`${sigma}x: ${'['.repeat(50_000)}`, 'r.yml');
    assert.equal(documents.length, 0);
    assert.ok(problems.length > 0);
  });

  it('any text: never throws, problems are within the file', () => {
    const pieces = fc.constantFrom(
      ...[
        'title: T\n',
        'detection:\n',
        '  s:\n',
        '    - ',
        'a: b\n',
        '---\n',
        '&a ',
        '*a',
        '[',
        '{',
        '"',
        '|\n',
        '!!x ',
      ],
      ...[
        'action: global\n',
        'level: ',
        'null\n',
        '~\n',
        '? ',
        '\t',
        '\u0000',
        '\ufeff',
        '0x10',
        '<<: ',
        '%YAML 9\n',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 30 }).map(list => list.join('')),
    );
    fc.assert(
      fc.property(text, input => {
        for (const { line, column } of parseRuleFile(input, 'r.yml').problems) {
          assert.ok(line >= 1 && line <= input.split(/\r\n?|\n/).length + 1);
          assert.ok(column >= 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
