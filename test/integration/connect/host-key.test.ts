import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import type { AwsLab } from '../../lab/aws/aws-lab.js';
import type { Ec2Host } from '../../lab/ec2-host.js';
import { run } from '../../run.js';
import { told } from './host-services.js';
import { laptop, openEc2Host, ownAws } from './hosts.js';

const tagName = 'exops:ssh-hostkey';

/** A host that this laptop has connected to, and so has pinned, as `x`. */
async function connected(name: string, ...blocks: readonly string[]) {
  const aws = ownAws();
  const host = await openEc2Host(aws, name);
  const place = await laptop(aws, `hosts: { x: ${host.settings} }`, ...blocks);
  expect((await place.exops('connect -- true')).code).toBe(0);
  const [key] = host.hostKeys();
  const tag = async () => (await aws.describeInstance(host.instanceId)).tags[tagName];
  const where = `dev · 123456789012 ap-northeast-2 · x (${host.instanceId})\n`;
  return {
    ...place,
    aws,
    host,
    where,
    tag,
    print: `ssh-ed25519 ${host.fingerprints()[0]}`,
    key: keyLine(key),
  };
}

const keyLine = (key: ReturnType<Ec2Host['hostKeys']>[number] | undefined) => `${key?.type} ${key?.base64}`;

async function setTag({ env }: AwsLab, instanceId: string, value: string): Promise<void> {
  await openAws({ home: '/nowhere', trace: () => {}, env: { ...env } }).ec2.setTag(
    instanceId,
    tagName,
    value,
  );
}

const other = `SHA256:${'A'.repeat(43)}`;

describe('host pin', () => {
  test('writes the key that was verified where no tag is, and then has nothing to do', async () => {
    const { aws, exops, where, tag, print, key } = await connected('pin-new');
    const plan = `  + x\n      ${tagName}  ${print}\n\nPlan: 1 to create.\n`;
    expect(await exops('host pin x --dry-run')).toMatchObject({ code: 0, stdout: plan });
    expect(await exops('host pin x --check')).toMatchObject({ code: 3, stdout: plan });
    expect(await tag()).toBeUndefined();
    const pushed = (await aws.pushes()).length;
    const written = await exops('host pin', { tty: true, answers: ['y'] });
    expect(written).toMatchObject({ code: 0, questions: ['Apply to dev? [y/N] '] });
    expect(told(written)).toBe(`${where}✓ 1 created, verified in … s\n`);
    expect(await tag()).toBe(key);
    expect((await aws.pushes()).length).toBe(pushed);
    const again = await exops('host pin x --yes');
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to do: 1 host key as declared.\n' });
    expect(told(again)).toBe(where);
    expect((await exops('host pin x --check')).code).toBe(0);
  });

  test('logs in first where the host is new to this machine', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'pin-first');
    const { exops, folder } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const written = await exops('host pin --yes');
    expect(written.code).toBe(0);
    expect((await aws.pushes()).map(({ instanceId }) => instanceId)).toEqual([host.instanceId]);
    expect((await aws.describeInstance(host.instanceId)).tags[tagName]).toBe(keyLine(host.hostKeys()[0]));
    expect(await readFile(`${folder}/state/known_hosts`, 'utf8')).toContain(host.instanceId);
  });

  test('writes nothing for a host that nobody vouches for', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'pin-unknown');
    await aws.setConsoleOutput(host.instanceId, '');
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const refused = await exops('host pin --yes');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('--accept-new-host-key');
    expect((await aws.describeInstance(host.instanceId)).tags[tagName]).toBeUndefined();
  });

  test('wants its name typed where the tag holds another key', async () => {
    const { aws, exops, host, where, tag, print, key } = await connected('pin-other');
    await setTag(aws, host.instanceId, `ssh-ed25519 ${other}`);
    const plan = [
      '  ~ x',
      `      ${tagName}  ssh-ed25519 ${other} → ${print}`,
      '        caution: whoever relies on the old key is refused until they forget it; whoever is new trusts this one',
      '',
      'Plan: 1 to change (destructive).',
      '',
    ].join('\n');
    const refused = await exops('host pin x --yes');
    expect(refused).toMatchObject({ code: 2, stdout: plan });
    expect(told(refused)).toBe(
      `${where}--yes is not enough for this plan: it is destructive. Nothing has changed.\n  After reading it, run the command again with: --confirm "x"\n`,
    );
    expect(await tag()).toBe(`ssh-ed25519 ${other}`);
    const written = await exops('host pin x', { tty: true, answers: ['x'] });
    expect(written).toMatchObject({ code: 0, questions: ['Type "x" to apply: '] });
    expect(told(written)).toBe(`${where}✓ 1 changed, verified in … s\n`);
    expect(await tag()).toBe(key);
  });

  test('is a document for programs, with the whole values', async () => {
    const { aws, exops, host, key } = await connected('pin-json');
    await setTag(aws, host.instanceId, `ssh-ed25519 ${other}`);
    const { code, stdout } = await exops('host pin x --check -o json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'exops.change/v1',
      target: { environment: 'dev', host: 'x', instance: host.instanceId },
      plan: {
        changes: [
          {
            ...{ kind: 'host key', name: 'x', action: 'change', severity: 'destructive' },
            fields: [{ name: tagName, before: `ssh-ed25519 ${other}`, after: key }],
            cautions: [
              'whoever relies on the old key is refused until they forget it; whoever is new trusts this one',
            ],
          },
        ],
        ...{ refusals: [], notices: [], unchanged: 0 },
      },
      exitCode: 3,
    });
  });

  test('wants its name typed in a protected environment', async () => {
    const { exops, tag, key } = await connected('pin-protected', 'protected: true');
    expect(await exops('host pin --yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('run the command again with: --confirm "x"\n'),
    });
    expect(await tag()).toBeUndefined();
    expect((await exops('host pin --confirm x')).code).toBe(0);
    expect(await tag()).toBe(key);
  });

  test('without the right to write tags: exit 4, and it is as before', async () => {
    const { aws, exops, tag } = await connected('pin-denied');
    await aws.fault({
      ...{ service: 'ec2', action: 'CreateTags', status: 403, code: 'UnauthorizedOperation' },
      message: 'You are not authorized to perform this operation.',
    });
    const denied = await exops('host pin --yes');
    expect(told(denied)).toMatch(/^✗ x: .*ec2:CreateTags/m);
    expect(told(denied)).toContain('✗ 1 failed, verified in … s\n');
    expect(denied.code).toBe(4);
    expect(await tag()).toBeUndefined();
  });
});

describe('host forget', () => {
  const caution =
    '        caution: the next connection trusts the key that the EC2 tag, the console output or you vouch for\n';
  const planOf = (name: string, print: string) =>
    `  - ${name}\n      pinned key 1  ${print} → removed\n${caution}\nPlan: 1 to delete.\n`;
  const pins = async (folder: string) => readFile(`${folder}/state/known_hosts`, 'utf8');

  test('by id needs neither AWS nor exops.yaml', async () => {
    const { aws, folder, host, print, env } = await connected('forget-id');
    const asked = (await aws.calls()).length;
    const alone = { EXOPS_STATE_DIR: env['EXOPS_STATE_DIR'] ?? '' };
    const forget = `host forget ${host.instanceId}`;
    const planned = await run(`${forget} --check`, { env: alone });
    expect(planned).toMatchObject({ code: 3, stdout: planOf(host.instanceId, print), stderr: '' });
    expect(await pins(folder)).toContain(host.instanceId);
    const forgotten = await run(`${forget} --yes`, { env: alone });
    expect(forgotten).toMatchObject({ code: 0, stdout: planOf(host.instanceId, print) });
    expect(told(forgotten)).toBe('✓ 1 deleted, verified in … s\n');
    expect(await pins(folder)).toBe('');
    expect((await aws.calls()).length).toBe(asked);
  });

  test.each([
    ['a name of exops.yaml', 'forget-named', 'x'],
    ['a Name tag', 'forget-tagged', 'forget-tagged'],
  ])('by %s', async (_, tag, name) => {
    const { exops, folder, print } = await connected(tag);
    const line = `host forget ${name}`;
    const declined = await exops(line, { tty: true, answers: ['n'] });
    expect(declined).toMatchObject({ code: 1, questions: [`Apply to ${name}? [y/N] `] });
    expect(declined.stderr).toContain('Declined. Nothing has changed.\n');
    const forgotten = await exops(`${line} --yes`);
    expect(forgotten).toMatchObject({ code: 0, stdout: planOf(name, print) });
    expect(await pins(folder)).toBe('');
    expect((await exops('connect -- true')).stderr).toContain('shown by the console output, now pinned');
  });

  test('by a name of exops.yaml asks AWS for nothing where the id stands there', async () => {
    const { aws, exops } = await connected('forget-quiet');
    const asked = (await aws.calls()).length;
    const noCredentials = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    expect((await exops('host forget x --yes', { env: noCredentials })).code).toBe(0);
    expect((await aws.calls()).length).toBe(asked);
  });

  test('has nothing to do where no key is pinned', async () => {
    const nothing = await run('host forget i-0123456789abcdef0 --yes');
    expect(nothing).toMatchObject({
      code: 0,
      stdout: '    no key of it is pinned on this machine\nNothing to do.\n',
      stderr: '',
    });
  });

  test('is no matter of the environment, protected or not', async () => {
    const { exops } = await connected('forget-protected', 'protected: true');
    expect((await exops('host forget x --yes')).code).toBe(0);
  });

  test('says that nobody has that name', async () => {
    const { exops } = await laptop(ownAws());
    const lost = await exops('host forget no-such-host --yes');
    expect(lost).toMatchObject({ code: 1, stdout: '' });
    expect(told(lost)).toBe(
      'No instance has the tag Name=no-such-host in ap-northeast-2 (account 123456789012).\n  Is it in another region or account? --region and --profile choose them, or region: and profile: in exops.yaml.\n',
    );
  });
});
