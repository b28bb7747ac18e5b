import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangedField } from '../../model/lineage.ts';
import { changeSentences } from './story-changes.ts';

const table: readonly (readonly [ChangedField, string | undefined])[] = [
  [{ field: 'image', container: 'main', from: 'a:1', to: 'b:2' }, 'image of main: a:1 -> b:2'],
  [{ field: 'parallelism', container: '', from: '', to: '8' }, 'parallelism: (not set) -> 8'],
  [{ field: 'containers', container: 'proxy', from: '', to: 'b:2' }, 'container proxy added: b:2'],
  [{ field: 'containers', container: 'proxy', from: 'b:2', to: '' }, 'container proxy removed: b:2'],
  [{ field: 'env', container: 'main', from: '', to: 'URL' }, 'variable of main added: URL'],
  [
    { field: 'env', container: 'main', from: 'URL', to: 'URL with another value' },
    'variable of main changed: URL -> URL with another value',
  ],
  [
    {
      field: 'annotations',
      container: '',
      from: 'deployment.kubernetes.io/revision=1',
      to: 'deployment.kubernetes.io/revision=2',
    },
    undefined,
  ],
  [
    {
      field: 'annotations',
      container: '',
      from: '',
      to: 'kubectl.kubernetes.io/last-applied-configuration=...',
    },
    undefined,
  ],
  [{ field: 'annotations', container: '', from: '', to: 'team=x' }, 'annotations: (not set) -> team=x'],
];
for (const [change, sentence] of table)
  test(`${change.field}: ${sentence ?? 'bookkeeping is not told'}`, () =>
    assert.deepEqual(changeSentences([change]), sentence === undefined ? [] : [sentence]));
