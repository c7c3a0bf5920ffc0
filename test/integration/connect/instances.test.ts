import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AwsLab } from '../../lab/aws/aws-lab.js';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';

const ownName = (base: string) => `${base}-${randomBytes(4).toString('hex')}`;

const place = 'ap-northeast-2 (account 123456789012)';
const elsewhere =
  'Is it in another region or account? --region and --profile choose them, or region: and profile: in exops.yaml.';

/** An instance that nobody needs to log in to. */
async function instance(aws: AwsLab, name = ownName('idle')) {
  const id = await aws.runInstance({ name, publicAddress: '127.0.0.1' });
  return { id, name, ...(await laptop(aws, `hosts: { kafka: { instance: ${id} } }`)) };
}

describe('an instance that nobody can log in to as it is', () => {
  const start = (id: string) => `aws ec2 start-instances --instance-ids ${id} --region ap-northeast-2`;
  const gone = '  A terminated instance does not come back: name another one.\n';

  test.each([
    ['pending', (id: string) => `kafka (${id}) is still starting: try again in a moment.\n`],
    [
      'stopping',
      (id: string) =>
        `kafka (${id}) is just being stopped.\n  Once it is stopped, start it with: ${start(id)}\n`,
    ],
    ['stopped', (id: string) => `kafka (${id}) is stopped.\n  Start it with: ${start(id)}\n`],
    ['shutting-down', (id: string) => `kafka (${id}) is just being terminated.\n${gone}`],
    ['terminated', (id: string) => `kafka (${id}) was terminated.\n${gone}`],
  ] as const)('%s', async (state, words) => {
    const aws = ownAws();
    const { id, exops } = await instance(aws);
    await aws.setInstanceState(id, { state });
    for (const line of ['connect -- true', 'rpk topic list']) {
      const result = await exops(line);
      expect({ code: result.code, stderr: said(result) }).toEqual({ code: 255, stderr: words(id) });
    }
    expect(await aws.pushes()).toEqual([]);
  });

  test('stopped by somebody, some time ago', async () => {
    const aws = ownAws();
    const { id, exops } = await instance(aws);
    await aws.stopInstance(id);
    const result = await exops('connect -- true');
    expect(said(result)).toMatch(
      /^kafka \(i-[0-9a-f]{17}\) is stopped since \w{3} \d\d:\d\d \(User initiated\)\.\n {2}Start it with: /,
    );
    expect(result.code).toBe(255);
    const named = await exops(`connect ${id} -- true`);
    expect(said(named)).toMatch(/^idle-[0-9a-f]{8} \(i-[0-9a-f]{17}\) is stopped since /);
  });

  test('put to sleep by a colleague', async () => {
    const aws = ownAws();
    const id = await aws.runInstance({ tags: { 'exops:sleep': 'v=1 by=kim at=2026-11-20T19:02:00Z' } });
    const { exops } = await laptop(aws, `hosts: { kafka: { instance: ${id} } }`);
    await aws.setInstanceState(id, { state: 'stopped' });
    expect(said(await exops('connect -- true'))).toBe(
      `kafka (${id}) is stopped (asleep, by kim).\n  Wake it, and what sleeps with it: exops dev wake\n`,
    );
  });
});

describe('an instance that is gone after it was looked up', () => {
  /** Nobody vouches for the host, so that a person is asked; meanwhile something happens to the instance. */
  async function meanwhile(happens: (aws: AwsLab, id: string) => Promise<void>) {
    const aws = ownAws();
    const host = await openEc2Host(aws, ownName('asked-about'));
    await aws.setConsoleOutput(host.instanceId, '');
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const pushes: number[] = [];
    const result = await exops('connect -- true', {
      ...{ tty: true, columns: 500 },
      answers: ['yes'],
      onQuestion: async () => {
        pushes.push((await aws.pushes()).length);
        await happens(aws, host.instanceId);
      },
    });
    const last = said(result).split('\n').slice(-2).join('\n');
    return { aws, id: host.instanceId, result, last, pushes };
  }

  const push = 'ec2-instance-connect:SendSSHPublicKey';

  test('terminated and forgotten', async () => {
    const { aws, id, result, last, pushes } = await meanwhile(async (aws, id) => {
      await aws.fault({
        ...{ service: 'ec2-instance-connect', match: id },
        ...{ code: 'EC2InstanceNotFoundException', message: 'Instance not found.' },
      });
    });
    expect(last).toBe(`${push} for ${id} failed: Instance not found. (EC2InstanceNotFoundException)\n`);
    expect(result.code).toBe(255);
    // The question comes before the push: a key's 60 seconds never run while a person thinks.
    expect(pushes).toEqual([0]);
    expect(await aws.pushes()).toEqual([]);
  });

  test('stopped', async () => {
    const { id, result, last, pushes } = await meanwhile((aws, id) => aws.stopInstance(id));
    expect(last).toBe(
      `${push} for ${id} failed: Instance is not in valid state. (EC2InstanceStateInvalidException)\n`,
    );
    expect(result.code).toBe(255);
    expect(pushes).toEqual([0]);
  });
});

describe('an instance that is not there', () => {
  test('because it is in another region', async () => {
    const { id, exops } = await instance(ownAws());
    const result = await exops('connect --region eu-west-1 -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `No instance has the id ${id} in eu-west-1 (account 123456789012).\n  ${elsewhere}\n`,
    });
  });

  test('because nothing is called so', async () => {
    const { exops } = await laptop(ownAws());
    const name = ownName('nothing');
    const result = await exops(`connect ${name} -- true`);
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `No instance has the tag Name=${name} in ${place}.\n  ${elsewhere}\n`,
    });
  });

  test.each([
    ['kafk', 'exops.yaml has a host kafka.'],
    ['something-else', 'The hosts in exops.yaml are kafka.'],
  ])('because %s is no host of exops.yaml', async (name, hint) => {
    const { exops } = await instance(ownAws());
    for (const line of [`connect ${name} -- true`, `rpk --host ${name} topic list`]) {
      const result = await exops(line);
      expect({ code: result.code, stderr: said(result) }).toEqual({
        code: 255,
        stderr: `No instance has the tag Name=${name} in ${place}.\n  ${hint}\n  ${elsewhere}\n`,
      });
    }
  });

  test('any more, and several that were called so', async () => {
    const aws = ownAws();
    const name = ownName('replaced');
    for (const _ of [1, 2]) await aws.terminateInstance(await aws.runInstance({ name }));
    const { exops } = await laptop(aws);
    expect(said(await exops(`connect ${name} -- true`))).toBe(
      `2 instances have the tag Name=${name} in ${place}, and all of them were terminated.\n  ${elsewhere}\n`,
    );
  });
});

describe('a Name tag that several instances have', () => {
  async function twins() {
    const aws = ownAws();
    const name = ownName('twin');
    const host = await openEc2Host(aws, name);
    const other = await aws.runInstance({ name, privateAddress: '10.0.11.9' });
    await aws.terminateInstance(await aws.runInstance({ name }));
    const settings = `{ instance: { tag: { Name: ${name} } }, user: ${host.user}, port: ${host.port} }`;
    const { exops } = await laptop(aws, `hosts: { x: ${settings} }`);
    const rows = [`${host.instanceId}  ${name}  running  127.0.0.1`, `${other}  ${name}  running  10.0.11.9`];
    const header = `ID                   ${'NAME'.padEnd(name.length)}  STATE    ADDRESS`;
    return { aws, name, host, other, exops, rows, header };
  }

  test('in a pipe: all of them are listed, and none is taken', async () => {
    const { aws, name, exops, rows, header } = await twins();
    const result = await exops('connect -- true');
    const [title, shownHeader, ...shown] = said(result).split('\n');
    expect(title).toBe(`2 instances have the tag Name=${name} in ${place}:`);
    expect(shownHeader).toBe(`  ${header}`);
    expect(shown.slice(0, 2).sort()).toEqual(rows.map((row) => `  ${row}`).sort());
    expect(shown.slice(2)).toEqual([
      '  Name the one that is meant by its id, on the command line or as instance: in exops.yaml.',
      '',
    ]);
    expect(result.code).toBe(255);
    expect(await aws.pushes()).toEqual([]);
  });

  test('on a terminal: the one is taken whose number, or id, somebody types', async () => {
    const { exops, host } = await twins();
    const byId = await exops('connect -- echo in', {
      tty: true,
      columns: 500,
      answers: ['3', host.instanceId],
    });
    expect(byId).toMatchObject({ code: 0, stdout: 'in\n' });
    expect(byId.questions).toEqual(['Which one? [1-2] ', 'Which one? [1-2] ']);
    expect(byId.stderr).toContain('\n3 is none of them.\n');
    const line = byId.stderr.split('\n').find((row) => row.includes(host.instanceId)) ?? '';
    const number = /^(\d) {2}i-/.exec(line)?.[1] ?? '';
    const byNumber = await exops('connect -- echo in', { tty: true, columns: 500, answers: [number] });
    expect(byNumber).toMatchObject({ code: 0, stdout: 'in\n' });
    expect(said(byNumber)).toContain(`· x (${host.instanceId}) · 127.0.0.1\n`);
  });

  test('on a terminal: nobody chooses', async () => {
    const { aws, name, exops } = await twins();
    const result = await exops('connect -- true', { tty: true, columns: 500, answers: [''] });
    expect(said(result)).toContain(`2 instances have the tag Name=${name} in ${place}:\n`);
    expect(result.code).toBe(255);
    const forbidden = await exops('connect --no-input -- true', { tty: true, columns: 500 });
    expect(forbidden).toMatchObject({ code: 255, questions: [] });
    expect(await aws.pushes()).toEqual([]);
  });
});
