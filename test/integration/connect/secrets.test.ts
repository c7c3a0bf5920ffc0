import { randomBytes } from 'node:crypto';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type Ec2Host, startEc2Host } from '../../lab/ec2-host.js';
import { type RunningEndpoint, startEndpoint } from '../../lab/eice/endpoint.js';
import { type HostTools, hostTools } from '../../lab/host-tools/host-tools.js';
import { listenOnFreePort } from '../../lab/ports.js';
import { pluginEnv } from '../../lab/ssm-plugin/plugin.js';
import { folderWith, type RunOptions } from '../../run.js';
import { laptop, ownAws, vouchByConsole } from './hosts.js';

const random = (bytes: number) => randomBytes(bytes).toString('hex');

const keys = { AWS_SECRET_ACCESS_KEY: random(20), AWS_SESSION_TOKEN: `FwoGZXIvYXdzE${random(120)}` };
const brokerPassword = `broker-${random(12)}`;
const parameter = `parameter-${random(12)}`;

/** What none of it may be in: values that these tests made, and what secrets that others make look like. */
const secrets: Readonly<Record<string, string | RegExp>> = {
  'AWS secret access key': keys.AWS_SECRET_ACCESS_KEY,
  'AWS session token': keys.AWS_SESSION_TOKEN,
  'a secret of Secrets Manager': brokerPassword,
  'a SecureString of the Parameter Store': parameter,
  'a private key': /PRIVATE KEY/,
  'the signature of an address': /X-Amz-Signature=(?!…)/i,
  'the token of an address': /X-Amz-Security-Token=(?!…)/i,
  // As the lab makes them: four UUIDs without dashes in a row.
  'the token of a session of Systems Manager': /[0-9a-f]{128}/,
};

function expectNothingSecret(where: string, text: string): void {
  for (const [what, secret] of Object.entries(secrets)) {
    const isThere = typeof secret === 'string' ? text.includes(secret) : secret.test(text);
    if (isThere) expect.fail(`${what} is in the output of ${where}:\n${text}`);
  }
}

const aws = ownAws();
let tools: HostTools;
let host: Ec2Host;
let endpoint: RunningEndpoint;

beforeAll(async () => {
  tools = await hostTools({
    onPath: ['kafka-topics.sh', 'docker'],
    useRpk: false,
    state: { containers: { redpanda: { image: 'redpandadata/redpanda:v25.2.1', tools: ['rpk'] } } },
  });
  const { subnetId, vpcId } = await aws.createVpc();
  const instance = { subnetId, publicAddress: '127.0.0.1', ssm: 'Online' } as const;
  host = await startEc2Host(aws, 'discreet-host', { ssh: { toolFolders: [tools.folder] }, instance });
  await vouchByConsole(aws, host);
  endpoint = await startEndpoint({ target: { host: '127.0.0.1', port: host.port } });
  const { id, dnsName } = endpoint.record;
  await aws.setConnectEndpoints(vpcId, [{ id, dnsName }]);
});
afterAll(async () => {
  await endpoint?.stop();
  await host?.stop();
  await tools?.remove();
});

/** Somebody with a session token; everything said, and everything left in files, is looked through. */
async function discreet(hosts: string, ...blocks: readonly string[]) {
  const own = await laptop(ownAws(), hosts, ...blocks);
  return {
    ...own,
    /** As loud as it gets. @param expected the exit code, so that a run does what it is meant to show */
    async run(line: string, expected: number, options: RunOptions = {}): Promise<string> {
      const env = { ...keys, EXOPS_DEBUG: '1', ...options.env };
      const result = await own.exops(line, { ...options, env });
      const said = `${result.stdout}\n${result.stderr}\n${result.screen}`;
      expectNothingSecret(line, said);
      for (const file of await filesIn(join(own.folder, 'state'))) {
        expectNothingSecret(file, `${await readFile(file, 'latin1').catch(() => '')}`);
      }
      expect(result.code, said).toBe(expected);
      return said;
    },
  };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const byId = () => `{ instance: ${host.instanceId}, user: ${host.user} }`;

describe('nothing secret is in any output, with -v and EXOPS_DEBUG', () => {
  test('of getting in, and of being there', async () => {
    const { run } = await discreet(`hosts: { x: ${host.settings} }`);
    await run('connect -v -- true', 0);
    await run('connect -v -- sh -c "exit 3"', 3);
    await run('connect -v --user nobody -- true', 255);
    await run('connect -v --stdio', 0, { input: 'SSH-2.0-lab\r\n' });
    await run('ssh-config -v', 0);
    await run('host pin -v --yes', 0);
    await run('config view -v', 0);
    await run('rpk topic list', 0);
    await run('kafka-topics --version', 0);
    await run('kafka-acls --list', 255);
    await run('connect -v i-0123456789abcdef0 -- true', 255);
  });

  test('of getting in through an endpoint', async () => {
    const { run } = await discreet(`hosts: { x: ${byId()} }`);
    expect(await run('connect -v --route eice -- echo in', 0)).toContain('\nin\n');
  });

  test('of an endpoint that repeats what it was asked, signature and all', async () => {
    const asked: string[] = [];
    const server = createServer();
    server.on('upgrade', ({ url = '', headers }, socket) => {
      asked.push(url);
      const Message = `Can't open ws://${headers.host}${url}, that is ${url} of ${JSON.stringify(headers)}`;
      const body = JSON.stringify({ ErrorCode: 'InvalidParameter', Message });
      socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
    const port = await listenOnFreePort(server);
    const { vpcId, subnetId } = await aws.createVpc();
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await aws.setConnectEndpoints(vpcId, [{ id: 'eice-0123456789abcdef1', dnsName: `127.0.0.1:${port}` }]);
    const instance = await aws.runInstance({ subnetId });
    const { run } = await discreet(`hosts: { x: { instance: ${instance} } }`);
    const said = await run('connect -v -- true', 255);
    expect(asked[0]).toContain(`X-Amz-Security-Token=${keys.AWS_SESSION_TOKEN}`);
    expect(said).toContain('refused a tunnel');
  });

  /** A plugin that is led to a port of this machine, or does what these lines of a shell say. */
  async function plugin(lines = ''): Promise<Record<string, string>> {
    const script = `#!/bin/sh
PATH=\${PATH#*:}
if [ "$1" != --version ]; then
  ${lines}
  AWS_SSM_START_SESSION_RESPONSE=$(printf %s "$AWS_SSM_START_SESSION_RESPONSE" |
    sed 's#"StreamUrl":"[^"]*"#"StreamUrl":"tcp://127.0.0.1:${host.port}"#')
  export AWS_SSM_START_SESSION_RESPONSE
fi
exec session-manager-plugin "$@"
`;
    const folder = await folderWith({ 'session-manager-plugin': script });
    await chmod(`${folder}/session-manager-plugin`, 0o755);
    return { ...pluginEnv(), PATH: `${folder}:${pluginEnv()['PATH']}` };
  }

  test('of getting in through Systems Manager', async () => {
    const { run } = await discreet(`hosts: { x: ${byId()} }`);
    const said = await run('connect -v --route ssm -- echo in', 0, { env: await plugin() });
    expect(said).toContain('\nin\n');
  });

  test('of a session-manager-plugin that says what it was given, and dies', async () => {
    const { run } = await discreet(`hosts: { x: ${byId()} }`);
    for (const stream of ['1', '2']) {
      const env = await plugin(`echo "Can't use $AWS_SSM_START_SESSION_RESPONSE" >&${stream}; exit 1`);
      expect(await run('connect -v --route ssm -- true', 255, { env })).toContain("Can't use ");
    }
  });

  const echoes = [
    [
      'SignatureDoesNotMatch',
      403,
      `The Canonical String for this request should have been\n'x-amz-security-token:${keys.AWS_SESSION_TOKEN}'`,
    ],
    [
      'IncompleteSignature',
      403,
      `Authorization header requires 'Credential'. x-amz-security-token:${keys.AWS_SESSION_TOKEN}`,
    ],
    [
      'ValidationError',
      400,
      `Bad address: https://ec2.example/?X-Amz-Security-Token=${keys.AWS_SESSION_TOKEN}&X-Amz-Signature=${random(32)}`,
    ],
    ['AccessDenied', 403, `Not allowed: {"X-Amz-Security-Token": "${keys.AWS_SESSION_TOKEN}"}`],
    ['InvalidToken', 400, `The token ${keys.AWS_SESSION_TOKEN} is malformed`],
  ] as const;

  test.each(['sts', 'ec2', 'ec2-instance-connect'])(
    'of an AWS (%s) that repeats what it was sent',
    async (service) => {
      for (const [code, status, message] of echoes) {
        const own = await discreet(`hosts: { x: ${host.settings} }`);
        await own.aws.fault({ service, code, status, message });
        await own.run('connect -v -- true', 255);
      }
    },
  );

  test('of what exops.yaml gets from Secrets Manager and the Parameter Store', async () => {
    const name = `dev-${random(6)}`;
    await aws.putSecret(name, JSON.stringify({ password: brokerPassword }));
    await aws.putParameter(`/${name}`, parameter, { secret: true });
    const { bootstrap } = inject('kafka');
    for (const reference of [`secretsmanager:${name}#password`, `ssm:/${name}`]) {
      const auth = `{ mechanism: plain, username: kim, password: "\${${reference}}", tls: false }`;
      const cluster = `cluster: { brokers: "${bootstrap}", via: x, auth: ${auth} }`;
      const { run } = await discreet(`hosts: { x: ${host.settings} }`, cluster);
      // The shared broker wants no password, and refuses to be told one.
      await run('topics list -v', 4);
      await run('config view -v', 0);
      await run('config view -v -o json', 0);
      await run('connect -v -- true', 0);
      const wrong = await discreet(`hosts: { x: { instance: "\${${reference}}" } }`);
      expect(await wrong.run('connect -v -- true', 255)).toContain('expected an instance id');
    }
    const missing = await discreet(`hosts: { x: { instance: "\${secretsmanager:${name}#user}" } }`);
    await missing.run('connect -v -- true', 255);
    const noJson = await discreet(`hosts: { x: { instance: "\${ssm:/${name}/none}" } }`);
    await noJson.run('connect -v -- true', 255);
  });
});
