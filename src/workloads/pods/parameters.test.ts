import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../model/json.ts';
import { parametersOf } from './parameters.ts';

const fill = parametersOf({
  spec: {
    arguments: {
      parameters: [
        { name: 'cmd', value: 'date -u' },
        { name: 'n', value: 3 },
      ],
    },
    templates: [
      {
        inputs: {
          parameters: [
            { name: 'where', default: 'here' },
            { name: 'passed', value: '{{workflow.parameters.cmd}}' },
          ],
        },
      },
      { inputs: { parameters: [{ name: 'where', value: 'there' }] } },
    ],
    params: [
      { name: 'url', default: 'https://files.example' },
      { name: 'list', value: ['a', 'b'] },
      { name: '__proto__', value: 'x' },
    ],
  },
});

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['plain', ['plain']],
  ['sh -c {{workflow.parameters.cmd}}', ['sh -c date -u']],
  ['{{ inputs.parameters.where }}', ['here', 'there']],
  ['{{=workflow.parameters.n}}', ['3']],
  ['{{inputs.parameters.passed}}', ['{{inputs.parameters.passed}}']],
  ['curl $(params.url)', ['curl https://files.example']],
  ['curl $(params["url"]) $(tt.params.url)', ['curl https://files.example https://files.example']],
  ['echo $(params.list[*])', ['echo a b']],
  [
    '$(params.constructor) {{inputs.parameters.toString}}',
    ['$(params.constructor) {{inputs.parameters.toString}}'],
  ],
  ['echo $(date) {{steps.a.outputs.result}}', ['echo $(date) {{steps.a.outputs.result}}']],
];
for (const [text, expected] of cases) test(text, () => assert.deepEqual(fill(text), expected));

test('a value with `$&` is text', () => {
  const of = parametersOf({ spec: { params: [{ name: 'a', value: '$& $1' }] } });
  assert.deepEqual(of('x $(params.a)'), ['x $& $1']);
});

test('texts stay bounded, and any parameters are read', () => {
  const of = parametersOf({ spec: { params: [{ name: 'a', value: 'y'.repeat(30_000) }] } });
  assert.ok((of('$(params.a)'.repeat(1_000))[0] ?? '').length <= 32_768);
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, text) => {
      const spec: Json = JSON.parse(JSON.stringify({ params: value }));
      assert.ok(parametersOf({ spec })(`{{${text}}} $(params.${text})`).length >= 1);
    }),
  );
});
