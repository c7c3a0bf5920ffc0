import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { needsOfCommands } from '../../src/lib/aws-policy/needs.js';
import type { Policy } from '../../src/lib/aws-policy/statements.js';
import { toolNames } from '../../src/lib/hosts/tools/tool-names.js';
import { buildProgram } from '../../src/program.js';
import { folderWith, type RunOptions, run } from '../run.js';

/** Port 1 of this machine: nothing is to be reached. */
const nowhere = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
};

const ref = (name: string) => `"\${${name}}"`;

const dev = `
    aws: { region: ap-northeast-2, accountId: "123456789012" }
    cluster: { brokers: ["\${cfn:dev-KafkaPrivateIp}:9092"], via: kafka, auth: { mechanism: scram, username: app, password: ${ref('secretsmanager:dev/kafka#password')} } }
    hosts:
      kafka: { instance: ${ref('cfn:dev-KafkaInstanceId')} }
      bastion: { instance: i-0123456789abcdef0, route: direct, user: ubuntu }
    sleep:
      - eksNodegroup: { cluster: ${ref('cfn:dev-EksClusterName')}, name: spot }
      - rdsInstance: exchange-dev-mysql
`;

async function policy(line: string, environment = dev, options: RunOptions = {}) {
  const cwd = await folderWith({ 'exops.yaml': `version: 1\nenvironments:\n  dev:${environment}` });
  const result = await run(`aws policy ${line}`, { cwd, ...options, env: { ...nowhere, ...options.env } });
  const { Statement }: Policy = result.stdout === '' ? { Statement: [] } : JSON.parse(result.stdout);
  return { ...result, Statement, find: (sid: string) => Statement.find(({ Sid }) => Sid === sid) };
}

describe('aws policy --offline', () => {
  test('is JSON as IAM takes it, and nothing else is on stdout', async () => {
    const { code, stdout, Statement } = await policy('--offline dev sleep');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).Version).toBe('2012-10-17');
    for (const statement of Statement)
      expect(Object.keys(statement).filter((key) => key !== 'Condition')).toEqual([
        ...['Sid', 'Effect', 'Action', 'Resource'],
      ]);
  });

  test('has exact ARNs of what the file says, and wildcards that it tells of', async () => {
    const { find, stderr } = await policy('--offline connect dev sleep');
    expect(find('PushSshKeys')?.Resource).toEqual(['arn:aws:ec2:ap-northeast-2:123456789012:instance/*']);
    expect(find('PushSshKeys2')).toMatchObject({
      Resource: ['arn:aws:ec2:ap-northeast-2:123456789012:instance/i-0123456789abcdef0'],
      Condition: { StringEquals: { 'ec2:osuser': 'ubuntu' } },
    });
    expect(find('Stop')).toMatchObject({
      Action: ['rds:StopDBInstance'],
      Resource: ['arn:aws:rds:ap-northeast-2:123456789012:db:exchange-dev-mysql'],
    });
    expect(find('Resize')?.Resource).toEqual(['arn:aws:eks:ap-northeast-2:123456789012:nodegroup/*/spot/*']);
    expect(stderr).toContain(
      'Not resolved, so that any matches: the instance of host kafka, the EC2 Instance Connect Endpoint of host kafka, a line of sleep (nodegroup)\n',
    );
  });

  test('has what resolving takes', async () => {
    const { find } = await policy('--offline topics list');
    expect(find('ReadAnything')?.Action).toContain('cloudformation:ListExports');
    expect(find('ResolveReferences')).toMatchObject({
      Action: ['secretsmanager:GetSecretValue'],
      Resource: ['arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:dev/kafka-??????'],
    });
  });

  test('is the same every time, and whatever the order of commands', async () => {
    const [one, other] = await Promise.all([
      policy('--offline "dev sleep" connect'),
      policy('--offline connect "dev sleep"'),
    ]);
    expect(one.stdout).toBe(other.stdout);
  });

  test('leaves out what is root on a host, unless it is asked for', async () => {
    const without = await policy('--offline connect');
    expect(without.stdout).not.toContain('ssm:SendCommand');
    expect(without.stderr).toContain('--ssm-host-keys adds it');
    const { stdout, stderr } = await policy('--offline --ssm-host-keys connect');
    expect(stdout).toContain('ssm:SendCommand');
    expect(stderr).toContain('ReadHostKeysAsRoot lets run any command as root on these hosts');
  });

  test('of a command that needs nothing is empty, and says so', async () => {
    expect(await policy('--offline config validate')).toMatchObject({
      ...{ code: 0, stdout: '' },
      stderr: 'This command needs no rights in AWS for this environment.\n',
    });
  });

  test('needs neither a file nor a region', async () => {
    const result = await run('aws policy --offline connect', { env: { AWS_EC2_METADATA_DISABLED: 'true' } });
    expect(result.code).toBe(0);
    const { Statement }: Policy = JSON.parse(result.stdout);
    expect(Statement.find(({ Sid }) => Sid === 'PushSshKeys')?.Resource).toEqual([
      'arn:aws:ec2:*:*:instance/*',
    ]);
    expect(result.stderr).toContain('The account is not known, so that any matches');
    expect(result.stderr).toContain('The region is not known, so that any matches');
    expect(result.stderr).toContain(
      'exops.yaml names no host, so that any instance can be entered as ec2-user.',
    );
  });

  test('takes the host that a variable names on the way to the brokers', async () => {
    const { find } = await policy('--offline topics list', dev, { env: { EXOPS_VIA: 'bastion' } });
    expect(find('PushSshKeys')?.Condition).toEqual({ StringEquals: { 'ec2:osuser': 'ubuntu' } });
    expect(find('PushSshKeys2')).toBeUndefined();
    const id = 'i-0fedcba9876543210';
    const other = await policy('--offline topics list', dev, { env: { EXOPS_VIA: id } });
    expect(other.find('PushSshKeys')?.Resource).toEqual([
      `arn:aws:ec2:ap-northeast-2:123456789012:instance/${id}`,
    ]);
    expect(other.stderr).not.toContain('exops.yaml names no host');
    const none = await policy('--offline topics list', dev, { env: { EXOPS_VIA: 'direct' } });
    expect(none.find('PushSshKeys')).toBeUndefined();
  });

  test('of all commands is one policy', async () => {
    const { code, Statement, stderr } = await policy('--offline');
    expect(code).toBe(0);
    const actions = new Set(Statement.flatMap(({ Action }) => Action));
    expect(actions.has('rds:StopDBInstance') && actions.has('logs:DeleteLogGroup')).toBe(true);
    expect(stderr).toContain('DeleteLeftovers is about everything in the account');
  });
});

describe('aws policy is refused', () => {
  test('for what is no command', async () => {
    expect(await policy('--offline dev snooze')).toMatchObject({
      ...{ code: 2, stdout: '', stderr: 'There is no command "dev snooze".\n  See: exops --help\n' },
    });
  });

  test('for a file that is wrong', async () => {
    const { code, stdout, stderr } = await policy(
      '--offline connect',
      '\n    hosts: { kafka: { instance: kafka } }\n',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('expected an instance id');
  });

  test('when AWS does not answer; the way without is told where rights are missing', async () => {
    const { code, stdout } = await policy('connect');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

test('every command is in the table of needs', () => {
  const leaves = (command: Command, names: readonly string[]): readonly string[] =>
    command.commands.length === 0
      ? [names.join(' ')]
      : command.commands.flatMap((sub) => leaves(sub, [...names, sub.name()]));
  const known = leaves(
    buildProgram('0.0.0', [], async () => {}),
    [],
  ).filter((name) => !['help', 'complete'].includes(name) && !toolNames.includes(name));
  const inTable = Object.keys(needsOfCommands).filter((name) => !toolNames.includes(name));
  expect(known.filter((name) => !inTable.includes(name))).toEqual([]);
  expect(inTable.filter((name) => !known.includes(name))).toEqual([]);
});
