import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { roundTrips } from '../../lab/aws/calls.js';
import { startSshHost } from '../../lab/ssh/host.js';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';

describe('a command on a host', () => {
  test('gets in without any configuration, by id or by name, and only the second time knows the host', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'lonely-host');
    const { exops } = await laptop(aws);
    const flags = `--user ${host.user} --region ap-northeast-2`;
    const address = `hosts: { x: ${host.settings} }`;
    const named = await laptop(aws, address);
    const first = await named.exops(`connect x -- echo in`);
    expect(first).toMatchObject({ code: 0, stdout: 'in\n' });
    expect(said(first)).toBe(
      [
        `dev · 123456789012 ap-northeast-2 · x (${host.instanceId}) · 127.0.0.1`,
        `host key ${host.fingerprints()[0]} shown by the console output, now pinned · key pushed, 60 s`,
        '',
      ].join('\n'),
    );
    const second = await named.exops('connect -- echo in');
    expect(second).toMatchObject({ code: 0, stdout: 'in\n' });
    expect(second.stderr).not.toContain('host key');
    // Port 22 of this machine isn't ours: only that it was found is of interest.
    const bare = await exops(`connect ${host.instanceId} ${flags} --timeout 2s -- true`);
    expect(bare.stderr).toContain(`lonely-host (${host.instanceId}) · 127.0.0.1`);
    expect(bare.code).toBe(255);
  });

  test('has its status, its signal and its output as they are', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'status-host');
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    expect((await exops('connect -- sh -c "exit 7"')).code).toBe(7);
    expect((await exops('connect -- sh -c "kill -9 $$; true"')).code).toBe(137);
    const both = await exops('connect -- sh -c "echo out; echo err >&2"');
    expect(both.stdout).toBe('out\n');
    expect(both.stderr).toMatch(/\nerr\n$/);
    expect((await exops('connect -- cat', { input: 'zwölf\0\n' })).stdout).toBe('zwölf\0\n');
    const odd = `a'b $(id) \`id\` \\ * ~ ; -x`;
    expect((await exops(`connect -- printf %s "${odd}"`)).stdout).toBe(odd);
  });

  test('costs two rounds of AWS calls where the host is known, and one call less where it was last', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'counted-host');
    const { exops, folder } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    await exops('connect -- true');
    await rm(`${folder}/state/hosts`, { recursive: true });
    const before = (await aws.calls()).length;
    for (const service of ['sts', 'ec2']) await aws.fault({ service, delayMs: 300 });
    await exops('connect -- true');
    const calls = (await aws.calls()).slice(before);
    expect(calls.map(({ action }) => action).sort()).toEqual([
      'DescribeInstances',
      'GetCallerIdentity',
      'SendSSHPublicKey',
    ]);
    expect(roundTrips(calls)).toBe(2);
    await exops('connect -- true');
    const again = (await aws.calls()).slice(before + calls.length);
    expect(again.map(({ action }) => action)).toEqual(['GetCallerIdentity', 'SendSSHPublicKey']);
  });

  test.each([
    ['nothing is there any more', '127.0.0.9', undefined],
    ['another machine is there by now', '127.0.0.8', '127.0.0.8'],
  ])('looks a host up again when it is no longer where it was: %s', async (_, address, impostor) => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'moved-host');
    const { exops, folder } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    await exops('connect -- true');
    if (impostor !== undefined) {
      const other = await startSshHost({ address: impostor, port: host.port });
      onTestFinished(() => other.stop());
    }
    const file = `${folder}/state/hosts/${host.instanceId}.json`;
    await writeFile(file, JSON.stringify({ publicAddress: address }));
    const pushed = (await aws.pushes()).length;
    const found = await exops('connect -- echo found');
    expect(found).toMatchObject({ code: 0, stdout: 'found\n' });
    expect(said(found)).toBe(`dev · 123456789012 ap-northeast-2 · x (${host.instanceId}) · 127.0.0.1\n`);
    expect((await aws.pushes()).length).toBe(pushed + 1);
    expect(await readFile(file, 'utf8')).toContain('"127.0.0.1"');
  });

  test('goes through another host', async () => {
    const aws = ownAws();
    const bastion = await openEc2Host(aws, 'bastion');
    const inner = await openEc2Host(aws, 'inner', {}, { publicAddress: '', privateAddress: '127.0.0.1' });
    const settings = inner.settings.replace(' }', ', via: bastion }');
    const { exops } = await laptop(aws, `hosts: { bastion: ${bastion.settings}, inner: ${settings} }`);
    const result = await exops('connect inner -- echo deep inside');
    expect(result).toMatchObject({ code: 0, stdout: 'deep inside\n' });
    expect(said(result)).toContain(`bastion (${bastion.instanceId}) · 127.0.0.1\n`);
    expect(said(result)).toContain(`inner (${inner.instanceId}) · 127.0.0.1 through bastion\n`);
    expect((await aws.pushes()).map(({ instanceId }) => instanceId)).toEqual([
      bastion.instanceId,
      inner.instanceId,
    ]);
  });
});

describe('nothing is pushed', () => {
  test('to a host whose key has changed', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'changed-host');
    const { exops, folder } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    await exops('connect -- true');
    const pushed = (await aws.pushes()).length;
    await host.restart({ newHostKeys: true });
    const refused = await exops('connect -- true');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain(`exops host forget ${host.instanceId}`);
    expect((await aws.pushes()).length).toBe(pushed);
    const forgotten = await exops(`host forget ${host.instanceId} --yes`);
    expect(forgotten.code).toBe(0);
    expect(await readFile(`${folder}/state/known_hosts`, 'utf8')).toBe('');
  });

  test('to a host that nobody vouches for, unless a person says so', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'unknown-host');
    await aws.setConsoleOutput(host.instanceId, '');
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const refused = await exops('connect -- true');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain('--accept-new-host-key');
    const declined = await exops('connect -- true', { tty: true, answers: ['y'] });
    expect(declined.code).toBe(255);
    expect(await aws.pushes()).toEqual([]);
    const asked = await exops('connect -- true', { tty: true, answers: ['yes'] });
    expect(asked.code).toBe(0);
    expect(await aws.pushes()).toHaveLength(1);
  });

  test('with credentials of another account', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'foreign-host');
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const other = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const text = await readFile(`${other.folder}/exops.yaml`, 'utf8');
    await writeFile(`${other.folder}/exops.yaml`, text.replace('123456789012', '210987654321'));
    const refused = await other.exops('connect -- true');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain('The AWS credentials are of account 123456789012');
    expect(await aws.pushes()).toEqual([]);
    expect((await exops('connect -- true')).code).toBe(0);
  });
});

test('signs with the first offer of its key: the host looks pushed keys up once', async () => {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'asked-once');
  const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  expect((await exops('connect -- true')).code).toBe(0);
  const log = await host.log();
  expect(log).toContain('Accepted publickey');
  expect(log).not.toContain('Postponed publickey');
});
