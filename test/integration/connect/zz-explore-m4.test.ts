import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, test, vi, onTestFinished, inject } from 'vitest';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';
import { folderWith, run } from '../../run.js';

const out = (title: string, r: { code: number; stdout: string; stderr: string }) =>
  appendFileSync('/tmp/m4/out.txt', `=== ${title}\ncode ${r.code}\n--out\n${r.stdout.slice(0, 2000)}\n--err\n${said(r as never).slice(0, 4000)}\n`);

test('creds', async () => {
  const aws = ownAws();
  const id = await aws.runInstance({ name: 'x', publicAddress: '127.0.0.1' });
  const { exops } = await laptop(aws, `hosts: { x: { instance: ${id} } }`);
  const files = await folderWith({
    config: `[profile exchange-dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Dev\nregion = ap-northeast-2\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://exchange.example/start\nsso_registration_scopes = sso:account:access\n`,
    '.aws/sso/cache/35d1c6ce5a5ee1c1a9ed5b4ea9dd5a0c0ae0f8cd.json': '{}',
  });
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha1').update('corp').digest('hex');
  writeFileSync(`${files}/.aws/sso/cache/${hash}.json`, JSON.stringify({ startUrl: 'https://exchange.example/start', region: 'us-east-1', accessToken: 'sso-token', expiresAt: '2020-01-01T00:00:00Z' }));
  const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_CONFIG_FILE: `${files}/none`, AWS_SHARED_CREDENTIALS_FILE: `${files}/none2` };
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('HOME', files);
  onTestFinished(() => void vi.unstubAllEnvs());
  out('none', await exops('connect -- true', { env: none }));
  const some = { ...none, AWS_CONFIG_FILE: `${files}/config` };
  out('typo', await exops('connect --profile exchange-dve -- true', { env: some }));
  out('typo env', await exops('connect -- true', { env: { ...some, AWS_PROFILE: 'exchange-dve' } }));
  out('sso no stub', await exops('connect --profile exchange-dev -- true', { env: some }));
  vi.stubEnv('AWS_CONFIG_FILE', `${files}/config`);
  out('sso', await exops('connect --profile exchange-dev -- true', { env: some }));
  out('sso topics', await exops('topics list --brokers a:1 --via x --profile exchange-dev', { env: some }));
}, 60000);

const User = 'User: arn:aws:sts::123456789012:assumed-role/Dev/kim is not authorized to perform:';
test('rights', async () => {
  for (const [service, action, code, message, status] of [
    ['ec2', 'DescribeInstances', 'UnauthorizedOperation', `You are not authorized to perform this operation. ${User} ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`, 403],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'AccessDeniedException', `${User} ec2-instance-connect:SendSSHPublicKey on resource: arn:aws:ec2:ap-northeast-2:123456789012:instance/i-0 because no identity-based policy allows the ec2-instance-connect:SendSSHPublicKey action`, 403],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'AccessDeniedException', `${User} ec2-instance-connect:SendSSHPublicKey on resource: arn:aws:ec2:ap-northeast-2:123456789012:instance/i-0 with an explicit deny in a service control policy`, 403],
    ['sts', 'GetCallerIdentity', 'ExpiredToken', 'The security token included in the request is expired', 403],
    ['sts', 'GetCallerIdentity', 'InvalidClientTokenId', 'The security token included in the request is invalid.', 403],
    ['ec2', 'DescribeInstances', 'RequestLimitExceeded', 'Request limit exceeded.', 503],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'ThrottlingException', 'Rate exceeded', 400],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'EC2InstanceNotFoundException', 'Instance not found.', 400],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'EC2InstanceStateInvalidException', 'Instance is not in valid state.', 400],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'InvalidArgsException', 'SSH Public key is invalid.', 400],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'ServiceException', 'Internal \u001b]0;x\u0007 failure', 500],
  ] as const) {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'h');
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    await aws.fault({ service, action, code, message, status });
    out(`${service} ${code}`, await exops('connect -- true'));
    out('pushes', { code: (await aws.pushes()).length, stdout: '', stderr: '' });
    if (code.startsWith('Access') || code.startsWith('ServiceEx')) {
      await aws.clearFaults();
      out('ok now', await exops('connect -- true'));
      await aws.fault({ service, action, code, message, status });
      out(`remembered ${code} debug`, await exops('connect -- true', { env: { EXOPS_DEBUG: '1' } }));
    }
  }
}, 120000);

test('instances', async () => {
  const aws = ownAws();
  const name = `amb-${Math.random().toString(36).slice(2, 8)}`;
  const id = await aws.runInstance({ name, publicAddress: '127.0.0.1' });
  const { exops } = await laptop(aws, `hosts: { x: { instance: ${id} } }`);
  for (const state of ['pending', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const) {
    await aws.setInstanceState(id, { state });
    out(state, await exops('connect -- true'));
  }
  await aws.setInstanceState(id, { state: 'running' });
  await aws.stopInstance(id);
  out('stopped by user', await exops('connect -- true'));
  await aws.terminateInstance(id);
  out('terminated by user', await exops('connect -- true'));
  out('terminated by name', await exops(`connect ${name} -- true`));
  out('region', await exops('connect --region us-east-1 -- true'));
  out('no such name', await exops('connect xx -- true'));
  out('no such name 2', await exops('connect Xylophone -- true'));
  for (const bad of ['i-', 'i-xyz', 'i-0123456789abcdef01', 'I-0123456789abcdef0', '""', '" "', 'i-0123456\u001b[31m', '-i'])
    out(`id ${bad}`, await exops(`connect ${bad} -- true`));
  const a = await aws.runInstance({ name, publicAddress: '127.0.0.1' });
  const b = await aws.runInstance({ name, publicAddress: '127.0.0.2' });
  out('ambiguous', await exops(`connect ${name} -- true`));
  out('ambiguous tty', await exops(`connect ${name} --timeout 1s -- true`, { tty: true, answers: ['3', '1'] }));
  out('ambiguous tty none', await exops(`connect ${name} --timeout 1s -- true`, { tty: true, answers: [''] }));
  void a; void b;
}, 60000);
