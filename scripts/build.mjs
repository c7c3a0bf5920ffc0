// npm run build: bundles src into dist, one chunk for what every command needs and one for each that loads later.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  childProcessOnDemand,
  kubeConfigAlone,
  onlyTheClient,
  onlyTheSigning,
  plainSchemaKeys,
} from './bundle-plugins.mjs';
import { ensureDependencies } from './ensure-deps.mjs';
import { fewChunks } from './few-chunks.mjs';

ensureDependencies();
const { build } = await import('esbuild');
const root = fileURLToPath(new URL('../', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

rmSync(`${root}dist`, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Identifiers stay: class names are the names of errors, and telling each function its name again (keepNames) is a
  // tenth of a command's time, which shorter names don't make up for.
  minifySyntax: true,
  minifyWhitespace: true,
  mainFields: ['module', 'main'],
  // As ES modules, of which the unused parts can be left out.
  alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
  chunkNames: 'chunks/[name]-[hash]',
  define: { EXOPS_VERSION: JSON.stringify(version) },
  // Faster, but not needed: each is tried for where it happens to be installed, and done without.
  external: ['*.node', 'cpu-features', 'bufferutil', 'utf-8-validate'],
  // kafkajs, commander and ssh2 are CommonJS: they call require, and ssh2 wants to know its folder.
  banner: {
    js: [
      "import { createRequire } from 'node:module';",
      'const require = createRequire(import.meta.url), __dirname = import.meta.dirname;',
    ].join(' '),
  },
  sourcemap: true,
  metafile: true,
  plugins: [
    childProcessOnDemand(root),
    onlyTheClient(),
    onlyTheSigning(),
    plainSchemaKeys(),
    kubeConfigAlone(),
    fewChunks(root),
  ],
  logLevel: 'warning',
});

writeFileSync(`${root}dist/meta.json`, JSON.stringify(metafile));
