// npm run build: bundles src into dist, one chunk for what every command needs and one for each that loads later.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './ensure-deps.mjs';

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
  plugins: [childProcessOnDemand(), onlyTheClient(), plainSchemaKeys(), sharedInOneChunk()],
  logLevel: 'warning',
});
/** The SDK's schemas have keys such as [_xN], which may have an effect for all that esbuild knows: it would keep them all. */
function plainSchemaKeys() {
  return {
    name: 'plain-schema-keys',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]dist-es[\\/].*schemas[\\/]schemas_\d+\.js$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const constants = new Map(
          [...text.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
        );
        const contents = text.replace(/\[(_\w+)\]: /g, (key, name) =>
          constants.has(name) ? `${constants.get(name)}: ` : key,
        );
        return { contents, loader: 'js' };
      });
    },
  };
}

/**
 * esbuild makes a chunk of every set of modules that the same commands have in common, dozens of them, and each takes
 * half a millisecond to load. So whatever is loaded later brings along all of ours that reaching a host takes.
 */
function sharedInOneChunk() {
  return {
    name: 'shared-in-one-chunk',
    setup(builder) {
      builder.onResolve({ filter: /^\..*\.js$/ }, ({ kind, importer, resolveDir, path }) =>
        kind === 'dynamic-import' && importer.startsWith(`${root}src`)
          ? { path: relative(root, join(resolveDir, path.replace(/\.js$/, '.ts'))), namespace: 'later' }
          : undefined,
      );
      builder.onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
        contents: `export * from ${JSON.stringify(`./${path}`)};\nimport './src/commands/reach-host.ts';`,
        resolveDir: root,
      }));
    },
  };
}

/** It takes a tenth of a start to load, and few commands ever start a process. */
function childProcessOnDemand() {
  const contents = ['execFile', 'spawn', 'spawnSync']
    .map(
      (name) =>
        `export const ${name} = (...args) => process.getBuiltinModule('node:child_process').${name}(...args);`,
    )
    .join('\n');
  return {
    name: 'child-process-on-demand',
    setup(builder) {
      builder.onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
        importer.startsWith(`${root}src`) || /[\\/](commander|ssh2)[\\/]/.test(importer)
          ? { path: 'child_process', namespace: 'on-demand' }
          : undefined,
      );
      builder.onLoad({ filter: /./, namespace: 'on-demand' }, () => ({ contents, loader: 'js' }));
    },
  };
}

/** Of ssh2 without its server, SFTP and encrypted keys: they take as long to load as the rest. */
function onlyTheClient() {
  return {
    name: 'only-the-client',
    setup(builder) {
      builder.onResolve(
        { filter: /(SFTP|server|keygen|http-agents)\.js$|^bcrypt-pbkdf$/ },
        ({ importer, path }) =>
          /[\\/]ssh2[\\/]lib[\\/]/.test(importer) ? { path, namespace: 'left-out' } : undefined,
      );
      builder.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

writeFileSync(`${root}dist/meta.json`, JSON.stringify(metafile));
