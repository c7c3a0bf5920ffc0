// What esbuild is told about libraries that load or keep more than exops uses of them.
import { readFileSync } from 'node:fs';

/** The SDK's schemas have keys such as [_xN], which may have an effect for all that esbuild knows: it would keep them all. */
export function plainSchemaKeys() {
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

/** It takes a tenth of a start to load, and few commands ever start a process. */
export function childProcessOnDemand(root) {
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
export function onlyTheClient() {
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

/**
 * Of the Kubernetes client only KubeConfig is used. Its file imports the generated API and a fetch that exops never
 * calls, and what few kubeconfigs need: they stay out, or are loaded when they are called.
 */
export function kubeConfigAlone() {
  const unused = {
    './gen/index.js': ['createConfiguration', 'ServerConfiguration'],
    'node-fetch': ['Headers'],
  };
  const onDemand = {
    'jsonpath-plus': ['JSONPath'],
    'socks-proxy-agent': ['SocksProxyAgent'],
  };
  const awaited = { 'openid-client': ['discovery', 'refreshTokenGrant'] };
  const stub = ([name, members]) => [
    name,
    members.map((member) => `export const ${member} = undefined;`).join('\n'),
  ];
  const late = ([name, members]) => [
    name,
    members
      .map(
        (member) => `export const ${member} = new Proxy(function () {}, {
          apply: (_, self, given) => require('${name}').${member}(...given),
          construct: (_, given) => new (require('${name}').${member})(...given),
        });`,
      )
      .join('\n'),
  ];
  const imported = ([name, members]) => [
    name,
    members
      .map(
        (member) =>
          `export const ${member} = async (...given) => (await import('${name}')).${member}(...given);`,
      )
      .join('\n'),
  ];
  const contents = new Map([
    ...Object.entries(unused).map(stub),
    ...Object.entries(onDemand).map(late),
    ...Object.entries(awaited).map(imported),
    // The one text that it is given is JSON.
    ['js-yaml', 'export default { load: JSON.parse };'],
  ]);
  return {
    name: 'kube-config-alone',
    setup(builder) {
      builder.onResolve({ filter: /./ }, ({ path, importer, resolveDir }) =>
        contents.has(path) && /[\\/]client-node[\\/]dist[\\/]\w+\.js$/.test(importer)
          ? { path, namespace: 'kube-config-alone', pluginData: resolveDir }
          : undefined,
      );
      builder.onLoad({ filter: /./, namespace: 'kube-config-alone' }, ({ path, pluginData }) => ({
        contents: contents.get(path),
        loader: 'js',
        resolveDir: pluginData,
      }));
    },
  };
}

/**
 * Of MSK's signer only the signing is used: its ways to credentials and the client for its debug mode stay out. It becomes
 * an ES module, because a module of the SDK that is required is kept whole, for all who use it.
 */
export function onlyTheSigning() {
  const signing = 'node_modules/aws-msk-iam-sasl-signer-js/dist/getMSKAuthToken.js';
  const unused = /^var (\w+) = require\("(?:\.\/mskCredentialProvider|@aws-sdk\/client-sts)"\);$/gm;
  const used = /^var (\w+) = require\(("[^"]+")\);$/gm;
  return {
    name: 'only-the-signing',
    setup(builder) {
      const { alias } = builder.initialOptions;
      builder.initialOptions.alias = { ...alias, 'aws-msk-iam-sasl-signer-js': `./${signing}` };
      builder.onLoad(
        { filter: /[\\/]aws-msk-iam-sasl-signer-js[\\/]dist[\\/]getMSKAuthToken\.js$/ },
        ({ path }) => {
          const text = readFileSync(path, 'utf8')
            .replace(unused, 'const $1 = {};')
            .replace(used, 'import * as $1 from $2;');
          return {
            contents: `const exports = {};\n${text}\nexport { generateAuthTokenFromCredentialsProvider };`,
            loader: 'js',
          };
        },
      );
    },
  };
}
