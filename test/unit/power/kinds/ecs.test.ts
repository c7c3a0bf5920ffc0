import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../src/lib/aws/aws-errors.js';
import type { Ecs, EcsService } from '../../../../src/lib/aws/contract/ecs.js';
import { ecsPort } from '../../../../src/lib/power/kinds/ecs.js';
import { ecsSleeper } from '../../../../src/lib/power/kinds/ecs-sleeper.js';
import { failureOf, names, onlyOf } from './asking.js';

function service(name: string, over: Partial<EcsService> = {}): EcsService {
  return {
    cluster: 'shop',
    name,
    arn: `arn:aws:ecs:ap-northeast-2:123456789012:service/${over.cluster ?? 'shop'}/${name}`,
    status: 'ACTIVE',
    isDaemon: false,
    desired: 2,
    running: 2,
    pending: 0,
    launchType: 'FARGATE',
    newestEvent: undefined,
    tags: new Map(),
    ...over,
  };
}

const sleeper = (over: Partial<EcsService> = {}) => ecsSleeper(service('api', over));

describe('a service', () => {
  it('is known by its ARN, its cluster and its size without limits', () => {
    expect(sleeper({ tags: new Map([['exops:sleep', 'v=1 desired=2']]) })).toMatchObject({
      kind: 'ecs',
      id: 'arn:aws:ecs:ap-northeast-2:123456789012:service/shop/api',
      name: 'shop/api',
      size: { desired: 2 },
      record: 'v=1 desired=2',
      never: undefined,
      machines: [{ service: 'fargate', type: 'task', isSpot: false }],
    });
    expect(sleeper({ launchType: 'EC2' })?.machines).toEqual([]);
    const arn = 'arn:aws:ecs:ap-northeast-2:123456789012:cluster/shop';
    expect(sleeper({ cluster: arn })?.name).toBe('shop/api');
  });

  it.each([
    [{}, 'awake', 'ACTIVE, 2 of 2 running'],
    [{ running: 4 }, 'awake', 'ACTIVE, 4 of 2 running'],
    [{ running: 1, pending: 1 }, 'waking', 'ACTIVE, 1 of 2 running'],
    [{ desired: 0, running: 1 }, 'falling asleep', 'ACTIVE, 1 of 0 running'],
    [{ desired: 0, running: 0, pending: 1 }, 'falling asleep', 'ACTIVE, 0 of 0 running'],
    [{ desired: 0, running: 0 }, 'asleep', 'ACTIVE, 0 of 0 running'],
    [{ status: 'DRAINING' }, 'unusable', 'DRAINING, 2 of 2 running'],
  ] as const)('with %j', (over, state, status) => {
    expect(sleeper(over)).toMatchObject({ state, status });
  });

  it('that was deleted is none', () => {
    expect(sleeper({ status: 'INACTIVE' })).toBeUndefined();
  });

  it('is never put to sleep as a DAEMON, or protected', () => {
    expect(sleeper({ isDaemon: true })?.never).toBe(
      'it runs on each instance (DAEMON): it has no size, and goes with the instances',
    );
    expect(sleeper({ tags: new Map([['env', 'prod']]) })?.never).toBe('it is production by its tag env=prod');
  });
});

describe('the newest event', () => {
  it.each([
    [
      '(service api) was unable to place a task because no container instance met all of its requirements.',
      "(service api) was unable to place a task because no container instance met all of its requirements. The cluster's instances have no room for it: wake their Auto Scaling group or instances before it (order), or add some.",
    ],
    [
      '(service api) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later',
      /AWS has no Fargate capacity free/,
    ],
    [
      '(service api) failed to launch a task with (error ECS was unable to assume the role arn:aws:iam::123456789012:role/x)',
      /See the roles in its task definition/,
    ],
    [
      '(service api) (port 80) is unhealthy in (target-group x) due to (reason Health checks failed)',
      /fail their health checks/,
    ],
    [
      '(service api) is unable to consistently start tasks successfully.',
      /see the reasons of its stopped tasks/,
    ],
    [
      '(service api) was unable to start: CannotPullContainerError: pull image manifest has been retried',
      /Its image cannot be had/,
    ],
  ])('is explained while it wakes: %s', (newestEvent, words) => {
    const trouble = sleeper({ running: 0, newestEvent })?.trouble;
    if (typeof words === 'string') expect(trouble).toBe(words);
    else expect(trouble).toMatch(words);
  });

  it('is no trouble when all tasks run', () => {
    expect(
      sleeper({ newestEvent: '(service api) was unable to place a task because x.' })?.trouble,
    ).toBeUndefined();
  });

  it.each([
    '(service api) has started 2 tasks: (task 1).',
    '(service api) has stopped 1 running tasks: (task 1).',
    '(service api) has reached a steady state.',
  ])('is no trouble when it goes well: %s', (newestEvent) => {
    expect(sleeper({ running: 0, newestEvent })?.trouble).toBeUndefined();
  });
});

function ecsWith(services: readonly EcsService[], over: Partial<Ecs> = {}) {
  const calls: string[] = [];
  const write =
    (action: string) =>
    async (...words: readonly unknown[]) => {
      calls.push([action, ...words.filter((word) => typeof word !== 'object')].join(' ').trim());
    };
  const ecs: Ecs = {
    async serviceNames(cluster) {
      calls.push(`serviceNames ${cluster}`);
      return services.filter((one) => one.cluster === cluster).map(({ name }) => name);
    },
    async services(cluster, wanted) {
      calls.push(`services ${cluster} ${wanted.length}`);
      return services.filter((one) => one.cluster === cluster && wanted.includes(one.name));
    },
    setDesired: write('setDesired'),
    setTag: write('setTag'),
    removeTag: write('removeTag'),
    ...over,
  };
  return { ecs, calls };
}

const selector = (name: string, cluster = 'shop') =>
  ({ kind: 'ecs', cluster, choice: { by: 'name', name } }) as const;

const byTags = (tags: Readonly<Record<string, string>>, cluster = 'shop') =>
  ({ kind: 'ecs', cluster, choice: { by: 'tags', tags } }) as const;

/** What the second selector chose. */
const onlyOnes = <One>(found: readonly (readonly One[])[]) => found[1] ?? [];

describe('ecsPort', () => {
  it.each([5, 200])('asks once a cluster for %i services, and to read them again', async (count) => {
    const all = names('api', count);
    const others = names('job', 3);
    const { ecs, calls } = ecsWith([
      ...all.map((name) => service(name)),
      ...others.map((name) => service(name, { cluster: 'batch' })),
    ]);
    const port = ecsPort(ecs);
    const found = await port.find([
      ...all.map((name) => selector(name)),
      ...others.map((name) => selector(name, 'batch')),
    ]);
    expect(found.map((ones) => ones.length)).toEqual([...all, ...others].map(() => 1));
    expect(found.flat().at(-1)?.name).toBe('batch/job-3');
    const once = [`services shop ${count}`, 'services batch 3'];
    expect(calls).toEqual(once);
    expect(await port.read(found.flat())).toEqual(found.flat());
    expect(calls.slice(2)).toEqual(once);
  });

  it('tells services of one name in two clusters apart, and what is not there', async () => {
    const { ecs } = ecsWith([service('api'), service('api', { cluster: 'batch' })]);
    const found = await ecsPort(ecs).find([selector('api', 'batch'), selector('api'), selector('gone')]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([['batch/api'], ['shop/api'], []]);
  });

  it('lists a cluster once for all tags, reads all of it at once, and again only what was chosen', async () => {
    const tagged = (name: string, tags: Readonly<Record<string, string>>) =>
      service(name, { tags: new Map(Object.entries(tags)) });
    const { ecs, calls } = ecsWith([
      tagged('api', { Team: 'web', App: 'shop' }),
      tagged('job', { Team: 'web' }),
      tagged('old', { Team: 'Web' }),
      service('api', { cluster: 'batch' }),
    ]);
    const of = 'arn:aws:ecs:ap-northeast-2:123456789012:cluster/shop';
    const port = ecsPort(ecs);
    const found = await port.find([
      byTags({ Team: 'web' }, of),
      byTags({ Team: 'web', App: 'shop' }),
      selector('old'),
      byTags({ Team: 'none' }),
      selector('api', 'batch'),
      byTags({ Team: 'web' }, 'gone'),
    ]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([
      ['shop/api', 'shop/job'],
      ['shop/api'],
      ['shop/old'],
      [],
      ['batch/api'],
      [],
    ]);
    expect(calls.toSorted()).toEqual([
      ...['serviceNames gone', 'serviceNames shop', 'services batch 1', 'services shop 3'],
    ]);
    calls.length = 0;
    expect(await port.read(onlyOnes(found))).toEqual(onlyOnes(found));
    expect(calls).toEqual(['services shop 1']);
  });

  it('takes no other of that name for it', async () => {
    const port = ecsPort(ecsWith([service('api')]).ecs);
    const one = onlyOf(await port.find([selector('api')]));
    expect(await port.read([{ ...one, id: 'arn:aws:ecs:ap-northeast-2:123456789012:service/api' }])).toEqual(
      [],
    );
    expect(await port.read([])).toEqual([]);
  });

  it('finds it by ARNs too', async () => {
    const { ecs } = ecsWith([service('api')]);
    const of = 'arn:aws:ecs:ap-northeast-2:123456789012';
    const found = await ecsPort(ecs).find([selector(`${of}:service/shop/api`, `${of}:cluster/shop`)]);
    expect(onlyOf(found).name).toBe('shop/api');
  });

  it('tags by ARN, and sets the number by cluster and name', async () => {
    const { ecs, calls } = ecsWith([service('api')]);
    const port = ecsPort(ecs);
    const one = onlyOf(await port.find([selector('api')]));
    await port.setRecord(one, 'v=1 desired=2');
    await port.sleep(one);
    await port.wake(one, { desired: 2 });
    await port.setRecord(one, null);
    expect(calls.slice(1)).toEqual([
      `setTag ${one.id} exops:sleep v=1 desired=2`,
      'setDesired shop api 0',
      'setDesired shop api 2',
      `removeTag ${one.id} exops:sleep`,
    ]);
    expect((await failureOf(port.wake(one, undefined))).message).toBe(
      'It is not known what size to wake ecs shop/api to.',
    );
  });

  it('says what to do about an ARN of the old form', async () => {
    const words = 'Long arn format must be used for tagging operations';
    const { ecs } = ecsWith([service('api')], {
      setTag: () => Promise.reject(new AwsError('InvalidParameterException', words)),
    });
    const port = ecsPort(ecs);
    const one = onlyOf(await port.find([selector('api')]));
    const error = await failureOf(port.setRecord(one, 'x'));
    expect(error.message).toBe(words);
    expect(error.hint).toMatch(/^The service has an ARN of the old form/);
  });
});
