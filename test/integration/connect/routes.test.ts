import { chmod, readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AwsLab, LabVpc } from '../../lab/aws/aws-lab.js';
import { type EndpointFault, type RunningEndpoint, startEndpoint } from '../../lab/eice/endpoint.js';
import { pluginEnv, pluginRuns } from '../../lab/ssm-plugin/plugin.js';
import { folderWith } from '../../run.js';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';

const where = 'dev · 123456789012 ap-northeast-2';

/** An endpoint in a VPC that leads to this port, whatever address it is asked for. */
async function endpointIn(aws: AwsLab, { vpcId }: LabVpc, port: number): Promise<RunningEndpoint> {
  const endpoint = await startEndpoint({ target: { host: '127.0.0.1', port } });
  onTestFinished(endpoint.stop);
  const { id, dnsName, securityGroupIds } = endpoint.record;
  await aws.setConnectEndpoints(vpcId, [{ id, dnsName, securityGroupIds }]);
  return endpoint;
}

/** A host without a public address in a VPC of its own. An endpoint opens port 22 only, so none is configured. */
async function privateHost() {
  const aws = ownAws();
  const vpc = await aws.createVpc();
  const host = await openEc2Host(aws, 'private-host', {}, { publicAddress: '', subnetId: vpc.subnetId });
  const { privateAddress } = await aws.describeInstance(host.instanceId);
  const settings = `{ instance: ${host.instanceId}, user: ${host.user} }`;
  const label = `x (${host.instanceId})`;
  const place = await laptop(aws, `hosts: { x: ${settings} }`);
  return { ...place, vpc, host, label, privateAddress };
}

const name = 'EC2 Instance Connect Endpoint eice-0123456789abcdef0';
const hour = 'An EC2 Instance Connect Endpoint ends each connection after an hour at most.';

describe('--route eice', () => {
  test('goes all the way to a command on the host', async () => {
    const { aws, exops, vpc, host, label, privateAddress } = await privateHost();
    const endpoint = await endpointIn(aws, vpc, host.port);
    const result = await exops('connect --route eice -- sh -c "whoami; cat"', { input: 'through\n' });
    expect({ ...result, stderr: said(result) }).toMatchObject({
      code: 0,
      stdout: `${host.user}\nthrough\n`,
      stderr: `${where} · ${label} · ${privateAddress} through ${name} (as asked)
  ${hour}
host key ${host.fingerprints()[0]} shown by the console output, now pinned · key pushed, 60 s
`,
    });
    expect(endpoint.requests).toEqual([{ privateAddress, port: 22 }]);
    const chosen = await exops('connect -- echo by itself', { env: { PATH: '/nowhere' } });
    expect(chosen).toMatchObject({ code: 0, stdout: 'by itself\n' });
    expect(said(chosen)).toContain(`${privateAddress} through ${name} (no public address)\n`);
  });

  test('without an endpoint', async () => {
    const { exops, vpc, label } = await privateHost();
    const result = await exops('connect --route eice -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `Can't reach ${label} by route eice: no endpoint in ${vpc.vpcId}.
  Make one: aws ec2 create-instance-connect-endpoint --subnet-id ${vpc.subnetId}
`,
    });
  });

  test('to another port than an endpoint opens', async () => {
    const { aws, host, label } = await privateHost();
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const result = await exops('connect --route eice -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `Can't reach ${label} by route eice: an endpoint opens ports 22 and 3389 only, not ${host.port}.
  Let sshd listen on port 22, too, or take another route.
`,
    });
  });

  test('without the right to list endpoints, or to open a tunnel', async () => {
    const { aws, exops, vpc, host, label, privateAddress } = await privateHost();
    const endpoint = await endpointIn(aws, vpc, host.port);
    const user = 'arn:aws:sts::123456789012:assumed-role/Dev/kim';
    const body = { ErrorCode: 'AccessDenied', Message: 'You are not authorized to perform this operation.' };
    endpoint.fault({ kind: 'refuse', status: 403, body: JSON.stringify(body) });
    const tunnel = await exops('connect --route eice -- true');
    expect({ code: tunnel.code, stderr: said(tunnel) }).toEqual({
      code: 255,
      stderr: `${where} · ${label} · ${privateAddress} through ${name} (as asked)
  ${hour}
AWS doesn't allow ec2-instance-connect:OpenTunnel on eice-0123456789abcdef0: You are not authorized to perform this operation.
  Have the right added to its policies, or take another profile.
`,
    });
    const action = 'ec2:DescribeInstanceConnectEndpoints';
    await aws.fault({
      ...{ service: 'ec2', action: action.slice(4), code: 'UnauthorizedOperation', status: 403 },
      message: `You are not authorized to perform this operation. User: ${user} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    });
    const list = await exops('connect --route eice -- true');
    expect({ code: list.code, stderr: said(list) }).toEqual({
      code: 255,
      stderr: `AWS doesn't allow ${action}: no identity-based policy allows the ${action} action.
  It was asked as ${user}. Have the right added to its policies, or take another profile.
`,
    });
  });

  const admit =
    "The instance's security group must admit TCP 22 from the endpoint's security group sg-0e1ce, and sshd must listen there.";

  test.each<[string, EndpointFault, (address: string) => string]>([
    [
      'before the host has spoken',
      { kind: 'cut', afterBytes: 0 },
      (address) => `${name} can't reach ${address}:22: the connection was cut.\n  ${admit}\n`,
    ],
    [
      'in the handshake',
      { kind: 'cut', afterBytes: 1_000 },
      () =>
        `${name} ended the connection: the connection was cut.\n  An endpoint ends each connection after an hour at most.\n`,
    ],
    [
      'in the handshake, with a reason',
      { kind: 'close', code: 1008, reason: 'Idle \u001b]0;x\u0007', afterBytes: 1_000 },
      () =>
        `${name} ended the connection: Idle \\x1b]0;x\\x07.\n  An endpoint ends each connection after an hour at most.\n`,
    ],
  ])('cut %s', async (_, fault, words) => {
    const { aws, exops, vpc, host, privateAddress } = await privateHost();
    const endpoint = await endpointIn(aws, vpc, host.port);
    endpoint.fault(fault);
    const result = await exops('connect --route eice -- true');
    expect(result.code).toBe(255);
    expect(said(result).split(`  ${hour}\n`)[1]).toBe(words(privateAddress ?? ''));
    expect(await aws.pushes()).toEqual([]);
  });
});

describe('--route ssm', () => {
  const install =
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

  async function managedHost(ssm: 'Online' | 'ConnectionLost' = 'Online') {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'managed-host', {}, { publicAddress: '', ssm });
    const place = await laptop(aws, `hosts: { x: { instance: ${host.instanceId}, user: ${host.user} } }`);
    return { ...place, host, label: `x (${host.instanceId})` };
  }

  /** The stand-in for the plugin, for which a session's address is that of this port. */
  async function pluginTo(port: number) {
    const script = `#!/bin/sh
PATH=\${PATH#*:}
if [ "$1" != --version ]; then
  AWS_SSM_START_SESSION_RESPONSE=$(printf %s "$AWS_SSM_START_SESSION_RESPONSE" |
    sed 's#"StreamUrl":"[^"]*"#"StreamUrl":"tcp://127.0.0.1:${port}"#')
  export AWS_SSM_START_SESSION_RESPONSE
fi
exec session-manager-plugin "$@"
`;
    const folder = await folderWith({ 'session-manager-plugin': script });
    await chmod(`${folder}/session-manager-plugin`, 0o755);
    const env = pluginEnv({ log: `${folder}/log` });
    return { log: `${folder}/log`, env: { ...env, PATH: `${folder}:${env['PATH']}` } };
  }

  test('goes all the way to a command on the host, with the token on no command line', async () => {
    const { exops, host, label } = await managedHost();
    const { env, log } = await pluginTo(host.port);
    const result = await exops('connect --route ssm -- sh -c "whoami; cat"', { input: 'through\n', env });
    expect({ ...result, stderr: said(result) }).toMatchObject({
      code: 0,
      stdout: `${host.user}\nthrough\n`,
      stderr: `${where} · ${label} · through AWS Systems Manager (as asked)
host key ${host.fingerprints()[0]} shown by the console output, now pinned · key pushed, 60 s
`,
    });
    const [run] = await pluginRuns(log);
    expect(run?.argv[0]).toBe('AWS_SSM_START_SESSION_RESPONSE');
    expect(await readFile(log, 'utf8')).not.toContain('TokenValue');
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "isn't installed here",
      { PATH: '/nowhere' },
      `the session-manager-plugin isn't installed here.\n  Install it: ${install}`,
    ],
    [
      'is too old',
      pluginEnv({ version: '1.2.300.0' }),
      `the session-manager-plugin 1.2.300.0 takes a session's token on its command line, where others can read it.\n  Install one that is newer than 1.2.497.0: ${install}`,
    ],
  ])('where the plugin %s', async (_, env, words) => {
    const { aws, exops, label } = await managedHost();
    const result = await exops('connect --route ssm -- true', { env });
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `Can't reach ${label} by route ssm: ${words}\n`,
    });
    expect((await aws.calls()).map(({ action }) => action)).not.toContain('StartSession');
  });

  test("where the instance's agent doesn't answer", async () => {
    const { exops, label } = await managedHost('ConnectionLost');
    const result = await exops('connect --route ssm -- true', { env: pluginEnv() });
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `Can't reach ${label} by route ssm: not managed by SSM.
  The SSM agent must run on ${label}, with an instance profile that has the policy AmazonSSMManagedInstanceCore and a way to the service.
`,
    });
  });

  test('where nothing listens on the host', async () => {
    const { exops, host, label } = await managedHost();
    await host.kill();
    const { env } = await pluginTo(host.port);
    const result = await exops('connect --route ssm -- true', { env });
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${where} · ${label} · through AWS Systems Manager (as asked)
Can't reach SSH on ${label} through AWS Systems Manager: Connection to destination port failed, ECONNREFUSED.
  Check that sshd listens on port 22 there, and that the SSM agent is 2.3.672.0 or newer.
  It needs a way to the services ssm and ssmmessages of the region.
`,
    });
  });
});
