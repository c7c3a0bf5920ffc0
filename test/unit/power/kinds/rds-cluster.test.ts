import { describe, expect, it } from 'vitest';
import type { DatabaseCluster } from '../../../../src/lib/aws/contract/rds.js';
import { rdsClusterPort } from '../../../../src/lib/power/kinds/rds-cluster.js';
import { rdsClusterSleeper } from '../../../../src/lib/power/kinds/rds-cluster-sleeper.js';
import { names, onlyOf } from './asking.js';
import { cluster, database, plainCluster, rdsWith } from './databases.js';

const sleeper = (over: Partial<DatabaseCluster> = {}) => rdsClusterSleeper({ ...plainCluster, ...over }, []);

describe('a cluster of databases', () => {
  it.each([
    [{ tags: new Map([['exops:protected', '']]) }, 'it is protected by its tag exops:protected'],
    [{ engineMode: 'serverless' }, 'Aurora Serverless v1 cannot be stopped: it pauses by itself'],
    [{ engineMode: 'multimaster' }, 'a multi-master cluster cannot be stopped'],
    [{ isGlobal: true }, 'it is part of a global database, which cannot be stopped'],
    [{ replicaOf: 'main' }, 'it is a replica (of main), which RDS does not stop'],
    [{ replicas: ['far'] }, 'it has replicas (far), and RDS stops no cluster that has'],
    [{ engine: 'mysql', engineMode: undefined }, 'RDS does not stop Multi-AZ DB clusters'],
  ] as const)('is never stopped with %j', (over, words) => {
    expect(sleeper(over).never).toBe(words);
  });

  it.each(['aurora-mysql', 'aurora-postgresql', 'aurora', 'neptune', 'docdb'])('of %s can be', (engine) => {
    expect(sleeper({ engine }).never).toBeUndefined();
  });

  it('says when AWS starts it', () => {
    const restart = Date.UTC(2026, 10, 27, 19, 3);
    expect(sleeper({ status: 'stopped', automaticRestartAt: restart })).toMatchObject({
      state: 'asleep',
      startsItselfAt: restart,
      since: Date.UTC(2026, 10, 20, 19, 3),
    });
  });
});

const byName = (name: string) => ({ kind: 'rds-cluster', choice: { by: 'name', name } }) as const;
const byTags = (tags: Readonly<Record<string, string>>) =>
  ({ kind: 'rds-cluster', choice: { by: 'tags', tags } }) as const;

describe('rdsClusterPort', () => {
  it.each([5, 200])('asks once for %i clusters and once for all their members', async (count) => {
    const all = names('aurora', count);
    const { rds, calls } = rdsWith(
      all.map((name) => database(`${name}-a`, { cluster: name, instanceClass: 'db.r6g.large' })),
      all.map((name) => cluster(name, { members: [`${name}-a`, 'unknown'] })),
    );
    const port = rdsClusterPort(rds);
    const found = (await port.find(all.map(byName))).flat();
    expect(found.map(({ name }) => name)).toEqual(all);
    expect(found[0]?.machines).toMatchObject([{ service: 'rds', type: 'db.r6g.large', engine: 'mysql' }]);
    expect(calls).toEqual([`clusters ${count}`, `databases ${count * 2}`]);
    expect(await port.read(found)).toEqual(found);
    expect(calls.slice(2)).toEqual([`clusters ${count}`, `databases ${count * 2}`]);
  });

  it('is protected by the tags of a member, also when it is read again', async () => {
    const isShielded = { now: false };
    const { rds } = rdsWith([], [cluster('a', { members: ['a-1', 'a-2'] })], {
      databases: async () => [
        database('a-1'),
        database('a-2', { tags: new Map(isShielded.now ? [['exops:protected', '']] : []) }),
      ],
    });
    const port = rdsClusterPort(rds);
    const found = onlyOf(await port.find([byName('a')]));
    expect(found.never).toBeUndefined();
    isShielded.now = true;
    const words = 'its instance a-2 would stop with it: it is protected by its tag exops:protected';
    expect((await port.read([found]))[0]?.never).toBe(words);
    expect(onlyOf(await port.find([byName('a')])).never).toBe(words);
  });

  it('asks only for the members of what was chosen', async () => {
    const { rds, calls } = rdsWith(
      [database('m')],
      [cluster('a', { members: ['m'], tags: new Map([['team', 'web']]) }), cluster('b')],
    );
    expect((await rdsClusterPort(rds).find([byTags({ team: 'web' })])).flat()).toHaveLength(1);
    expect(calls).toEqual(['clusters all', 'databases 1']);
    expect(await rdsClusterPort(rds).find([byName('gone')])).toEqual([[]]);
    expect(calls.slice(2)).toEqual(['clusters 1']);
  });

  it('tags by ARN, and stops and starts by name', async () => {
    const { rds, calls } = rdsWith([], [cluster('a', { members: [] })]);
    const port = rdsClusterPort(rds);
    const one = onlyOf(await port.find([byName('a')]));
    await port.setRecord(one, 'v=1 state=on');
    await port.sleep(one);
    await port.wake(one, undefined);
    await port.setRecord(one, null);
    const arn = 'arn:aws:rds:ap-northeast-2:123456789012:cluster:a';
    expect(calls.slice(1)).toEqual([
      `setTag ${arn} exops:sleep v=1 state=on`,
      'stopCluster a',
      'startCluster a',
      `removeTag ${arn} exops:sleep`,
    ]);
  });
});
