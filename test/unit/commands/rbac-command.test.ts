import { expect, test } from 'vitest';
import { rbacOfSameSecrets } from '../../../src/commands/k8s/rbac-command.js';

const common = { color: 'auto', input: true, verbose: false } as const;
const settings = (namespace: string | undefined) => ({
  ...{ context: 'lab', namespace, clusterEndpoint: undefined, kubeconfig: 'k' },
  ...{ bootstrap: [], secretNames: [], secrets: new Map() },
});

test('names what was typed, and not what `k8s rbac` has no use for', () => {
  const place = { env: 'dev', config: 'a b.yaml', profile: 'p', region: 'ap-northeast-2', namespace: 'prod' };
  const run = {
    ...common,
    ...place,
    context: 'other',
    kubeconfig: 'k',
    timeout: 5,
    secret: ['a', 'b'],
    key: 'K',
  };
  expect(rbacOfSameSecrets(run, { kubernetes: settings('prod') }, 'prod')).toBe(
    "exops k8s rbac --env dev --config 'a b.yaml' --profile p --region ap-northeast-2 --namespace prod --secret a --secret b",
  );
});

test('leaves a namespace to the file that names it, and names one that only the kubeconfig has', () => {
  expect(rbacOfSameSecrets(common, { kubernetes: settings('dev') }, 'dev')).toBe('exops k8s rbac');
  for (const kubernetes of [settings(undefined), undefined])
    expect(rbacOfSameSecrets(common, { kubernetes }, 'a\u001b[2J')).toBe(
      "exops k8s rbac --namespace 'a\\x1b[2J'",
    );
});
