import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import type { Ec2Host } from '../lab/ec2-host.js';
import type { DroppedPorts } from '../lab/subnet/security-group.js';
import { type PrivateLab, type PrivateLaptop, said, startPrivateLab } from './private-lab.js';

let started: PrivateLab | undefined;

beforeAll(async () => {
  started = await startPrivateLab();
});
afterAll(() => started?.stop());

function labOr(skip: TestContext['skip']): PrivateLab {
  return started ?? skip('network namespaces need root');
}

/** What a security group drops, for one test. */
async function dropped(lab: PrivateLab, where: 'bastion' | 'kafka', ports: DroppedPorts): Promise<void> {
  const place = where === 'bastion' ? lab.subnet.bastion : lab.inside;
  onTestFinished(() => lab.subnet.drop(place, []));
  await lab.subnet.drop(place, ports);
}

const pushed = async ({ aws }: PrivateLaptop) => (await aws.pushes()).map(({ instanceId }) => instanceId);

const gate = ({ bastion }: PrivateLab) =>
  `dev · 123456789012 ap-northeast-2 · bastion (${bastion.instanceId}) · 198.51.100.1\n`;

const manifest = (name: string, partitions: number) =>
  `version: 1\nscope: { include: ["${name}"] }\ntopics: { ${name}: { partitions: ${partitions}, replicationFactor: 1 } }\n`;

describe('a shell command', () => {
  test('on the bastion, by its public address', async ({ skip }) => {
    const lab = labOr(skip);
    const laptop = await lab.laptop();
    const result = await laptop.exops(['connect', 'bastion', '--', 'hostname', '-I']);
    expect(result).toMatchObject({ code: 0, stdout: '198.51.100.1 10.42.0.1 \n' });
    expect(said(result)).toBe(
      `${gate(lab)}host key ${lab.bastion.fingerprints()[0]} shown by the console output, now pinned · key pushed, 60 s\n`,
    );
    expect(await pushed(laptop)).toEqual([lab.bastion.instanceId]);
  });

  test('on the private host, through the bastion: each host has its own key, pin and push', async ({
    skip,
  }) => {
    const lab = labOr(skip);
    const { bastion, kafka } = lab;
    const laptop = await lab.laptop();
    const command = ['connect', 'kafka', '--', 'hostname', '-I'];
    const first = await laptop.exops(command);
    expect(first).toMatchObject({ code: 0, stdout: '10.42.0.11 \n' });
    const inner = `dev · 123456789012 ap-northeast-2 · kafka (${kafka.instanceId}) · 10.42.0.11 through bastion\n`;
    expect(said(first)).toContain(`${gate(lab)}${inner}`);
    const both = [bastion.instanceId, kafka.instanceId];
    expect(await pushed(laptop)).toEqual(both);
    const pins = (await readFile(join(laptop.folder, 'state', 'known_hosts'), 'utf8')).trim().split('\n');
    const expected = [bastion, kafka].map(({ instanceId, ...host }) => {
      const [{ type, base64 } = {}] = host.hostKeys();
      return `${instanceId} ${type} ${base64}`;
    });
    expect(pins.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(expected);
    const keys = (await laptop.aws.pushes()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);

    const second = await laptop.exops(command);
    expect(second).toMatchObject({ code: 0, stdout: '10.42.0.11 \n' });
    expect(said(second)).toBe(`${gate(lab)}${inner}`);
    expect((await pushed(laptop)).slice(-2)).toEqual(both);
  });

  test('on the private host, by OpenSSH with what ssh-config says', async ({ skip }) => {
    const lab = labOr(skip);
    const laptop = await lab.laptop();
    const { stdout } = await laptop.exops(['ssh-config']);
    await writeFile(join(laptop.folder, 'ssh_config'), stdout);
    const result = await laptop.run(['ssh', '-F', 'ssh_config', 'kafka', 'hostname -I; exit 7']);
    expect(result).toMatchObject({ code: 7, stdout: '10.42.0.11 \n' });
    expect(await pushed(laptop)).toEqual([lab.bastion.instanceId, lab.kafka.instanceId]);
  });

  test('not without the bastion', async ({ skip }) => {
    const lab = labOr(skip);
    const laptop = await lab.laptop();
    const result = await laptop.exops(['connect', 'kafka', '-e', 'direct', '--', 'hostname', '-I']);
    expect(result).toMatchObject({ code: 255, stdout: '' });
    expect(said(result)).toContain(
      [
        `Can't reach SSH on kafka (${lab.kafka.instanceId}) at 10.42.0.11:22: there is no way to this address from here (ENETUNREACH).`,
        '  This is a private address: only its own network reaches it, or a VPN. Is the VPN up?\n',
      ].join('\n'),
    );
    expect(await pushed(laptop)).toEqual([]);
  });

  test('not on a private host whose key has changed: it gets no key, the bastion did', async ({ skip }) => {
    const lab = labOr(skip);
    const { bastion, kafka } = lab;
    const laptop = await lab.laptop();
    const known = join(laptop.folder, 'state', 'known_hosts');
    expect((await laptop.exops(['connect', 'kafka', '--', 'true'])).code).toBe(0);
    const pins = await readFile(known, 'utf8');
    const [own = '', other = ''] = [kafka, bastion].map((host) => host.hostKeys()[0]?.base64);
    await writeFile(known, pins.replace(own, other));
    const before = (await pushed(laptop)).length;
    const refused = await laptop.exops(['connect', 'kafka', '--', 'true']);
    expect(refused.code).toBe(255);
    expect(said(refused)).toContain(
      `The host key of kafka (${kafka.instanceId}) doesn't agree with the key pinned on this machine. Nothing was sent to it.\n`,
    );
    expect(new Set((await pushed(laptop)).slice(before))).toEqual(new Set([bastion.instanceId]));
  });
});

describe('topics', () => {
  test.for([
    ['the bastion', 'dev'],
    ['two hosts', 'deep'],
  ] as const)('are synced, compared and listed through %s', async ([, environment], { skip }) => {
    const lab = labOr(skip);
    const { broker, bastion, kafka, inside } = lab;
    // Then nothing but the host itself reaches the broker.
    if (environment === 'deep') await dropped(lab, 'kafka', [broker.port]);
    const laptop = await lab.laptop();
    const topic = `private-${environment}`;
    const exops = (args: readonly string[], input?: string) =>
      laptop.exops([...args, '-e', environment], input);
    const last = environment === 'dev' ? `bastion (${bastion.instanceId})` : `kafka (${kafka.instanceId})`;
    const synced = await exops(['topics', 'sync', '-', '--yes'], manifest(topic, 3));
    expect(synced.code).toBe(0);
    const way = (environment === 'dev' ? [bastion] : [bastion, kafka]).map(({ instanceId }) => instanceId);
    expect(await pushed(laptop)).toEqual(way);
    expect(said(synced)).toContain(
      `${environment} · 123456789012 ap-northeast-2 · kafka · ${inside.name}:9092 · via ${last}\n`,
    );
    expect(await broker.topics('--describe', '--topic', topic)).toContain('PartitionCount: 3');
    const same = await exops(['topics', 'diff', '-'], manifest(topic, 3));
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do') });
    const differs = await exops(['topics', 'sync', '-', '--check'], manifest(topic, 4));
    expect(differs.code).toBe(3);
    const listed = await exops(['topics', 'list', '-o', 'name']);
    expect(listed.code).toBe(0);
    expect(listed.stdout.split('\n')).toContain(topic);
    expect(new Set(await pushed(laptop))).toEqual(new Set(way));
  });

  test('are out of reach without the bastion, by name and by address', async ({ skip }) => {
    const { laptop, inside } = labOr(skip);
    const { exops, aws } = await laptop();
    const byName = await exops(['topics', 'list', '-e', 'direct']);
    expect(byName).toMatchObject({ code: 1, stdout: '' });
    expect(said(byName)).toContain(
      `Can't reach ${inside.name}:9092: the name doesn't resolve here (EAI_AGAIN).\n`,
    );
    const byAddress = await exops(['topics', 'list', '-e', 'direct', '--brokers', `${inside.address}:9092`]);
    expect(byAddress).toMatchObject({ code: 1, stdout: '' });
    expect(said(byAddress)).toContain(`Can't reach ${inside.address}:9092`);
    expect(await aws.calls()).toEqual([]);
  });

  test('a security group that drops what comes from the bastion', async ({ skip }) => {
    const lab = labOr(skip);
    const { broker, inside } = lab;
    const { exops } = await lab.laptop();
    await dropped(lab, 'kafka', [broker.port]);
    // Long enough for the login to the bastion, on a busy machine too.
    const late = await exops(['topics', 'list', '--timeout', '5s']);
    expect(late).toMatchObject({ code: 1, stdout: '' });
    expect(said(late)).toContain(
      [
        `Can't reach ${inside.name}:9092: no connection in time.`,
        '  A firewall or security group that drops packets looks like this, and so does a wrong address.\n',
      ].join('\n'),
    );
  });
});

describe('a security group that drops SSH', () => {
  const admit = (port: number) =>
    [
      `  The security group may not admit this machine on port ${port}.`,
      '  Ways in that need no open port: --route eice, --route ssm.\n',
    ].join('\n');

  test.for([
    ['10 s', []],
    ['2.0 s', ['--timeout', '2s']],
  ] as const)('to the bastion: no answer in %s', async ([elapsed, flags], { skip }) => {
    const lab = labOr(skip);
    const laptop = await lab.laptop();
    await dropped(lab, 'bastion', [22]);
    const late = await laptop.exops(['connect', 'bastion', ...flags, '--', 'true']);
    expect(late).toMatchObject({ code: 255, stdout: '' });
    expect(late.stderr).toMatch(/^Connecting to bastion \(.*\) · \d+\S* s · failed$/m);
    const { instanceId } = lab.bastion;
    expect(said(late)).toBe(
      `${gate(lab)}Can't reach SSH on bastion (${instanceId}) at 198.51.100.1:22: no answer in ${elapsed}.\n${admit(22)}`,
    );
    expect(await pushed(laptop)).toEqual([]);
  });

  test('from the bastion to the private host', async ({ skip }) => {
    const lab = labOr(skip);
    const { bastion, kafka } = lab;
    const laptop = await lab.laptop();
    await dropped(lab, 'kafka', [22]);
    // Long enough for the login to the bastion, on a busy machine too.
    const late = await laptop.exops(['connect', 'kafka', '--timeout', '5s', '--', 'true']);
    expect(late).toMatchObject({ code: 255, stdout: '' });
    expect(said(late)).toContain(
      [
        `Can't reach SSH on kafka (${kafka.instanceId}) at 10.42.0.11:22 from bastion: no answer in 5.0 s.`,
        '  Its security group must admit port 22 from bastion.\n',
      ].join('\n'),
    );
    expect(await pushed(laptop)).toEqual([bastion.instanceId]);
  });
});

describe('in mid-session', () => {
  const connection = ({ instanceId }: Ec2Host, name: string) =>
    `The connection to ${name} (${instanceId}) was lost`;

  test.for([
    ['the private host', 'kafka'],
    ['the bastion', 'bastion'],
  ] as const)('%s dies', async ([, which], { skip }) => {
    const lab = labOr(skip);
    const { kafka } = lab;
    const laptop = await lab.laptop();
    const mark = `begun-${which}`;
    const running = laptop.exops(['connect', 'kafka', '--', 'sh', '-c', `touch ${mark}; exec sleep 1000`]);
    await vi.waitFor(() => access(join(kafka.home, mark)), { timeout: 30_000 });
    // All at once: otherwise the command may end before sshd, which then says so.
    await lab[which].pause();
    await lab[which].kill();
    onTestFinished(() => lab[which].restart());
    const lost = await running;
    expect(lost).toMatchObject({ code: 255, stdout: '' });
    const first = which === 'kafka' ? '' : `${connection(kafka, 'kafka')}. `;
    expect(said(lost)).toContain(`\n${first}${connection(lab[which], which)}: `);
    // The kernel resets what wasn't read to its end.
    expect(lost.stderr).toMatch(/: (?:the other side closed it|read ECONNRESET)\.\n$/);
  });
});
