import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectAt, stringAt } from '../../src/model/json.ts';
import { fileOf, objectsIn, recording, watchbill } from './run-watchbill.ts';

const json = (words: readonly string[]) => {
  const { code, out, err } = watchbill(['trace', ...words, '--from', recording, '-o', 'json']);
  assert.equal(code, 0, err);
  return objectsIn(out.replaceAll('\n', ' '))[0];
};

describe('trace', () => {
  it('a pod back to the one who wrote its template', () => {
    const { code, out } = watchbill([
      'trace',
      'po/fluent-bit-hkh67',
      '-n',
      'monitoring',
      '--from',
      recording,
    ]);
    assert.equal(code, 0);
    assert.match(out, /Who +system:serviceaccount:argocd:argocd-application-controller \(certain\)/);
    assert.match(out, /made from DaemonSet fluent-bit \(certain\)/);
  });

  it('a restarted pod: who restarted it, and who wrote what it runs', () => {
    const trace = json(['pod/storefront-b68464f4d-jnz9j', '-n', 'web']);
    assert.equal(stringAt(objectAt(trace, 'actor'), 'user'), 'dev@corp.example');
    assert.equal(
      stringAt(objectAt(trace, 'author'), 'user'),
      'system:serviceaccount:argocd:argocd-application-controller',
    );
  });

  it('by a kind as people write it, in the only namespace that has the name', () => {
    for (const kind of ['cj', 'cronjob', 'CronJob', 'cronjobs', 'cronjobs.batch']) {
      assert.equal(
        stringAt(objectAt(json([`${kind}/heartbeat`]), 'actor'), 'user'),
        'contractor@corp.example',
      );
    }
  });

  it('says what is wrong, and how', () => {
    const table = [
      { words: ['pod'], code: 2, says: /not KIND\/NAME/ },
      { words: ['pod/nobody-knows'], code: 1, says: /no pod\/nobody-knows is in the log/ },
    ];
    for (const { words, code, says } of table) {
      const ran = watchbill(['trace', ...words, '--from', recording]);
      assert.equal(ran.code, code);
      assert.match(ran.err, says);
      assert.equal(ran.out, '');
    }
    assert.equal(watchbill(['trace', 'pod/a', '--from', '/no/such/file']).code, 3);
    assert.equal(watchbill(['trace', 'pod/a', '--from', fileOf('{"kind":')]).code, 3);
  });
});
