/**
 * Makes the program of the sources: a few files instead of the six hundred of sources and dependencies, because opening and linking each
 * costs the start of every run. What is imported on demand stays in files of its own.
 *   node tools/build.ts FOLDER
 */
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const [folder = join(root, 'dist')] = process.argv.slice(2);

await build({
  absWorkingDir: root,
  entryPoints: { 'cli/main': 'src/cli/main.ts' },
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  chunkNames: 'parts/[name]-[hash]',
  logLevel: 'warning',
  // Dependencies in CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as requireAt } from 'node:module'; const require = requireAt(import.meta.url);",
  },
});
