// npm run build: bundles src into dist, one chunk for what every command needs and one for each that loads later.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
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
  plugins: [childProcessOnDemand(), onlyTheClient(), plainSchemaKeys(), fewChunks()],
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
 * half a millisecond to load. So whatever of ours is loaded later brings along all of ours that reaching a host takes,
 * and each client of AWS what all of them have in common.
 */
function fewChunks() {
  const ours = ['src/commands/reach-host.ts'];
  const aws = ['src/lib/aws/ec2-instance-connect-client.ts', 'src/lib/aws/request-handler.ts'];
  const isAwsPackage = /[\\/]node_modules[\\/]@(aws-sdk|smithy)[\\/]/;
  const isAwsClient = /[\\/]src[\\/]lib[\\/]aws[\\/](.*-client|request-handler|credential-chain)\.ts$/;
  const bringsAlong = (importer, imported) => {
    if (isAwsPackage.test(importer)) return aws;
    return isAwsClient.test(imported) ? [...ours, ...aws] : ours;
  };
  return {
    name: 'few-chunks',
    setup(builder) {
      builder.onResolve({ filter: /./ }, async ({ kind, importer, resolveDir, path }) => {
        const isOurs = importer.startsWith(`${root}src`) && path.startsWith('.');
        if (kind !== 'dynamic-import' || !(isOurs || isAwsPackage.test(importer))) return undefined;
        const found = await builder.resolve(path, { kind: 'import-statement', importer, resolveDir });
        // What `export *` stands for: a module of CommonJS has its default only.
        if (!/[\\/](src|dist-es)[\\/]/.test(found.path)) return found;
        const pluginData = [found.path, ...bringsAlong(importer, found.path).map((one) => `${root}${one}`)];
        return { path: relative(root, found.path), namespace: 'later', pluginData };
      });
      builder.onLoad({ filter: /./, namespace: 'later' }, ({ pluginData: [own, ...others] }) => ({
        contents: [
          `export * from ${JSON.stringify(own)};`,
          ...others.map((path) => `import ${JSON.stringify(path)};`),
        ].join('\n'),
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
