import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Import } from './imports.ts';
import { importsOf } from './imports.ts';
import { files, isTest, sources } from './repository.ts';

/** Which folders of src/ each may import besides itself; ARCHITECTURE.md says the same in words. */
const allowed = new Map<string, readonly string[]>([
  ['model', []],
  ['sources', ['model']],
  ['formats', ['model']],
  ['workloads', ['model']],
  ['lineage', ['model', 'workloads']],
  ['inventory', ['model', 'workloads', 'lineage']],
  ['detect', ['model', 'formats', 'workloads', 'lineage']],
  ['findings', ['model', 'workloads', 'lineage', 'detect']],
  ['coverage', ['model', 'workloads', 'detect']],
  ['printers', ['model']],
  ['pipeline', ['model']],
  ['stores', ['model']],
  ['evaluate', ['model']],
  [
    'app',
    [
      'model',
      'sources',
      'formats',
      'workloads',
      'lineage',
      'inventory',
      'detect',
      'findings',
      'coverage',
      'printers',
      'pipeline',
      'stores',
      'evaluate',
    ],
  ],
  ['cli', ['model', 'app']],
]);

/** Types of these, but no code. */
const typesOf = new Map<string, readonly string[]>([
  ['workloads', ['formats']],
  [
    'cli',
    ['formats', 'workloads', 'lineage', 'detect', 'findings', 'coverage', 'printers', 'pipeline', 'evaluate'],
  ],
]);

/** Parts side by side in these folders do not know each other; what they share lies beside them. */
const foldersOfParts = ['sources', 'stores'];

const pureFolders = [
  'model',
  'formats',
  'workloads',
  'lineage',
  'inventory',
  'detect',
  'findings',
  'coverage',
  'evaluate',
];
/** Modules of Node that compute and nothing else. */
const pureModules = [
  'node:path',
  'node:buffer',
  'node:crypto',
  'node:zlib',
  'node:util',
  'node:string_decoder',
];

const folderOf = (file: string): string => (file.startsWith('src/') ? (file.split('/')[1] ?? '') : '');
const inSource = sources.filter(file => file.startsWith('src/') && !isTest(file));
/** What the program is made of; what only tests use may do as tests do. */
const program = reachableFrom('src/cli/main.ts');
const code = inSource.filter(file => program.has(file));
const imports = code.flatMap(importsOf);
const line = ({ from, to }: Import): string => `${from} imports ${to}`;

function reachableFrom(start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const file of reached) {
    for (const { to } of importsOf(file)) if (to.startsWith('src/') && files.includes(to)) reached.add(to);
  }
  return reached;
}

it('nothing lies about unused', () => {
  const used = new Set(
    sources.filter(file => !inSource.includes(file)).flatMap(file => importsOf(file).map(({ to }) => to)),
  );
  const queue = [...used];
  for (const file of queue) {
    if (!files.includes(file)) continue;
    for (const { to } of importsOf(file)) if (!used.has(to)) used.add(to) && queue.push(to);
  }
  assert.deepEqual(
    inSource.filter(file => !program.has(file) && !used.has(file)),
    [],
  );
});

describe('the direction of imports', () => {
  it('knows every folder of src/', () => {
    assert.deepEqual([...new Set(code.map(folderOf))].toSorted(), [...allowed.keys()].toSorted());
  });

  for (const [folder, others] of allowed) {
    it(`${folder} imports only ${[folder, ...others].join(', ')}`, () => {
      const wrong = imports.filter(
        each => folderOf(each.from) === folder && !mayImport(each, folder, others),
      );
      assert.deepEqual(wrong.map(line), []);
    });
  }

  it('parts side by side do not import each other', () => {
    const partOf = (file: string): string => file.split('/').slice(0, 3).join('/');
    const isInPart = (file: string): boolean => file.split('/').length > 3;
    const wrong = imports.filter(
      ({ from, to }) =>
        foldersOfParts.includes(folderOf(from)) &&
        folderOf(to) === folderOf(from) &&
        isInPart(to) &&
        partOf(to) !== partOf(from),
    );
    assert.deepEqual(wrong.map(line), []);
  });

  it('only tests import tests, and nothing imports test/', () => {
    assert.deepEqual(imports.filter(({ to }) => isTest(to)).map(line), []);
  });

  it('imports name files that exist, with their extension', () => {
    const known = new Set(files);
    const all = sources.flatMap(importsOf).filter(({ to }) => /^(src|test|bench|tools)\//.test(to));
    assert.deepEqual(all.filter(({ to }) => !known.has(to)).map(line), []);
  });
});

function mayImport({ to, typeOnly }: Import, folder: string, others: readonly string[]): boolean {
  const target = folderOf(to);
  if (target === '' || target === folder || others.includes(target)) return true;
  return typeOnly && (typesOf.get(folder) ?? []).includes(target);
}

describe('purity', () => {
  const pure = imports.filter(({ from }) => pureFolders.includes(folderOf(from)));

  it('pure folders use no module that reads, writes or waits', () => {
    const wrong = pure.filter(({ to }) => to.startsWith('node:') && !pureModules.includes(to));
    assert.deepEqual(wrong.map(line), []);
  });

  it('packages are those of package.json, and the command line is for cli alone', () => {
    const packages = imports.filter(({ to }) => !to.startsWith('node:') && !to.startsWith('src/'));
    const known = ['@bufbuild/cel', 'croner', 'cronstrue', 'diff', 'ipaddr.js', 're2js', 'yaml', 'zod'];
    const forSources = ['@bufbuild/protobuf', '@grpc/grpc-js', '@platformatic/kafka', 'jose'];
    const isOf = (to: string, name: string): boolean => to === name || to.startsWith(`${name}/`);
    const fits = ({ from, to }: Import): boolean =>
      (folderOf(from) === 'sources' && forSources.some(name => isOf(to, name))) ||
      known.some(name => isOf(to, name)) ||
      (to === 'commander' && folderOf(from) === 'cli');
    assert.deepEqual(packages.filter(each => !fits(each)).map(line), []);
  });
});
