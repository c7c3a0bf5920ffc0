import { relative } from 'node:path';

/**
 * esbuild makes a chunk of every set of modules that the same commands have in common, dozens of them, and each takes
 * half a millisecond to load. So whatever of ours is loaded later brings along all of ours that reaching a host and
 * making a change take, whatever asks Kubernetes what its commands have in common, and each client of AWS what all of
 * them have.
 */
export function fewChunks(root) {
  const ours = [
    'src/commands/reach-host.ts',
    'src/commands/change-scene.ts',
    'src/commands/command-line.ts',
    'src/lib/change/run-change.ts',
    'src/lib/k8s/errors.ts',
    'src/lib/manifest/scope.ts',
    'src/lib/terminal/document.ts',
    'src/lib/terminal/palette.ts',
  ];
  const kubernetes = [
    'src/commands/k8s/same-secrets.ts',
    'src/commands/k8s/named-secrets.ts',
    'src/commands/reach-kubernetes.ts',
    'src/lib/bootstrap/note-change.ts',
    'src/lib/bootstrap/observe.ts',
    'src/lib/bootstrap/plan-secret.ts',
    'src/lib/bootstrap/rights-needed.ts',
    'src/lib/bootstrap/rules/pod-trouble.ts',
    'src/lib/bootstrap/rules/servers.ts',
    'src/lib/bootstrap/time-words.ts',
    'src/lib/k8s/open-kubernetes.ts',
  ];
  const aws = ['src/lib/aws/ec2-instance-connect-client.ts', 'src/lib/aws/request-handler.ts'];
  const isAwsPackage = /[\\/]node_modules[\\/]@(aws-sdk|smithy)[\\/]/;
  const isOfKubernetes = /[\\/]src[\\/](commands|lib)[\\/]k8s[\\/]/;
  const isAwsClient = /[\\/]src[\\/]lib[\\/]aws[\\/](.*-client|request-handler|credential-chain)\.ts$/;
  const bringsAlong = (importer, imported) => {
    if (isAwsPackage.test(importer)) return aws;
    if (isOfKubernetes.test(imported)) return [...ours, ...kubernetes];
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
