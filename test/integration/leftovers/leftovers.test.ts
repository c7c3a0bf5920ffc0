import { describe, expect, test } from 'vitest';
import { said } from '../connect/hosts.js';
import { openAccount } from './account.js';

const target = 'dev · 123456789012 ap-northeast-2\n';

describe('dev leftovers', () => {
  test('lists what is left by a prefix, and nothing of others', async () => {
    const { exops, prefix, volume, snapshot, address, logGroup } = await openAccount(
      '    prices: { "gp3 GiB-month": 0.0912, public ipv4: 0.005 }\n',
    );
    const vol = await volume();
    const [snap, eip, own, ofLambda] = await Promise.all([
      snapshot(vol),
      address(),
      logGroup(),
      logGroup('/aws/lambda/'),
    ]);
    const { code, stdout, stderr } = await exops(`dev leftovers --prefix ${prefix} --older-than 0d`);
    expect(code).toBe(0);
    const rows = stdout.split('\n').map((line) => line.split('\t'));
    expect(rows.map(([kind, id]) => [kind, id])).toEqual([
      ['log group', ofLambda],
      ['log group', own],
      ['volume', vol],
      ['Elastic IP', eip],
      ['snapshot', snap],
      ['', undefined],
    ]);
    expect(rows[2]).toEqual(['volume', vol, '10 GiB gp3', '0 min', '0.91', '', `${prefix}data`]);
    expect(stderr).toContain(target);
    expect(stderr).toContain('They cost about $4.56 a month together, as far as exops.yaml has prices.\n');
  });

  test('for programs, with why each would be kept', async () => {
    const { exops, prefix, volume } = await openAccount();
    const vol = await volume('data', { 'exops:protected': 'true' });
    const { stdout } = await exops(`dev leftovers --prefix ${prefix} -o json`);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'exops.dev-leftovers/v1',
      target: { environment: 'dev', account: '123456789012', region: 'ap-northeast-2' },
      ...{ prefixes: [prefix], tags: {}, olderThan: '7d', usdPerMonth: null, unread: [] },
      leftovers: [{ id: vol, keptBecause: 'it is protected by its tag exops:protected' }],
    });
  });

  test('by tags, which all must match', async () => {
    const { exops, prefix, volume } = await openAccount();
    const [both] = await Promise.all([
      volume('a', { Project: prefix, Team: 'web' }),
      volume('b', { Project: prefix, Team: 'shop' }),
    ]);
    const { stdout, stderr } = await exops(`dev leftovers --tag Project=${prefix} --tag Team=web`);
    expect(stdout.split('\n').map((line) => line.split('\t')[1])).toEqual([both, undefined]);
    expect(stderr).toContain('Log groups are found by --prefix only.\n');
  });

  test('without a file, in the account of the credentials', async () => {
    const { exops, prefix } = await openAccount();
    const result = await exops(`dev leftovers --prefix ${prefix}`, { cwd: '/' });
    expect(result.code).toBe(0);
    expect(said(result)).toBe('123456789012 ap-northeast-2\nNothing matches.\n');
  });

  test('a missing right to one kind is told, and the others are listed', async () => {
    const { exops, prefix, volume, lab } = await openAccount();
    const vol = await volume();
    await lab.fault({
      service: 'ec2',
      action: 'DescribeSnapshots',
      code: 'UnauthorizedOperation',
      message: 'no',
    });
    const { code, stdout, stderr } = await exops(`dev leftovers --prefix ${prefix}`);
    expect(code).toBe(4);
    expect(stdout).toContain(vol);
    expect(stderr).toContain("Not listed, all snapshots: AWS doesn't allow ec2:DescribeSnapshots: no.\n");
  });

  test('another account is not looked at', async () => {
    const { exops, prefix } = await openAccount();
    const { code, stdout } = await exops(`dev leftovers --prefix ${prefix}`, {
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
    });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  });
});

describe('dev leftovers --delete', () => {
  test('of one of each kind, with words that are typed', async () => {
    const { exops, prefix, volume, snapshot, address, logGroup, has } = await openAccount();
    const vol = await volume();
    const all = [vol, ...(await Promise.all([snapshot(vol), address(), logGroup()]))];
    const line = `dev leftovers --prefix ${prefix} --older-than 0d --delete`;
    expect((await exops(`${line} --check`)).code).toBe(3);
    expect((await exops(`${line} --yes`)).code).toBe(2);
    expect(await Promise.all(all.map(has))).toEqual([true, true, true, true]);
    const { code, screen, questions } = await exops(line, { tty: true, answers: ['4 changes'] });
    expect({ code, questions }).toEqual({ code: 0, questions: ['Type "4 changes" to apply: '] });
    expect(screen).toMatch(/✓ 4 deleted, verified in /);
    expect(await Promise.all(all.map(has))).toEqual([false, false, false, false]);
    expect((await exops(`${line} --check`)).code).toBe(0);
  });

  test('is declined with another word', async () => {
    const { exops, prefix, volume, has } = await openAccount();
    const vol = await volume();
    const { code } = await exops(`dev leftovers --prefix ${prefix} --older-than 0d --delete`, {
      ...{ tty: true, answers: ['y'] },
    });
    expect([code, await has(vol)]).toEqual([1, true]);
  });

  test('keeps what is in use, protected or young, and deletes the rest', async () => {
    const { exops, prefix, volume, address, attach, associate, tag, lab, has } = await openAccount();
    const instanceId = await lab.runInstance();
    const [free, attached, shielded, associated] = await Promise.all([
      volume('free'),
      volume('attached'),
      volume('shielded'),
      address(),
    ]);
    await attach(attached, instanceId);
    await associate(associated, instanceId);
    await tag(shielded, 'exops:protected', 'yes');
    const line = `dev leftovers --prefix ${prefix} --delete --confirm ${free}`;
    const young = await exops(`${line} -o json`);
    expect(young.code).toBe(1);
    expect(JSON.parse(young.stdout).plan.changes).toEqual([]);
    const { code, stdout } = await exops(`${line} --older-than 0d -o json`);
    const { plan, outcomes } = JSON.parse(stdout);
    expect(plan.refusals).toEqual([
      { kind: 'volume', name: attached, reason: `it is in use: attached to ${instanceId}` },
      { kind: 'volume', name: shielded, reason: 'it is protected by its tag exops:protected' },
      { kind: 'Elastic IP', name: associated, reason: `it is in use: associated with ${instanceId}` },
    ]);
    expect(outcomes).toEqual([{ kind: 'volume', name: free, status: 'done' }]);
    expect(code).toBe(5);
    expect(await Promise.all([free, attached, shielded, associated].map(has))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('keeps volumes of Kubernetes unless they are wanted too', async () => {
    const { exops, prefix, volume, has } = await openAccount();
    const vol = await volume('pvc', { CSIVolumeName: 'pvc-1' });
    const line = `dev leftovers --prefix ${prefix} --older-than 0d --delete --confirm ${vol}`;
    const kept = await exops(line);
    expect([kept.code, await has(vol)]).toEqual([1, true]);
    expect(kept.stdout).toContain('it is of Kubernetes by its tag CSIVolumeName');
    const { code } = await exops(`${line} --include-kubernetes`);
    expect([code, await has(vol)]).toEqual([0, false]);
  });

  test('tells why AWS refuses a snapshot that an AMI uses', async () => {
    const { exops, prefix, imageSnapshot, lab, has } = await openAccount();
    const snap = await imageSnapshot(await lab.runInstance());
    const { code, stderr } = await exops(
      `dev leftovers --prefix ${prefix} --older-than 0d --delete --confirm ${snap}`,
    );
    expect([code, await has(snap)]).toEqual([1, true]);
    expect(stderr).toContain(`✗ ${snap}: ec2:DeleteSnapshot for ${snap} failed: `);
    expect(stderr).toMatch(/InvalidSnapshot\.?InUse/);
  });

  test('a right that is missing is the outcome of those that need it', async () => {
    const { exops, prefix, volume, logGroup, lab, has } = await openAccount();
    const [vol, group] = await Promise.all([volume(), logGroup()]);
    await lab.fault({ service: 'ec2', action: 'DeleteVolume', code: 'UnauthorizedOperation', message: 'no' });
    const { code, stdout } = await exops(
      `dev leftovers --prefix ${prefix} --older-than 0d --delete --confirm "2 changes" -o json`,
    );
    expect(JSON.parse(stdout).outcomes).toEqual([
      { kind: 'log group', name: group, status: 'done' },
      {
        ...{ kind: 'volume', name: vol, status: 'failed', access: true },
        reason: `AWS doesn't allow ec2:DeleteVolume on ${vol}: no.`,
      },
    ]);
    expect([code, await has(vol), await has(group)]).toEqual([5, true, false]);
  });

  test('an answer that was lost is looked up', async () => {
    const { exops, prefix, volume, lab, has } = await openAccount();
    const vol = await volume();
    await lab.fault({ service: 'ec2', action: 'DeleteVolume', drop: true, carriedOut: true, times: 1 });
    const { code, stderr } = await exops(
      `dev leftovers --prefix ${prefix} --older-than 0d --delete --confirm ${vol}`,
    );
    expect([code, await has(vol)]).toEqual([0, false]);
    expect(stderr).toContain('✓ 1 deleted, verified in ');
  });

  test('what was attached while the person read is left alone', async () => {
    const { exops, prefix, volume, attach, lab, has } = await openAccount();
    const [vol, instanceId] = await Promise.all([volume(), lab.runInstance()]);
    const { code, stderr } = await exops(`dev leftovers --prefix ${prefix} --older-than 0d --delete`, {
      ...{ tty: true, answers: [vol] },
      onQuestion: () => attach(vol, instanceId),
    });
    expect([code, await has(vol)]).toEqual([1, true]);
    expect(stderr).toContain('Somebody changed things since this plan was made. Nothing has been applied.');
  });

  test('a protected environment wants words for a plan of nothing but log groups, too', async () => {
    const { exops, prefix, logGroup } = await openAccount('    protected: true\n');
    const group = await logGroup();
    const line = `dev leftovers --prefix ${prefix} --older-than 0d --delete`;
    expect((await exops(`${line} --yes`)).stderr).toContain(`--confirm "${group}"`);
    expect((await exops(`${line} --confirm ${group}`)).code).toBe(0);
  });

  test('many, with as many requests as there are and few to read', async () => {
    const { exops, prefix, volume, lab } = await openAccount();
    await Promise.all(Array.from({ length: 20 }, (_, index) => volume(`v${index}`)));
    const { code } = await exops(
      `dev leftovers --prefix ${prefix} --older-than 0d --delete --confirm "20 volumes"`,
    );
    expect(code).toBe(0);
    const actions = (await lab.calls()).map(({ action }) => action);
    expect(actions.filter((action) => action === 'DeleteVolume')).toHaveLength(20);
    expect(actions.filter((action) => action === 'DescribeVolumes')).toHaveLength(1 + 3 + 1);
  });
});
