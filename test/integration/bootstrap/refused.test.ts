import { expect, test } from 'vitest';
import { deployment, pdb, rollout, statefulSet } from '../../lab/kubernetes/objects.js';
import type { KubernetesObject } from '../../lab/kubernetes/resources.js';
import {
  before,
  fromKey,
  gateway,
  key,
  patch,
  secretName,
  type TradingFloor,
  tradingFloor,
} from './trading-floor.js';

/** The lines of what is refused; nothing is done, whatever else could be. */
async function refusal(floor: TradingFloor, line = patch): Promise<string> {
  const was = await floor.world();
  const { stdout, code } = await floor.exops(line);
  expect(code).toBe(1);
  expect(stdout).toMatch(/Plan: .*1 refused: nothing is done until that is put right\.\n$/);
  expect(await floor.world()).toEqual(was);
  return stdout;
}

const refusedSecret = (reason: string) => `  ! app-secrets  refused\n        ${reason}\n`;

test('an immutable secret', async () => {
  const floor = await tradingFloor([]);
  await floor.namespace.patch('Secret', secretName, { immutable: true });
  expect(await refusal(floor)).toContain(
    refusedSecret('it is immutable: make a new secret of another name, and point the workloads at it'),
  );
});

test('no such secret', async () => {
  const floor = await tradingFloor([]);
  await floor.namespace.delete('Secret', secretName);
  expect(await refusal(floor)).toContain(
    refusedSecret(
      "there is no secret of this name, and exops.yaml doesn't declare one: look at the name, --namespace and --context",
    ),
  );
});

test('no such namespace', async () => {
  const floor = await tradingFloor([]);
  const { stdout, code } = await floor.exops(`${patch} --namespace exchange-dve`);
  expect(stdout).toContain(
    '  ! exchange-dve  refused\n        there is no such namespace in this cluster: look at --namespace and --context\n',
  );
  expect(code).toBe(1);
});

test('a value that is no list of hosts is neither shown nor recorded', async () => {
  const floor = await tradingFloor([], { data: { [key]: 'Pa55-not-a-host!' } });
  const stdout = await refusal(floor);
  expect(stdout).toContain(
    refusedSecret(
      `${key} holds something else than a list of host:port, which exops neither shows nor records. Set it by hand once`,
    ),
  );
  expect(stdout).not.toContain('Pa55');
});

test.each([
  [
    'External Secrets',
    { labels: { 'reconcile.external-secrets.io/managed': 'true' } },
    'label reconcile.external-secrets.io/managed',
  ],
  [
    'Argo CD',
    { annotations: { 'argocd.argoproj.io/tracking-id': 'app:/Secret:ns/app-secrets' } },
    'annotation argocd.argoproj.io/tracking-id',
  ],
])('owned by %s, unless that is to be ignored', async (name, metadata, evidence) => {
  const floor = await tradingFloor([]);
  await floor.namespace.patch('Secret', secretName, { metadata });
  expect(await refusal(floor)).toContain(
    refusedSecret(
      `${name} owns it (${evidence}) and would write the old value back. Change it there, or use --ignore-owner`,
    ),
  );
  const { code, stdout } = await floor.exops(`${patch} --ignore-owner`);
  expect(stdout).toContain(
    `caution: ${name} owns it (${evidence}) and writes the old value back as soon as it looks\n`,
  );
  expect(code).toBe(0);
});

test.each<[string, KubernetesObject, string]>([
  [
    'deployment',
    gateway({ workload: { paused: true } }),
    'it is paused: nothing starts anew until it is resumed',
  ],
  [
    'statefulset',
    statefulSet({ name: 'gateway', ...fromKey, workload: { updateStrategy: { type: 'OnDelete' } } }),
    'its update strategy is OnDelete: pods start anew only when somebody deletes them',
  ],
  [
    'deployment',
    { ...gateway(), metadata: { name: 'gateway', annotations: { 'exops/restart-order': 'first' } } },
    "its annotation exops/restart-order isn't a whole number",
  ],
])('a %s that cannot be restarted', async (kind, object, reason) => {
  const floor = await tradingFloor([object, deployment({ name: 'other', ...fromKey })]);
  const name = `${kind}/gateway`;
  expect(await refusal(floor)).toContain(
    `  ! ${name}  refused\n        ${reason}. --skip ${name} leaves it as it is\n`,
  );
  expect((await floor.exops(`${patch} --skip ${name}`)).code).toBe(0);
});

test('a budget that forbids what restarting a Rollout needs', async () => {
  const floor = await tradingFloor([
    rollout({ name: 'gateway', replicas: 2, ...fromKey }),
    pdb('gateway', { maxUnavailable: 0 }),
  ]);
  expect(await refusal(floor)).toContain('        PodDisruptionBudget gateway never allows a disruption');
});

test.each([
  [
    '"10.0.0.1:9092,\n10.0.0.2:9092"',
    'the bootstrap servers have a line break in them: write host:port,host:port',
  ],
  [
    '"10.0.0.1:9092, 10.0.0.2:9092"',
    '"10.0.0.1:9092, 10.0.0.2:9092" has spaces: write host:port,host:port with nothing between',
  ],
  ['b1:9092,b2:9092,B1:9092', '"B1:9092" is there twice'],
  ['""', 'the bootstrap servers are empty: write host:port,host:port'],
  ['b1:9092,', '"b1:9092," ends with a comma: leave that out'],
])('--servers %j', async (servers, problem) => {
  const floor = await tradingFloor([]);
  const proxy = await floor.proxied();
  const line = `k8s patch-bootstrap --servers ${servers} --no-probe --yes`;
  expect(await floor.exops(line, { kubeconfig: proxy.kubeconfig })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `--servers: ${problem}\n`,
  });
  expect(proxy.requests).toEqual([]);
  expect(await floor.valueOf()).toBe(before);
});

test('--servers without a port, with a password', async () => {
  const floor = await tradingFloor([]);
  const none = await floor.exops('k8s patch-bootstrap --servers b1 --no-probe --yes');
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toMatch(/^--servers: .*"b1".*\n/);
  const user = await floor.exops('k8s patch-bootstrap --servers kim:hunter2@b1:9092 --no-probe --yes');
  expect(user.code).toBe(2);
  expect(user.stderr).not.toContain('hunter2');
});

test.each([
  ['--servers b:1 --from-cluster', '--servers and --from-cluster say two things: give one of them.\n'],
  ['--resume --undo', '--resume finishes a change and --undo takes it back: give one of them.\n'],
  ['--undo --servers b:1', '--undo goes by the record of the change: leave the other flags out.\n'],
  [
    '--servers b:1 --key K',
    '--key K needs --secret: it is the key in the secret that --secret names.\n  Without both, the secrets and keys of kubernetes.bootstrap in exops.yaml are taken.\n',
  ],
])('%s', async (flags, message) => {
  const floor = await tradingFloor([]);
  expect(await floor.exops(`k8s patch-bootstrap ${flags}`)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: message,
  });
});
