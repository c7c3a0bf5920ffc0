import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { folderWith, type RunOptions, run } from '../run.js';

const dev = `
    cluster: { brokers: ["10.0.11.8:9092"] }
    kubernetes:
      context: exchange-dev
      namespace: exchange-dev
      bootstrap: [{ secret: dev-secrets, key: KAFKA_BOOTSTRAP_SERVERS }]
      secrets:
        kafka-credentials: { KAFKA_BOOTSTRAP_SERVERS: "\${kafka:bootstrap}" }
        db-credentials: { PASSWORD: "\${env:DB_PASSWORD}" }
`;

/** Port 1 of this machine: nothing is to be reached. */
const kubeconfig = `apiVersion: v1
kind: Config
current-context: exchange-dev
clusters: [{ name: c, cluster: { server: "https://127.0.0.1:1" } }]
users: [{ name: u, user: { token: canary-token } }]
contexts:
  - { name: exchange-dev, context: { cluster: c, user: u, namespace: of-the-context } }
  - { name: other, context: { cluster: c, user: u } }
`;

/** Runs in a folder whose environment `dev` has these lines. */
async function inFolder(line: string, environment = dev, options: RunOptions = {}) {
  const cwd = await folderWith({
    'exops.yaml': `version: 1\nenvironments:\n  dev:${environment}`,
    kubeconfig,
  });
  const env = { KUBECONFIG: `${cwd}/kubeconfig`, DB_PASSWORD: 'canary-password', ...options.env };
  const result = await run(line, { cwd, ...options, env });
  expect(result.screen).not.toContain('canary');
  return { ...result, stderr: result.stderr.replaceAll(cwd, '.') };
}

const usage = (stderr: string) => ({ code: 2, stdout: '', stderr });

describe('k8s rbac', () => {
  test('a Role for the namespace and the secrets of the file, as kubectl applies it', async () => {
    const { code, stdout, stderr } = await inFolder('k8s rbac');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [role, ...others] = parseAllDocuments(stdout).map((document) => document.toJS());
    expect(others).toEqual([]);
    expect(role.metadata).toEqual({ name: 'exops', namespace: 'exchange-dev' });
    expect(role.rules[0]).toEqual({
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: ['dev-secrets', 'kafka-credentials', 'db-credentials'],
      verbs: ['get', 'patch'],
    });
    expect(role.rules[1]).toEqual({ apiGroups: [''], resources: ['secrets'], verbs: ['create'] });
  });

  test('needs no kubeconfig, no variable that a value names, and no AWS', async () => {
    const environment = dev.replace('context: exchange-dev', `context: "\${cfn:Context}"`);
    const env = { KUBECONFIG: '/nonexistent', DB_PASSWORD: '' };
    expect(await inFolder('k8s rbac', environment, { env })).toMatchObject({ code: 0, stderr: '' });
  });

  test('without secrets to sync none is made', async () => {
    const { stdout } = await inFolder(
      'k8s rbac -o json --namespace prod',
      '\n    kubernetes: { bootstrap: [{ secret: a, key: b }] }\n',
    );
    const { kind, items } = JSON.parse(stdout);
    expect(kind).toBe('List');
    expect(items[0].metadata.namespace).toBe('prod');
    expect(items[0].rules.map(({ verbs }: { verbs: string[] }) => verbs)).not.toContainEqual(['create']);
  });

  const ruleOfSecrets = (resourceNames: readonly string[]) => ({
    ...{ apiGroups: [''], resources: ['secrets'], resourceNames, verbs: ['get', 'patch'] },
  });
  const roleOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).items[0];
  const mayCreate = (role: { readonly rules: readonly { readonly verbs: readonly string[] }[] }) =>
    role.rules.some(({ verbs }) => verbs.includes('create'));

  test('for the secrets that flags name, without any file, whatever the context is called', async () => {
    const place = '--context none --kubeconfig /nonexistent --namespace prod';
    const result = await run(`k8s rbac -o json ${place} --secret a --secret b --secret a`);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const role = roleOf(result);
    expect(role.metadata.namespace).toBe('prod');
    expect(role.rules[0]).toEqual(ruleOfSecrets(['a', 'b']));
    expect(mayCreate(role)).toBe(false);
  });

  test('for these instead of those of the file; only one that the file declares may be made', async () => {
    const other = roleOf(await inFolder('k8s rbac -o json --secret other'));
    expect(other.metadata.namespace).toBe('exchange-dev');
    expect(other.rules[0]).toEqual(ruleOfSecrets(['other']));
    expect(mayCreate(other)).toBe(false);
    const declared = roleOf(await inFolder('k8s rbac -o json --secret db-credentials'));
    expect(declared.rules[0]).toEqual(ruleOfSecrets(['db-credentials']));
    expect(mayCreate(declared)).toBe(true);
  });

  test.each([
    [
      '--user kim@example.com',
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'kim@example.com' },
    ],
    ['--group developers', { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'developers' }],
    ['--service-account ci/exops', { kind: 'ServiceAccount', namespace: 'ci', name: 'exops' }],
  ])('with a binding: %s', async (flag, subject) => {
    const { stdout } = await inFolder(`k8s rbac ${flag}`);
    const [, binding] = parseAllDocuments(stdout).map((document) => document.toJS());
    expect(binding).toMatchObject({ kind: 'RoleBinding', subjects: [subject] });
  });

  test.each([
    ['--user ""', '--user is empty.\n'],
    [
      '--secret App_Secrets',
      '--secret "App_Secrets": expected the name of a secret: lower-case letters, digits, dashes and dots, at most 253.\n',
    ],
    ['--service-account exops', '--service-account: expected NAMESPACE/NAME, got "exops".\n'],
    ['--service-account a/b/c', '--service-account: expected NAMESPACE/NAME, got "a/b/c".\n'],
    ['--service-account Ci/exops', '--service-account: expected NAMESPACE/NAME, got "Ci/exops".\n'],
    ['--user a --group b', "error: option '--user <name>' cannot be used with option '--group <name>'\n"],
    [
      '--namespace A',
      '--namespace: expected the name of a namespace: lower-case letters, digits and dashes, at most 63, got "A"\n',
    ],
  ])('%s', async (flags, message) => {
    expect(await inFolder(`k8s rbac ${flags}`)).toMatchObject(usage(message));
  });

  const hint =
    '  Give --secret NAME, or write kubernetes: { bootstrap: [{ secret: NAME, key: KEY }] } into exops.yaml.\n';

  test('an environment without secrets', async () => {
    expect(await inFolder('k8s rbac', ' {}\n')).toMatchObject(
      usage(`The environment dev has no secrets to give rights to.\n${hint}`),
    );
  });

  test('no file at all', async () => {
    expect(await run('k8s rbac')).toMatchObject(
      usage(`There is no exops.yaml, and so no secrets to give rights to.\n${hint}`),
    );
  });

  test('no namespace', async () => {
    expect(
      await inFolder('k8s rbac', '\n    kubernetes: { bootstrap: [{ secret: a, key: b }] }\n'),
    ).toMatchObject(
      usage(
        'No namespace is named, and a Role belongs to one.\n  Give --namespace, or write kubernetes: { namespace: … } into exops.yaml.\n',
      ),
    );
  });
});

describe('k8s sync-secrets is refused before anything is sent', () => {
  test('a secret that the file does not declare', async () => {
    expect(await inFolder('k8s sync-secrets db-credential')).toMatchObject(
      usage(
        'exops.yaml declares no secret "db-credential" (did you mean "db-credentials"?).\n  It has: kafka-credentials, db-credentials\n',
      ),
    );
  });

  test('no secrets', async () => {
    expect(await inFolder('k8s sync-secrets', ' {}\n')).toMatchObject(
      usage(
        'The environment declares no secrets.\n  Write kubernetes: { secrets: { NAME: { KEY: value } } } into exops.yaml.\n',
      ),
    );
  });

  test('a value that is not there', async () => {
    const result = await inFolder('k8s sync-secrets', dev, { env: { DB_PASSWORD: '' } });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('exops.yaml:11:37 the variable DB_PASSWORD is not set, or empty\n');
  });

  test('but not for a value that is not needed', async () => {
    const env = { DB_PASSWORD: '' };
    const result = await inFolder('k8s sync-secrets kafka-credentials --context none', dev, { env });
    expect(result.stderr).toContain('There is no context "none"');
  });

  test('a context that is not there', async () => {
    expect(await inFolder('k8s sync-secrets --context exchange-prod')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^There is no context "exchange-prod" in .*\n {2}Known contexts: exchange-dev, other\.\n$/,
      ),
    });
  });

  test('no kubeconfig', async () => {
    const result = await inFolder('k8s sync-secrets', dev, { env: { KUBECONFIG: '' } });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('There is no kubeconfig');
  });

  test('a context of another cluster', async () => {
    const environment = dev.replace(
      'namespace:',
      'clusterEndpoint: "https://0123.gr7.eks.amazonaws.com"\n      namespace:',
    );
    expect(await inFolder('k8s sync-secrets --yes', environment)).toMatchObject(
      usage(
        "The context exchange-dev leads to https://127.0.0.1:1, and kubernetes.clusterEndpoint is https://0123.gr7.eks.amazonaws.com. Nothing was sent.\n  Choose the context of the environment's cluster: --context NAME, or kubernetes.context.\n",
      ),
    );
  });
});

describe('k8s patch-bootstrap is refused before anything is sent', () => {
  test.each([
    [
      '--one-by-one --max-parallel 3',
      "error: option '--one-by-one' cannot be used with option '--max-parallel <number>'\n",
    ],
    [
      '--key BROKERS',
      '--key BROKERS needs --secret: it is the key in the secret that --secret names.\n  Without both, the secrets and keys of kubernetes.bootstrap in exops.yaml are taken.\n',
    ],
  ])('%s', async (flags, message) => {
    expect(await inFolder(`k8s patch-bootstrap ${flags}`)).toMatchObject(usage(message));
  });

  const hint = '  Give --servers host:port,… or write cluster: { brokers: […] } into exops.yaml.\n';

  test('no brokers, with and without an environment', async () => {
    expect(await inFolder('k8s patch-bootstrap --secret a', ' {}\n')).toMatchObject(
      usage(`The environment dev has no brokers to set.\n${hint}`),
    );
    expect(await run('k8s patch-bootstrap --secret a')).toMatchObject(
      usage(`No brokers are named.\n${hint}`),
    );
  });
});

describe('where it goes to', () => {
  /** Nobody listens there, so that the line that names the target is all that comes before. */
  const target = async (line: string, environment = dev, options: RunOptions = {}) => {
    const { stderr, stdout, code } = await inFolder(`k8s sync-secrets ${line}`, environment, options);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    return stderr.split('\n')[0];
  };

  test('the context and the namespace of the file', async () => {
    expect(await target('')).toBe('dev · context exchange-dev · namespace exchange-dev');
  });

  test('flags beat the file', async () => {
    expect(await target('--context other --namespace ns')).toBe('dev · context other · namespace ns');
  });

  test("the kubeconfig's own where nothing names one", async () => {
    const environment = dev.replace(/ {6}(context|namespace): exchange-dev\n/g, '');
    expect(await target('', environment)).toBe(
      'dev · context exchange-dev (current context) · namespace of-the-context',
    );
    expect(await target('--context other', environment)).toBe('dev · context other · namespace default');
  });

  test('brokers of this machine change nothing', async () => {
    const env = { EXOPS_BROKERS: 'localhost:9092' };
    expect(await target('', dev, { env })).toBe('dev · context exchange-dev · namespace exchange-dev');
  });
});

test('config view shows what is public, and no password', async () => {
  const { stdout, code } = await inFolder('config view');
  expect(code).toBe(0);
  expect(stdout).toContain('kubernetes.context\texchange-dev\texops.yaml:6\n');
  expect(stdout).toContain('kubernetes.bootstrap\tdev-secrets/KAFKA_BOOTSTRAP_SERVERS\texops.yaml:8\n');
  expect(stdout).toContain(
    'kubernetes.secrets.kafka-credentials.KAFKA_BOOTSTRAP_SERVERS\t10.0.11.8:9092\texops.yaml:10\n',
  );
  expect(stdout).toMatch(/kubernetes\.secrets\.db-credentials\.PASSWORD\t•+\texops\.yaml:11\n/);
  expect(await inFolder('config validate')).toMatchObject({
    code: 0,
    stderr: '✓ exops.yaml: 1 environment, 0 manifests\n',
  });
});

test('completion knows the verbs and their flags', async () => {
  const { stdout } = await run('complete -- k8s ""');
  expect(stdout).toContain('sync-secrets\t');
  expect(stdout).toContain('rbac\t');
  expect((await run('complete -- k8s sync-secrets --create')).stdout).toMatch(/^--create-namespace\t/);
});
