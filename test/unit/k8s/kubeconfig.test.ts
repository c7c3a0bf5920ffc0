import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { UsageError } from '../../../src/lib/errors.js';
import { inClusterContext } from '../../../src/lib/k8s/in-cluster.js';
import { openKubernetes } from '../../../src/lib/k8s/open-kubernetes.js';
import { folder, kubeconfigText } from './opened.js';

const rest = {
  namespace: undefined,
  home: '/nowhere',
  timeoutMs: 1000,
  trace: () => {},
  clock: { now: () => 0, sleep: async () => {} },
};

async function written(files: Readonly<Record<string, string>>) {
  const path = await folder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return {
    path,
    listed: Object.keys(files)
      .map((name) => join(path, name))
      .join(delimiter),
  };
}

function failure(work: () => unknown): UsageError {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError) return error;
  }
  throw new Error('It went through.');
}

const context = (name: string, cluster = name, namespace?: string) => ({
  name,
  context: { cluster, user: 'kim', namespace },
});
const cluster = (name: string, server = `https://${name}.example.org`) => ({ name, cluster: { server } });
const users = [{ name: 'kim', user: {} }];

it('takes the current context of the home folder, and its namespace', async () => {
  const { path } = await written({});
  mkdirSync(join(path, '.kube'));
  writeFileSync(join(path, '.kube', 'config'), kubeconfigText('https://api.example.org/'));
  const kubernetes = openKubernetes({ ...rest, env: {}, home: path });
  expect(kubernetes).toMatchObject({
    context: 'dev',
    namespace: 'exchange-dev',
    server: 'https://api.example.org',
  });
});

it('takes the namespace that is given, and default when nobody names one', async () => {
  const text = JSON.stringify({
    'current-context': 'a',
    contexts: [context('a')],
    clusters: [cluster('a')],
    users,
  });
  const { listed } = await written({ one: text });
  const env = { KUBECONFIG: listed };
  expect(openKubernetes({ ...rest, env })).toMatchObject({ namespace: 'default' });
  expect(openKubernetes({ ...rest, env, namespace: 'x' })).toMatchObject({ namespace: 'x' });
});

it('merges the files of KUBECONFIG as kubectl does: the first to name something wins, absent files are none', async () => {
  const { path, listed } = await written({
    one: JSON.stringify({
      contexts: [context('a', 'shared')],
      clusters: [cluster('shared', 'https://first.example.org')],
    }),
    two: JSON.stringify({
      'current-context': 'b',
      contexts: [context('a', 'other'), context('b', 'shared', 'ns-b')],
      clusters: [cluster('shared', 'https://second.example.org'), cluster('other')],
      users,
    }),
  });
  const env = { KUBECONFIG: [join(path, 'absent'), listed].join(delimiter) };
  expect(openKubernetes({ ...rest, env })).toMatchObject({
    context: 'b',
    server: 'https://first.example.org',
    namespace: 'ns-b',
  });
  expect(openKubernetes({ ...rest, env, context: 'a' })).toMatchObject({
    server: 'https://first.example.org',
  });
});

it('names the known contexts, and the one that was probably meant', async () => {
  const contexts = [context('exchange-dev', 'a'), context('exchange-prod', 'a'), context('x\u001b[31m', 'a')];
  const { listed } = await written({ one: JSON.stringify({ contexts, clusters: [cluster('a')], users }) });
  const error = failure(() =>
    openKubernetes({ ...rest, env: { KUBECONFIG: listed }, context: 'exchange-dve' }),
  );
  expect(error.message).toBe(
    `There is no context "exchange-dve" in ${listed} (did you mean "exchange-dev"?).`,
  );
  expect(error.hint).toBe('Known contexts: exchange-dev, exchange-prod, x\\x1b[31m.');
});

it('asks for a context when there is no current one', async () => {
  const { listed } = await written({
    one: JSON.stringify({ contexts: [context('a')], clusters: [cluster('a')], users }),
  });
  const error = failure(() => openKubernetes({ ...rest, env: { KUBECONFIG: listed } }));
  expect(error.message).toBe(`${listed} names no current context.`);
  expect(error.hint).toContain('Known contexts: a.');
});

it('says that there is no kubeconfig', () => {
  const error = failure(() => openKubernetes({ ...rest, env: {} }));
  expect(error.message).toBe(
    'There is no kubeconfig: KUBECONFIG names none, and ~/.kube/config is not there.',
  );
  expect(error.hint).toBe('On EKS, have one written: aws eks update-kubeconfig --name CLUSTER');
});

it('says that none of the files is there that KUBECONFIG names', () => {
  const error = failure(() => openKubernetes({ ...rest, env: { KUBECONFIG: '/nowhere/a' } }));
  expect(error.message).toBe('KUBECONFIG names no file that is there: /nowhere/a');
});

it('says that the given file is not there, and looks at no other', () => {
  const error = failure(() =>
    openKubernetes({ ...rest, kubeconfig: '/nowhere/b', env: { KUBECONFIG: '/etc/hosts' } }),
  );
  expect(error.message).toBe('No such file: /nowhere/b');
});

it.each([
  ["isn't YAML", 'users:\n- name: kim\n  user: {token: canary-token, "\n', /:4 isn't YAML \([A-Z_]+\)\.$/],
  ['is a text', 'canary-token', / is no kubeconfig\.$/],
  [
    'multiplies itself',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, nth) => `${name}: &${name} [${`*${'abcdefgh'[nth]},`.repeat(9)}]\n`)
      .join('')}`,
    / is no kubeconfig\.$/,
  ],
])('says of a file that %s, and quotes nothing of it', async (_, text, message) => {
  const { listed } = await written({ one: text });
  const error = failure(() => openKubernetes({ ...rest, env: { KUBECONFIG: listed } }));
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('canary');
});

it('says that it may not read a file', async () => {
  const { path } = await written({});
  const error = failure(() => openKubernetes({ ...rest, env: {}, kubeconfig: path }));
  expect(error.message).toBe(`${path} is a folder, not a file.`);
  chmodSync(path, 0o700);
});

it.each([
  [
    'the cluster is not there',
    { contexts: [context('a', 'gone')] },
    /^The context "a" names the cluster "gone", which isn't in /,
  ],
  ['no cluster is named', { contexts: [{ name: 'a', context: {} }] }, /^The context "a" names no cluster\.$/],
  ['the user is not there', { users: [] }, /^The context "a" names the user "kim", which isn't in /],
  [
    'the server is no URL',
    { clusters: [{ name: 'a', cluster: { server: 'not a url' } }] },
    /^The cluster of the context "a" has no server, or one that isn't a URL\.$/,
  ],
  [
    'the server has a password in it',
    { clusters: [cluster('a', 'https://kim:canary@api.example.org')] },
    /^The cluster of the context "a" has a server with a name or a password in it; they belong to the user\.$/,
  ],
  [
    'there is no TLS',
    { clusters: [cluster('a', 'http://10.0.0.1:8080')] },
    /^The cluster of the context "a" is reached without TLS: everybody on the way could read the secrets\.$/,
  ],
])('refuses a context when %s', async (_, change, message) => {
  const whole = {
    'current-context': 'a',
    contexts: [context('a')],
    clusters: [cluster('a')],
    users,
    ...change,
  };
  const { listed } = await written({ one: JSON.stringify(whole) });
  expect(failure(() => openKubernetes({ ...rest, env: { KUBECONFIG: listed } })).message).toMatch(message);
});

it('is the service account of the pod that this is', async () => {
  const { path } = await written({ token: 't', 'ca.crt': 'c', namespace: 'exchange-dev\n' });
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
  expect(inClusterContext(env, path)).toMatchObject({
    name: 'in-cluster',
    server: 'https://[fd00::1]:443',
    namespace: 'exchange-dev',
    cluster: { 'certificate-authority': join(path, 'ca.crt') },
    user: { tokenFile: join(path, 'token') },
  });
  expect(inClusterContext({}, path)).toBeUndefined();
});
