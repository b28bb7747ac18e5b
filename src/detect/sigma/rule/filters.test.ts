import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineText, matches, problemsOf } from '../../../../test/support/sigma-rules.ts';

describe('filters', () => {
  const rule = lineText('verb', 'create').replace('title: Test', 'title: Test\nname: the_rule');
  const filter = (rules: string, condition = 'not admins', logsource = 'product: kubernetes') =>
    `${rule}---\ntitle: F\nlogsource: {${logsource}}\nfilter:\n  rules: ${rules}\n  admins: {user.username|startswith: adm_}\n  admins2: {userAgent: x}\n  condition: ${condition}\n`;
  const event = (username: string) => ({ verb: 'create', user: { username } });
  const rows: readonly (readonly [string, string, boolean])[] = [
    [filter('any'), 'adm_a', false],
    [filter('any'), 'bob', true],
    [filter('[]'), 'adm_a', false],
    [filter('the_rule'), 'adm_a', false],
    [filter('[00000000-0000-4000-8000-000000000001]'), 'adm_a', false],
    [filter('[another]'), 'adm_a', true],
    [filter('any', 'not 1 of adm*'), 'adm_a', false],
    [filter('any', 'not 1 of them'), 'adm_a', false],
    [filter('any', 'admins'), 'adm_a', true],
    [filter('any', 'admins'), 'bob', false],
    [filter('any', 'not admins', 'product: windows'), 'adm_a', true],
    [filter('any', 'not admins', 'service: audit'), 'adm_a', false],
  ];
  for (const [text, user, expected] of rows)
    it(`${text.split('---')[1]?.replaceAll('\n', ' ')} on ${user}`, () =>
      assert.equal(matches(text, event(user)), expected));

  it('problems', () => {
    assert.deepEqual(problemsOf(filter('any', 'admins')), ['filter-includes 19:14']);
    assert.deepEqual(problemsOf(filter('5')), ['filter-rules 16:3']);
    assert.deepEqual(problemsOf(filter('any', 'not x')), ['invalid-condition 19:18']);
  });
});
