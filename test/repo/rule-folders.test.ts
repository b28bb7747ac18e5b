import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { files, read } from './repository.ts';

const own = files.filter(file => /^rules\/(?!community\/|pipelines\/|peers\/)/.test(file));
const folders = [...new Set(own.filter(file => file.split('/').length > 3).map(dirname))].toSorted();
const idOf = (text: string): string => /^id:\s*(\S+)/m.exec(text)?.[1] ?? '';

describe('rule folders', () => {
  it('are where rules lie: rules/<area>/<name>/', () => {
    assert.ok(folders.length >= 30, `${folders.length} rules`);
    assert.deepEqual(
      folders.filter(folder => !/^rules\/[a-z-]+\/[a-z0-9-]+$/.test(folder)),
      [],
    );
  });

  it('hold the rule, its cases and what people should know, and nothing else', () => {
    for (const folder of folders) {
      const held = own.filter(file => dirname(file) === folder).map(file => file.slice(folder.length + 1));
      assert.deepEqual(held.toSorted(), ['README.md', 'cases.yml', 'rule.yml'], folder);
    }
  });

  it('have ids of their own, and titles', () => {
    const rules = folders.map(folder => ({ folder, text: read(`${folder}/rule.yml`) }));
    const ids = rules.map(({ text }) => idOf(text));
    assert.equal(new Set(ids).size, ids.length, 'an id is used twice');
    for (const { folder, text } of rules) {
      assert.match(idOf(text), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, folder);
      const title = /^title:\s*(.+)$/m.exec(text)?.[1] ?? '';
      assert.ok(
        read(`${folder}/README.md`).startsWith(`# ${title.replace(/^(["'])(.*)\1$/, '$2')}\n`),
        folder,
      );
    }
  });

  it('the community rules come with their licence and whom to thank', () => {
    const community = files.filter(file => file.startsWith('rules/community/'));
    assert.ok(community.some(file => /LICENSE/.test(file)));
    assert.ok(community.some(file => /README\.md$/.test(file)));
  });
});
