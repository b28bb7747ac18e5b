import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Files that a module loads with itself, and packages that it names; type imports load nothing. */
function loadedBy(entry: URL): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file.href)) continue;
    loaded.add(file.href);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) (?!type\b)[^;]*?from '([^']+)'/gm,
    )) {
      if (name.startsWith('.')) waiting.push(new URL(name, file));
      else loaded.add(name);
    }
  }
  return loaded;
}

for (const entry of [
  'collector.ts',
  '../printers/printers.ts',
  '../printers/ndjson.ts',
  '../printers/table.ts',
]) {
  test(`${entry} loads neither zod nor yaml, which cost 100 ms of start-up`, () => {
    const loaded = loadedBy(new URL(entry, import.meta.url));
    assert.ok(loaded.size > 0);
    assert.ok(!loaded.has('zod') && !loaded.has('yaml'), [...loaded].join('\n'));
  });
}
