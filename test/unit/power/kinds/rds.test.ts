import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../src/lib/aws/aws-errors.js';
import type { Database } from '../../../../src/lib/aws/contract/rds.js';
import { rdsPort } from '../../../../src/lib/power/kinds/rds.js';
import { rdsSleeper } from '../../../../src/lib/power/kinds/rds-sleeper.js';
import { failureOf, names, onlyOf } from './asking.js';
import { database, plainDatabase, rdsWith } from './databases.js';

const sleeper = (over: Partial<Database> = {}) => rdsSleeper({ ...plainDatabase, ...over });
const restart = Date.UTC(2026, 10, 27, 19, 3);
const day = 86_400_000;

describe('a database', () => {
  it('is known by its name and ARN, its machine and its storage', () => {
    expect(
      sleeper({ engine: 'postgres', isMultiAz: true, tags: new Map([['exops:sleep', 'x']]) }),
    ).toMatchObject({
      kind: 'rds',
      id: 'arn:aws:rds:ap-northeast-2:123456789012:db:exchange-dev-mysql',
      name: 'exchange-dev-mysql',
      state: 'awake',
      status: 'available',
      size: undefined,
      record: 'x',
      never: undefined,
      trouble: undefined,
      machines: [
        { service: 'rds', type: 'db.t3.medium', isSpot: false, engine: 'postgres', isMultiAz: true },
      ],
      storage: { gib: 100, type: 'gp3' },
      losses: [{ text: 'AWS starts it again by itself after 7 days', isData: false }],
    });
    expect(sleeper({ storageType: undefined }).storage).toBeUndefined();
  });

  it('is asleep for seven days before AWS starts it', () => {
    expect(sleeper({ status: 'stopped', automaticRestartAt: restart })).toMatchObject({
      state: 'asleep',
      since: restart - 7 * day,
      startsItselfAt: restart,
      losses: [],
    });
    expect(sleeper({ status: 'stopped' })).toMatchObject({ since: undefined, startsItselfAt: undefined });
    expect(sleeper({ status: 'starting', automaticRestartAt: restart }).startsItselfAt).toBeUndefined();
  });

  it.each([
    ['available', 'awake'],
    ['stopping', 'falling asleep'],
    ['stopped', 'asleep'],
    ['starting', 'waking'],
    ['backing-up', 'busy'],
    ['modifying', 'busy'],
    ['configuring-enhanced-monitoring', 'busy'],
    ['storage-optimization', 'busy'],
    ['creating', 'busy'],
    ['deleting', 'unusable'],
    ['failed', 'unusable'],
    ['restore-error', 'unusable'],
    ['storage-full', 'unusable'],
    ['incompatible-network', 'unusable'],
    ['inaccessible-encryption-credentials', 'unusable'],
    ['inaccessible-encryption-credentials-recoverable', 'unusable'],
    ['insufficient-capacity', 'unusable'],
    ['something-new', 'busy'],
  ] as const)('that is %s is %s', (status, state) => {
    expect(sleeper({ status })).toMatchObject({ state, status });
  });
});

describe('a database is never stopped', () => {
  it.each([
    [{ tags: new Map([['env', 'prod']]) }, 'it is production by its tag env=prod'],
    [
      { cluster: 'exchange-dev-aurora' },
      'it is a member of the cluster exchange-dev-aurora: list that instead, as rdsCluster',
    ],
    [{ replicaOf: 'main' }, 'it is a read replica (of main), and RDS stops none'],
    [{ replicas: ['r-1', 'r-2'] }, 'it has read replicas (r-1, r-2), and RDS stops no database that has'],
    [{ engine: 'sqlserver-se', isMultiAz: true }, 'RDS does not stop SQL Server in Multi-AZ'],
    [{ engine: 'custom-oracle-ee' }, 'RDS Custom cannot be stopped so that it comes back as it was'],
  ] as const)('with %j', (over, words) => {
    expect(sleeper(over).never).toBe(words);
  });

  it.each([{ engine: 'sqlserver-se' }, { engine: 'mysql', isMultiAz: true }])('but it is with %j', (over) => {
    expect(sleeper(over).never).toBeUndefined();
  });
});

describe('what is wrong with a database', () => {
  it.each([
    [
      'inaccessible-encryption-credentials-recoverable',
      'inaccessible-encryption-credentials-recoverable. RDS may not use its KMS key: enable the key, or allow RDS to use it (kms:CreateGrant), then start the database in RDS.',
    ],
    [
      'inaccessible-encryption-credentials',
      'inaccessible-encryption-credentials. RDS could not use its KMS key for too long: enable the key, then restore the database from a backup.',
    ],
    ['storage-full', 'storage-full. Its storage is used up: give it more, or turn on storage autoscaling.'],
    [
      'incompatible-restore',
      'incompatible-restore. See the events of the database in RDS; it may have to be restored from a backup.',
    ],
  ])('is told of %s', (status, words) => {
    expect(sleeper({ status }).trouble).toBe(words);
  });

  it.each(['available', 'stopped', 'backing-up', 'deleting'])('is nothing when it is %s', (status) => {
    expect(sleeper({ status }).trouble).toBeUndefined();
  });
});

const byName = (name: string) => ({ kind: 'rds', choice: { by: 'name', name } }) as const;
const byTags = (tags: Readonly<Record<string, string>>) =>
  ({ kind: 'rds', choice: { by: 'tags', tags } }) as const;

describe('rdsPort', () => {
  it.each([5, 200])('finds %i databases by name, and reads them again, in one call each', async (count) => {
    const all = names('db', count);
    const { rds, calls } = rdsWith(
      [...all, 'other'].map((name) => database(name)),
      [],
    );
    const port = rdsPort(rds);
    const found = await port.find(all.map(byName));
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual(all.map((name) => [name]));
    expect(await port.read(found.flat())).toEqual(found.flat());
    expect(calls).toEqual([`databases ${count}`, `databases ${count}`]);
  });

  it.each(['Exchange-Dev', 'arn:aws:rds:ap-northeast-2:123456789012:db:exchange-dev'])(
    'finds it as %s too',
    async (name) => {
      const { rds } = rdsWith([database('exchange-dev')], []);
      expect(onlyOf(await rdsPort(rds).find([byName(name)])).name).toBe('exchange-dev');
    },
  );

  it('reads all of them once when tags choose', async () => {
    const dev = { tags: new Map([['team', 'web']]) };
    const { rds, calls } = rdsWith([database('a', dev), database('b'), database('c', dev)], []);
    const found = await rdsPort(rds).find([
      byTags({ team: 'web' }),
      byName('b'),
      byTags({ team: 'x' }),
      byName('gone'),
    ]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([['a', 'c'], ['b'], [], []]);
    expect(calls).toEqual(['databases all']);
  });

  it('leaves out what is gone, and asks nothing about nothing', async () => {
    const { rds, calls } = rdsWith([database('a')], []);
    const port = rdsPort(rds);
    const gone = rdsSleeper(database('b'));
    expect(await port.read([gone])).toEqual([]);
    expect(await port.read([])).toEqual([]);
    expect(calls).toEqual(['databases 1']);
  });

  it('tags by ARN, and stops and starts by name', async () => {
    const { rds, calls } = rdsWith([database('a')], []);
    const port = rdsPort(rds);
    const one = onlyOf(await port.find([byName('a')]));
    await port.setRecord(one, 'v=1 state=on');
    await port.sleep(one);
    await port.wake(one, undefined);
    await port.setRecord(one, null);
    const arn = 'arn:aws:rds:ap-northeast-2:123456789012:db:a';
    expect(calls.slice(1)).toEqual([
      `setTag ${arn} exops:sleep v=1 state=on`,
      'stopDatabase a',
      'startDatabase a',
      `removeTag ${arn} exops:sleep`,
    ]);
  });

  it.each([
    ['KMSKeyNotAccessibleFault', /kms:CreateGrant on it\.$/],
    ['InsufficientDBInstanceCapacity', /^AWS has none of its class free/],
    ['InvalidDBInstanceState', /^RDS is at something else with it/],
    ['InvalidVPCNetworkStateFault', /correct its subnet group\.$/],
  ])('says what to do when RDS refuses with %s', async (code, hint) => {
    const refuse = () => Promise.reject(new AwsError(code, 'RDS refuses'));
    const port = rdsPort(rdsWith([], [], { startDatabase: refuse }).rds);
    const error = await failureOf(port.wake(rdsSleeper(database('a')), undefined));
    expect(error).toMatchObject({ code, message: 'RDS refuses' });
    expect(error.hint).toMatch(hint);
  });
});
