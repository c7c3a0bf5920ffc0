import { expect, test } from 'vitest';
import type { Rule } from '../../lab/kubernetes/users.js';
import { after, gateway, pair, patch, type TradingFloor, tradingFloor } from './trading-floor.js';

/** What `exops k8s rbac` grants. */
async function minimalRules(floor: TradingFloor): Promise<readonly Rule[]> {
  const { stdout } = await floor.exops('k8s rbac -o json');
  return (JSON.parse(stdout).items[0] as { readonly rules: readonly Rule[] }).rules;
}

const without = (rules: readonly Rule[], resource: string, ...verbs: readonly string[]): readonly Rule[] =>
  rules.flatMap((rule) => {
    if (!rule.resources.includes(resource)) return [rule];
    const others = rule.resources.filter((one) => one !== resource);
    const left = rule.verbs.filter((verb) => !verbs.includes(verb));
    return [
      ...(others.length > 0 ? [{ ...rule, resources: others }] : []),
      ...(left.length > 0 ? [{ ...rule, resources: [resource], verbs: left }] : []),
    ];
  });

async function as(floor: TradingFloor, rules: readonly Rule[], line = patch) {
  const kubeconfig = await floor.namespace.users.certificate('dev', rules);
  const result = await floor.exops(line, { kubeconfig });
  const words = (text: string) => text.replaceAll(floor.namespace.name, 'NS');
  return { ...result, stdout: words(result.stdout), stderr: words(result.stderr) };
}

test('the Role of exops k8s rbac is enough', async () => {
  const floor = await tradingFloor();
  const { code, stdout } = await as(floor, await minimalRules(floor));
  expect(stdout).not.toMatch(/caution|not looked at/);
  expect(code).toBe(0);
  expect(await floor.valueOf()).toBe(after);
});

test('without the right to watch it looks again and again', async () => {
  const floor = await tradingFloor();
  const rules = await minimalRules(floor);
  const blind = ['deployments', 'statefulsets'].reduce((some, one) => without(some, one, 'watch'), rules);
  const { code, stderr } = await as(floor, blind);
  expect(stderr).toContain('✓ statefulset/ledger runs with it\n');
  expect(code).toBe(0);
});

test.each([
  [
    'get secrets',
    'secrets',
    ['get'],
    `  ! app-secrets  refused
        Can't read the secret app-secrets in the namespace NS: the user dev-NS may not get secrets in the namespace NS, or the namespace does not exist. exops k8s rbac prints the Role that it takes
`,
  ],
  [
    'patch secrets',
    'secrets',
    ['patch'],
    '  ! app-secrets  refused\n        you may not patch it (the right: patch secrets). exops k8s rbac prints the Role that it takes\n',
  ],
])('without the right to %s: nothing is done, exit 4', async (_, resource, verbs, words) => {
  const floor = await tradingFloor([]);
  const was = await floor.world();
  const rules = await minimalRules(floor);
  const { stdout, code } = await as(floor, without(rules, resource, ...verbs));
  expect(stdout).toContain(words);
  expect(code).toBe(4);
  expect(await floor.world()).toEqual(was);
});

test('without the right to restart one kind: nothing is done, the workload is named', async () => {
  const floor = await tradingFloor();
  const was = await floor.world();
  const rules = without(await minimalRules(floor), 'statefulsets', 'patch');
  const { stdout, code } = await as(floor, rules);
  expect(stdout).toContain(
    '  ! statefulset/ledger  refused\n        you may not restart it and see how that ends (the right: patch statefulsets). exops k8s rbac prints the Role that it takes. --skip statefulset/ledger leaves it as it is\n',
  );
  expect(code).toBe(4);
  expect(await floor.world()).toEqual(was);
});

test('without the right to list a kind it says what it could not look at', async () => {
  const floor = await tradingFloor([gateway()]);
  const rules = without(await minimalRules(floor), 'cronjobs', 'list');
  const { stdout, code } = await as(floor, rules);
  expect(stdout).toContain('    not looked at, for want of the right to list: CronJob\n');
  expect(code).toBe(0);
});

test('without the right to delete pods a StatefulSet is a caution', async () => {
  const floor = await tradingFloor([pair[1] ?? gateway()]);
  const rules = without(await minimalRules(floor), 'pods', 'delete');
  const { stdout, code } = await as(floor, rules, patch.replace('--yes', '--dry-run'));
  expect(stdout).toContain(
    'caution: you may not delete pods: if this fails, one that is stuck has to be deleted by somebody else\n',
  );
  expect(code).toBe(0);
});

test('credentials and connections that fail: which one, and nothing is done', async () => {
  const floor = await tradingFloor([]);
  const was = await floor.world();
  const { users } = floor.namespace;
  const failed = async (kubeconfig: string, code: number, words: RegExp) => {
    const result = await floor.exops(patch, { kubeconfig });
    expect(result.stderr.replaceAll(kubeconfig, 'FILE')).toMatch(words);
    expect(result.code, result.stderr).toBe(code);
    expect(result.stdout).toBe('');
  };
  await failed(
    await users.expiredToken('late'),
    4,
    /^The API server doesn't accept the credentials of the kubeconfig's user [\w-]+: its token expired \d{4}-[\d-]+T[\d:]+Z \(401\)\.$/m,
  );
  await failed(
    await users.failingPlugin('the session has expired'),
    4,
    /failed \(exit 1\): the session has expired/,
  );
  await failed(
    await users.wrongAuthority(),
    1,
    /the kubeconfig doesn't know the authority that signed the server's certificate/,
  );
  await failed('/nonexistent/kubeconfig', 2, /^KUBECONFIG names no file that is there: FILE\n$/);
  expect(await floor.world()).toEqual(was);
});

test('an exec plugin that is not installed', async () => {
  const own = await tradingFloor([]);
  const { writeFile, readFile } = await import('node:fs/promises');
  const file = `${own.cwd}/kubeconfig`;
  const text = await readFile(await own.namespace.users.failingPlugin('x'), 'utf8');
  await writeFile(file, text.replace(/("?command"?: ?)("[^"]*"|[^\n]+)/, '$1"aws-no-such-plugin"'));
  const { stderr, code } = await own.exops(patch, { kubeconfig: file });
  expect(stderr).toMatch(/aws-no-such-plugin/);
  expect(code).toBe(4);
});

test('a context that is not there, and one of another cluster: nothing is sent', async () => {
  const own = await tradingFloor([], {
    kubernetes: { clusterEndpoint: 'https://0123.gr7.eks.amazonaws.com' },
  });
  const proxy = await own.proxied();
  const unknown = await own.exops(`${patch} --context exchange-prod`, { kubeconfig: proxy.kubeconfig });
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toMatch(/^There is no context "exchange-prod" in .*\n {2}Known contexts: lab\.\n$/);
  const guarded = await own.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(guarded).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `The context lab leads to ${proxy.server}, and kubernetes.clusterEndpoint is https://0123.gr7.eks.amazonaws.com. Nothing was sent.\n  Choose the context of the environment's cluster: --context NAME, or kubernetes.context.\n`,
  });
  expect(proxy.requests).toEqual([]);
});
