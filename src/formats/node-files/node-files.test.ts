import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringAt } from '../../model/json.ts';
import { decodeExample } from '../envelope/decode-all.ts';

test('files of nodes are told with what their folder is for, manifests with their pod', () => {
  const { activities, refusals, skipped } = decodeExample('node-files', 'static-pod.jsonl');
  assert.deepEqual([refusals, skipped], [[], 0]);
  const told = activities.map(activity => {
    assert.ok(activity.type === 'file');
    return [
      activity.act,
      activity.folder,
      activity.origin.file,
      stringAt(activity.object?.['metadata'], 'name'),
    ];
  });
  const folder = '/etc/kubernetes/manifests';
  assert.deepEqual(told, [
    ['seen', 'static-pods', `${folder}/`, undefined],
    ['seen', 'static-pods', `${folder}/etcd.yaml`, 'etcd'],
    ['written', 'static-pods', `${folder}/backup.yaml`, 'backup'],
    ['written', 'static-pods', `${folder}/broken.yaml`, undefined],
    ['written', 'cron', '/etc/cron.d/refresh', undefined],
    ['removed', 'static-pods', `${folder}/backup.yaml`, undefined],
  ]);
});
