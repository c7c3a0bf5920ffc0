import { describe, expect, test } from 'vitest';
import { kubectlFlags, patchOfSameSecrets } from '../../../src/commands/k8s/same-secrets.js';

const reached = { context: 'lab', namespace: 'exchange-dev' };
const common = { color: 'auto', input: true, verbose: false } as const;
const patch = 'exops k8s patch-bootstrap';

describe('the command that goes on with the same secrets', () => {
  test('names what was typed where an environment is named, and leaves the rest to it', () => {
    const typed = { env: 'dev', config: 'a b.yaml', profile: 'p', region: 'ap-northeast-2', timeout: 5 };
    expect(patchOfSameSecrets({ ...common, ...typed }, { name: 'dev' }, reached)).toBe(
      `${patch} --env dev --config 'a b.yaml' --profile p --region ap-northeast-2`,
    );
    const elsewhere = { context: 'other', namespace: 'prod', kubeconfig: 'k' };
    expect(patchOfSameSecrets({ ...common, ...elsewhere }, { name: 'dev' }, reached)).toBe(
      `${patch} --kubeconfig k --context other --namespace prod`,
    );
    expect(patchOfSameSecrets(common, { name: 'dev' }, reached)).toBe(patch);
  });

  test('without one names the context that was reached, whatever the current one is by then', () => {
    expect(patchOfSameSecrets(common, { name: undefined }, reached)).toBe(
      `${patch} --context lab --namespace exchange-dev`,
    );
  });

  test('names the secrets and the key that were typed', () => {
    const run = { ...common, secret: ['a', 'b'], key: 'BROKERS' };
    expect(patchOfSameSecrets(run, { name: 'dev' }, reached)).toBe(
      `${patch} --secret a --secret b --key BROKERS`,
    );
  });

  test('shows nothing of a name that would move the cursor', () => {
    const command = patchOfSameSecrets(common, { name: undefined }, { ...reached, context: 'a\u001b[2J' });
    expect(command).toBe(`${patch} --context 'a\\x1b[2J' --namespace exchange-dev`);
  });
});

test('kubectl is told the kubeconfig, too, where the file or a flag names one', () => {
  const settings = {
    ...{ context: undefined, namespace: undefined, clusterEndpoint: undefined },
    ...{ kubeconfig: '/work/kube config', bootstrap: [], secretNames: [], secrets: new Map() },
  };
  expect(kubectlFlags({ kubernetes: settings }, reached)).toBe(
    " --kubeconfig '/work/kube config' --context lab --namespace exchange-dev",
  );
  expect(kubectlFlags({ kubernetes: undefined }, reached)).toBe(' --context lab --namespace exchange-dev');
});
