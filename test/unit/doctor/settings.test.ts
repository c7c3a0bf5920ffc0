import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../src/lib/aws/aws.js';
import type { EnvironmentInput } from '../../../src/lib/config/environment.js';
import { environmentSettings } from '../../../src/lib/config/environment-settings.js';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { configurationStep } from '../../../src/lib/doctor/configuration-step.js';
import { ClusterLookUpError, type DoctorDeps } from '../../../src/lib/doctor/doctor-deps.js';
import type { Outcome } from '../../../src/lib/doctor/model.js';
import { runSteps } from '../../../src/lib/doctor/run-steps.js';
import { settingsStep } from '../../../src/lib/doctor/settings-step.js';
import { broken, ok, step } from '../../../src/lib/doctor/step.js';
import { AccessError } from '../../../src/lib/errors.js';
import { exopsFolder, exopsYaml } from '../config/exops-folder.js';
import { stillClock } from './still-clock.js';

interface World {
  /** The `exops.yaml`; none without it. */
  readonly file?: string;
  readonly flags?: EnvironmentInput['flags'];
  readonly env?: EnvironmentInput['env'];
  readonly account?: Outcome<unknown>;
  readonly over?: Partial<EnvironmentInput>;
}

/** Runs the two steps over a folder with this file. */
async function looked({ file, flags = {}, env = {}, account = ok('it is', 1), over = {} }: World) {
  const { folder, input: inputOf } = await exopsFolder(file === undefined ? {} : { 'exops.yaml': file });
  const input = inputOf({ flags, env, needs: { kind: 'everything' }, ...over });
  const deps = {
    configuration: () => environmentSettings(input),
    environment: () => loadEnvironment(input),
    commandLine: (command: string) => `exops ${command}`,
    timeoutMs: undefined,
  } as Partial<DoctorDeps> as DoctorDeps;
  const configuration = configurationStep(deps);
  const accountStep = step({ layer: 'account', tries: '', run: async () => account });
  const settings = settingsStep(deps, { configuration, account: accountStep });
  let value: unknown;
  const reader = step({
    ...{ layer: 'dns', tries: '', after: [settings] },
    run: async (known) => {
      value = known.value(settings);
      return ok('', 1);
    },
  });
  const all = await runSteps([reader], { clock: stillClock, signal: new AbortController().signal });
  const text = JSON.stringify(all).replaceAll(folder, '.');
  const found: typeof all = JSON.parse(text);
  return {
    configuration: found.find(({ layer }) => layer === 'configuration'),
    settings: found.find(({ layer }) => layer === 'settings'),
    value,
  };
}

const ssm = (values: Readonly<Record<string, string>>): ReferenceSource => ({
  name: 'ssm',
  isSecret: false,
  resolve: async (names) =>
    new Map(names.flatMap((name) => (name in values ? [[name, values[name] ?? '']] : []))),
});

describe('configuration', () => {
  test('what the environment has', async () => {
    const { configuration } = await looked({
      file: exopsYaml({
        dev: '{ cluster: { brokers: "b:9092" }, hosts: { web: { instance: i-0123456789abcdef0 } } }',
      }),
    });
    expect(configuration).toMatchObject({
      status: 'ok',
      findings: [{ saw: 'dev of exops.yaml: a cluster, hosts' }],
    });
  });

  test('a cluster without any file', async () => {
    const { configuration, settings } = await looked({
      flags: { brokers: 'b-1.example:9098,b-2.example:9098' },
    });
    expect(configuration?.findings[0]?.saw).toBe('flags and variables: a cluster');
    expect(settings?.findings[0]?.saw).toBe('b-1.example:9098 and 1 more, no login');
  });

  test('every wrong place of the file, each on a line', async () => {
    const { configuration, settings } = await looked({
      file: 'version: 1\nenvironments:\n  dev:\n    cluster: { brokers: b }\n    nothing: 1\n',
    });
    expect(configuration).toMatchObject({ status: 'broken', findings: [{ problem: 'file-invalid' }] });
    const [finding] = configuration?.findings ?? [];
    const lines = [finding?.saw, ...(finding?.next ?? [])];
    expect(lines.filter((line) => line?.startsWith('exops.yaml:'))).toHaveLength(2);
    expect(lines.at(-1)).toBe('exops config validate');
    expect(settings).toMatchObject({ status: 'not reached', because: 'configuration' });
  });

  test('no file, and no cluster named', async () => {
    const { configuration } = await looked({});
    expect(configuration?.findings).toEqual([
      {
        verdict: 'broken',
        saw: 'No cluster is named, and there is no exops.yaml here or in a folder above.',
        problem: 'no-target',
        next: [
          'Name a cluster with --brokers HOST:PORT (or EXOPS_BROKERS), or write its environment into an exops.yaml here or in a folder above.',
        ],
      },
    ]);
  });

  test.each([
    [
      { flags: { brokers: 'b:9096', auth: 'scram', username: 'ops' } },
      '--auth: mechanism scram needs a password: EXOPS_PASSWORD',
      ['Type it, which nobody sees, then try again:', 'read -rs EXOPS_PASSWORD && export EXOPS_PASSWORD'],
    ],
    [{ flags: { brokers: ' ' } }, '--brokers is empty.', undefined],
    [
      { env: { EXOPS_BROKERS: 'b:1', EXOPS_AUTH: 'x' } },
      expect.stringMatching(/^EXOPS_AUTH: expected /),
      undefined,
    ],
  ])('a flag or variable that cannot be used: %o', async (given, saw, next) => {
    const { configuration } = await looked(given);
    const finding = { verdict: 'broken', saw, problem: 'flag-unusable' };
    expect(configuration?.findings).toEqual([next === undefined ? finding : { ...finding, next }]);
  });

  test.each([
    [{ flags: { environment: 'dve' } }, '"dve"'],
    [{ flags: { config: 'none.yaml' } }, '--config names no file'],
  ])('an environment or a file that is not there: %o', async (given, words) => {
    const { configuration } = await looked({
      file: exopsYaml({ dev: '{ cluster: { brokers: "b:1" } }' }),
      ...given,
    });
    expect(configuration?.findings).toMatchObject([
      { problem: 'no-target', saw: expect.stringContaining(words) },
    ]);
  });

  test('an environment of nothing', async () => {
    const { configuration } = await looked({ file: exopsYaml({ dev: '{ protected: true }' }) });
    expect(configuration?.findings[0]).toMatchObject({
      problem: 'nothing-to-examine',
      saw: 'dev of exops.yaml has no cluster, no hosts and no Kubernetes',
    });
  });

  test.each([
    ['a cluster by itself', '{ cluster: { brokers: "b:9092" } }', false],
    ['a reference to a variable', `{ cluster: { brokers: "\${env:B}" } }`, false],
    ['a reference to AWS', `{ cluster: { brokers: "\${ssm:/b}" } }`, true],
    [
      'an address of a host',
      `{ cluster: { brokers: "\${host:web}:9092" }, hosts: { web: { instance: i-0123456789abcdef0 } } }`,
      true,
    ],
    [
      'an MSK cluster by name',
      '{ aws: { region: us-east-1 }, cluster: { name: shop, auth: { mechanism: iam } } }',
      true,
    ],
    ['IAM', '{ cluster: { brokers: "b:9098", auth: { mechanism: iam } } }', false],
  ])('%s: settings without the account %j', async (_, body, needsAccount) => {
    const account = broken({ saw: 'expired' });
    const { settings } = await looked({ file: exopsYaml({ dev: body }), env: { B: 'b:9092' }, account });
    if (needsAccount) expect(settings).toMatchObject({ status: 'not reached', because: 'account' });
    else expect(settings).toMatchObject({ status: 'ok' });
  });
});

describe('settings', () => {
  test('resolved, for those that come after', async () => {
    const { settings, value } = await looked({
      file: exopsYaml({ dev: `{ cluster: { brokers: "\${ssm:/brokers}" } }` }),
      over: { sources: () => [ssm({ '/brokers': 'b-1:9092,b-2:9092' })] },
    });
    expect(settings).toMatchObject({ status: 'ok', findings: [{ saw: 'b-1:9092 and 1 more, no login' }] });
    expect(value).toMatchObject({
      environment: { cluster: { brokers: [{ host: 'b-1', port: 9092 }, { host: 'b-2' }] } },
      isClusterOfFile: true,
      clusterAwaits: undefined,
    });
  });

  test('a reference that is not there', async () => {
    const { settings } = await looked({
      file: exopsYaml({ dev: `{ cluster: { brokers: "\${ssm:/brokers}" } }` }),
      over: { sources: () => [ssm({})] },
    });
    expect(settings).toMatchObject({
      status: 'broken',
      findings: [{ problem: 'reference-missing', next: ['exops config view'] }],
    });
    expect(settings?.findings[0]?.saw).toMatch(/^exops\.yaml:3:\d+ \$\{ssm:\/brokers\} was not found$/);
  });

  test('a reference that leads to what is no broker', async () => {
    const { settings } = await looked({
      file: exopsYaml({ dev: `{ cluster: { brokers: "\${ssm:/brokers}" } }` }),
      over: { sources: () => [ssm({ '/brokers': 'b-1' })] },
    });
    expect(settings?.findings[0]).toMatchObject({ problem: 'setting-unusable' });
  });

  test('what AWS says is its own finding, with the right that is missing', async () => {
    const source = ssm({});
    const denied: ReferenceSource = {
      ...source,
      resolve: async () => {
        throw new AccessError('ssm:GetParameters is denied', { hint: 'Ask for it.' });
      },
    };
    const { settings } = await looked({
      file: exopsYaml({ dev: `{ cluster: { brokers: "\${ssm:/brokers}" } }` }),
      over: { sources: () => [denied] },
    });
    expect(settings?.findings).toEqual([
      {
        ...{ verdict: 'broken', saw: 'ssm:GetParameters is denied', problem: 'step-failed' },
        ...{ next: ['Ask for it.'], access: true },
      },
    ]);
  });

  test('brokers at a host that has no address now are waited for', async () => {
    const { settings, value } = await looked({
      file: exopsYaml({
        dev: `{ cluster: { brokers: "\${host:kafka.public}:9092" }, hosts: { kafka: { instance: i-0123456789abcdef0 } } }`,
      }),
      over: { instances: () => async (selectors) => selectors.map(() => [stopped]) },
    });
    expect(settings).toMatchObject({
      status: 'ok',
      findings: [{ saw: 'kafka.public has no address now, 1 host' }],
    });
    expect(value).toMatchObject({
      environment: { cluster: undefined },
      clusterAwaits: 'kafka.public has no address now',
    });
  });

  test('an MSK cluster that is not found is left to its own layer', async () => {
    const { settings } = await looked({
      file: exopsYaml({
        dev: '{ aws: { region: us-east-1 }, cluster: { name: shop, auth: { mechanism: iam } } }',
      }),
      over: {
        mskCluster: () => async () => {
          throw new ClusterLookUpError('There is no MSK cluster shop in us-east-1.');
        },
      },
    });
    expect(settings).toMatchObject({ status: 'not reached', because: 'cluster', findings: [] });
  });

  test('brokers of a flag are not those that applications are told', async () => {
    const { value } = await looked({
      file: exopsYaml({ dev: '{ cluster: { brokers: "b:9092" } }' }),
      flags: { environment: 'dev', brokers: 'localhost:19092' },
    });
    expect(value).toMatchObject({ isClusterOfFile: false });
  });
});

const stopped: Instance = {
  ...{
    id: 'i-0123456789abcdef0',
    state: 'stopped',
    privateAddress: '10.0.0.7',
    volumeIds: [],
    tags: new Map(),
  },
  ...{
    transitionReason: undefined,
    stateReason: undefined,
    platform: undefined,
    availabilityZone: undefined,
  },
  ...{ publicAddress: undefined, ipv6Address: undefined, vpcId: undefined, subnetId: undefined },
  ...{ instanceType: undefined, launchedAt: undefined, spotRequest: undefined, securityGroupIds: [] },
  ...{ hasInstanceStoreRoot: false, hasElasticAddress: false },
};
