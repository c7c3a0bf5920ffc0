import { describe, expect, test } from 'vitest';
import { awsMskLab, type MskClusterRequest } from '../../lab/aws/msk-lab.js';
import type { MskLab } from '../../lab/kafka/msk-lab.js';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';
import { ownName } from '../aws/opened-aws.js';
import { laptop, openEc2Host, ownAws, said } from '../connect/hosts.js';

/** What every token begins with: a signed `https://kafka.…`. */
const tokenStart = Buffer.from('https://kafka.').toString('base64url').slice(0, -1);

interface Setting {
  /** Of the cluster, after its name. */
  readonly keys: (msk: MskLab) => string;
  readonly strings?: (msk: MskLab) => MskClusterRequest['brokers'];
  readonly blocks?: readonly string[];
  readonly isLetIn?: boolean;
  readonly aws?: ReturnType<typeof ownAws>;
}

/** A laptop whose environment has an MSK cluster by its name. */
async function environment({ keys, strings, blocks = [], isLetIn = true, aws = ownAws() }: Setting) {
  const msk = await sharedMsk();
  const accessKeyId = aws.env['AWS_ACCESS_KEY_ID'] ?? '';
  const secretAccessKey = aws.env['AWS_SECRET_ACCESS_KEY'] ?? '';
  if (isLetIn) await msk.letIn({ accessKeyId, secretAccessKey });
  const name = ownName('liquibook');
  const { iam, scram, tls, plaintext } = msk.listeners;
  const brokers = strings?.(msk) ?? { private: { iam, scram, tls, plaintext } };
  const arn = await awsMskLab(aws).createCluster({ name, brokers });
  const place = await laptop(aws, ...blocks, `cluster: { name: ${name}, ${keys(msk)} }`);
  const actions = async () => (await aws.calls()).map(({ action }) => action);
  return { ...place, msk, name, arn, accessKeyId, actions, logins: () => msk.iamLogins(accessKeyId) };
}

const byIam = (msk: MskLab) => `auth: { mechanism: iam, ca: ${msk.pki.ca} }`;

describe('with IAM', () => {
  test('a cluster is found by its name and spoken to, with one look-up and one token', async () => {
    const { exops, msk, name, logins, actions } = await environment({ keys: byIam });
    const listed = await exops('topics list');
    expect(listed.code, listed.stderr).toBe(0);
    expect(said(listed)).toContain(
      `dev · 123456789012 ap-northeast-2 · msk ${name} · ${msk.listeners.iam}\n`,
    );
    expect(new Set((await logins()).map(({ token }) => token)).size).toBe(1);
    const asked = await actions();
    expect(asked.filter((action) => action === 'GetBootstrapBrokers')).toHaveLength(1);
  });

  test('through a host', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'way-to-msk');
    const { exops, msk, name } = await environment({
      keys: (lab) => `${byIam(lab)}, via: kafka`,
      blocks: [`hosts: { kafka: ${host.settings} }`],
      aws,
    });
    const listed = await exops('topics list');
    expect(listed.code, listed.stderr).toBe(0);
    expect(said(listed)).toContain(
      `dev · 123456789012 ap-northeast-2 · msk ${name} · ${msk.listeners.iam} · via kafka (${host.instanceId})\n`,
    );
  });

  test('by addresses alone', async () => {
    const { exops, msk, logins } = await environment({ keys: byIam });
    const flags = `--brokers ${msk.listeners.iam} --auth iam --ca ${msk.pki.ca} --region ${msk.region}`;
    const listed = await exops(`topics list ${flags}`);
    expect(listed.code, listed.stderr).toBe(0);
    expect(said(listed)).toContain(`msk · ${msk.listeners.iam}\n`);
    expect(await logins()).toHaveLength(1);
  });

  test('a refused token is explained, and never shown', async () => {
    const { exops, msk, accessKeyId, logins } = await environment({ keys: byIam, isLetIn: false });
    const refused = await exops('topics list -v', { env: { EXOPS_DEBUG: '1' } });
    expect(refused.code).toBe(4);
    const key = `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`;
    const [login] = await logins();
    expect(refused.stderr).toContain(
      `${msk.listeners.iam} refused the IAM login of ${key} (ap-northeast-2): [${login?.id}]: Access denied\n`,
    );
    expect(refused.stderr).toContain('lacks kafka-cluster:Connect on this cluster');
    expect(refused.stderr).toContain('Or the clock here is wrong: the token was signed when it showed ');
    expect(refused.stderr + refused.stdout).not.toContain(tokenStart);
  });

  test('a token for another region is refused', async () => {
    const { exops, msk, logins } = await environment({ keys: byIam });
    const flags = `--brokers ${msk.listeners.iam} --auth iam --ca ${msk.pki.ca} --region us-east-1`;
    const refused = await exops(`topics list ${flags}`);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('(us-east-1)');
    expect(refused.stderr).toContain('Or the cluster is in another region than us-east-1.');
    expect((await logins())[0]?.refused).toBeDefined();
  });

  test('a listener for another login says where IAM is', async () => {
    const { exops, msk } = await environment({
      keys: byIam,
      strings: ({ listeners }) => ({ private: { iam: listeners.scram } }),
    });
    const refused = await exops('topics list');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(`${msk.listeners.scram} doesn't accept IAM's OAUTHBEARER.`);
    expect(refused.stderr).toContain('IAM is on 9098 (public 9198).');
  });
});

test('with SCRAM, by a secret of Secrets Manager', async () => {
  const aws = ownAws();
  const secret = ownName('AmazonMSK_ops');
  await aws.putSecret(secret, JSON.stringify({ username: 'ops', password: 'ops-secret' }));
  const reference = (key: string) => `"\${secretsmanager:${secret}#${key}}"`;
  const login = `mechanism: scram, username: ${reference('username')}, password: ${reference('password')}`;
  const { exops, msk } = await environment({ keys: (lab) => `auth: { ${login}, ca: ${lab.pki.ca} }`, aws });
  const listed = await exops('topics list -v');
  expect(listed.code, listed.stderr).toBe(0);
  expect(said(listed)).toContain(msk.listeners.scram);
  expect(listed.stderr).not.toContain('ops-secret');
});

test('with a client certificate', async () => {
  const { exops, msk } = await environment({
    keys: ({ pki }) =>
      `auth: { mechanism: tls, ca: ${pki.ca}, certificate: ${pki.client.cert}, key: ${pki.client.key} }`,
  });
  const listed = await exops('topics list');
  expect(listed.code, listed.stderr).toBe(0);
  expect(said(listed)).toContain(msk.listeners.tls);
});

describe('what was looked up', () => {
  test('is what applications are told, and what config view shows', async () => {
    const { exops, msk, name } = await environment({
      keys: byIam,
      blocks: [`kubernetes: { secrets: { kafka: { SERVERS: "\${kafka:bootstrap}" } } }`],
    });
    const viewed = await exops('config view -o json');
    expect(viewed.code, viewed.stderr).toBe(0);
    const settings = new Map(
      JSON.parse(viewed.stdout).settings.map((one: { path: string; value: string }) => [one.path, one.value]),
    );
    expect(settings.get('cluster.name')).toBe(name);
    expect(settings.get('cluster.kind')).toBe('msk');
    expect(settings.get('cluster.brokers')).toBe(msk.listeners.iam);
    expect(settings.get('kubernetes.secrets.kafka.SERVERS')).toBe(msk.listeners.iam);
  });

  test('is not known without the right to ask; the rest is shown', async () => {
    const { exops, aws, name } = await environment({ keys: byIam });
    await aws.fault({
      service: 'kafka',
      code: 'AccessDeniedException',
      message: 'no',
      status: 403,
      times: 9,
    });
    const viewed = await exops('config view');
    expect(viewed.code, viewed.stderr).toBe(0);
    expect(viewed.stderr).toContain("The cluster's brokers aren't known: ");
    expect(viewed.stdout).toContain(`cluster.name\t${name}\t`);
    expect(viewed.stdout).not.toContain('cluster.brokers');
    const listed = await exops('topics list');
    expect(listed.code).toBe(4);
  });

  test('is of the account that the environment names alone', async () => {
    const { exops, folder } = await environment({ keys: byIam });
    const { readFile, writeFile } = await import('node:fs/promises');
    const file = `${folder}/exops.yaml`;
    await writeFile(file, (await readFile(file, 'utf8')).replace('"123456789012"', '"111111111111"'));
    const refused = await exops('topics list');
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('aws.accountId is 111111111111');
  });

  test('is not asked for where the command line names brokers, or to validate', async () => {
    const { exops, msk, actions } = await environment({ keys: byIam });
    const validated = await exops('config validate');
    expect(validated.code, validated.stderr).toBe(0);
    expect(await actions()).toEqual([]);
    const listed = await exops(`topics list -e dev --brokers ${msk.listeners.iam}`);
    expect(listed.code, listed.stderr).toBe(0);
    expect(await actions()).not.toContain('GetBootstrapBrokers');
  });
});
