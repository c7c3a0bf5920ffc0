import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/lib/aws-policy/arns.js';
import { policyHost, policySleeper } from '../../../src/lib/aws-policy/given-resources.js';
import type { HostGiven } from '../../../src/lib/config/hosts-given.js';
import { byDefault, type Setting } from '../../../src/lib/config/setting.js';
import type { SleepGiven } from '../../../src/lib/config/sleep-given.js';

/** What is written in angle brackets isn't known. */
const read = ({ value }: Setting) => ({
  text: value.replace(/<\w+>/g, unknown),
  isSecret: false,
  missing: [],
});

function host(given: Partial<HostGiven> = {}): ReturnType<typeof policyHost> {
  const nothing = { user: undefined, port: undefined, address: undefined, route: undefined, via: undefined };
  const places = { tools: new Map(), toolsAt: undefined, services: new Map(), servicesAt: undefined };
  return policyHost(
    { name: 'kafka', instance: { id: byDefault('i-1') }, ...nothing, ...places, ...given },
    ['hosts'],
    read,
  );
}

describe('the ways to a host', () => {
  test.each<[string, Partial<HostGiven>, [isThroughEndpoint: boolean, isThroughSsm: boolean]]>([
    ['chosen by itself', {}, [true, true]],
    ['direct', { route: byDefault('direct') }, [false, false]],
    ['an endpoint', { route: byDefault('eice') }, [true, false]],
    ['Systems Manager', { route: byDefault('ssm') }, [false, true]],
    ['an address that is set', { address: byDefault('private') }, [false, false]],
    ['another host', { via: byDefault('bastion') }, [false, false]],
    ['a port that no endpoint opens', { port: byDefault(2222) }, [false, true]],
    ['a port that it opens', { port: byDefault(3389) }, [true, true]],
  ])('%s', (_, given, ways) => {
    const { isThroughEndpoint, isThroughSsm, endpoints } = host(given);
    expect([isThroughEndpoint, isThroughSsm]).toEqual(ways);
    expect(endpoints).toEqual(isThroughEndpoint ? [unknown] : []);
  });

  test('its user and port, or the usual ones', () => {
    expect(host()).toMatchObject({ user: 'ec2-user', port: 22 });
    expect(host({ user: byDefault('ubuntu'), port: byDefault(2222) })).toMatchObject({
      ...{ user: 'ubuntu', port: 2222 },
    });
  });

  test('by tags, unless one of them is not known: a condition has no wildcards', () => {
    const tags = (value: string) => ({
      tags: new Map([
        ['Name', byDefault(value)],
        ['Team', byDefault('web')],
      ]),
    });
    expect(host({ instance: tags('kafka') }).instance).toEqual({
      ...{ by: 'tags', tags: { Name: 'kafka', Team: 'web' } },
    });
    expect(host({ instance: tags('dev-<cfn>') }).instance).toEqual({ by: 'name', name: unknown });
  });
});

describe('a line of sleep', () => {
  const line = (
    key: SleepGiven['key'],
    parts: Readonly<Record<string, string>>,
    rest: Partial<SleepGiven> = {},
  ) =>
    policySleeper(
      {
        key,
        parts: new Map(Object.entries(parts).map(([name, value]) => [name, byDefault(value)])),
        tags: undefined,
        ...{ order: undefined, skip: undefined, wake: undefined, chosen: byDefault(undefined), at: '' },
        ...rest,
      },
      read,
    );

  test('in a cluster, alone, or by tags', () => {
    expect(line('eksNodegroup', { cluster: '<cfn>', name: 'spot' })).toEqual({
      ...{ kind: 'nodegroup', cluster: unknown, chosen: { by: 'name', name: 'spot' } },
      ...{ isByTags: false, isSkipped: false },
    });
    expect(line('autoScalingGroup', { '': 'Web' })?.chosen).toEqual({ by: 'name', name: 'Web' });
    expect(line('ec2Instance', {}, { tags: new Map([['Team', byDefault('web')]]) })?.chosen).toEqual({
      ...{ by: 'tags', tags: { Team: 'web' } },
    });
  });

  test('in a cluster by tags, also where they are not known', () => {
    const tags = (value: string) => ({ tags: new Map([['Team', byDefault(value)]]) });
    expect(line('ecsService', { cluster: 'shop' }, tags('web'))).toEqual({
      ...{ kind: 'ecs', cluster: 'shop', chosen: { by: 'tags', tags: { Team: 'web' } } },
      ...{ isByTags: true, isSkipped: false },
    });
    expect(line('ecsService', { cluster: 'shop' }, tags('<cfn>'))).toMatchObject({
      ...{ chosen: { by: 'name', name: unknown }, isByTags: true },
    });
  });

  test('RDS keeps identifiers in lower case', () => {
    expect(line('rdsInstance', { '': 'Exchange-MySQL' })?.chosen).toEqual({
      by: 'name',
      name: 'exchange-mysql',
    });
    expect(line('rdsCluster', { '': 'Aurora' })?.chosen).toEqual({ by: 'name', name: 'aurora' });
  });

  const at = 'ap-northeast-2:123456789012';
  test.each([
    ['spot', 'exchange-dev'],
    ['exchange-dev/spot', 'exchange-dev'],
    [`arn:aws:eks:${at}:nodegroup/exchange-dev/spot/0cb8`, `arn:aws:eks:${at}:cluster/exchange-dev`],
  ])('a node group named as %s of %s', (name, cluster) => {
    expect(line('eksNodegroup', { cluster, name })).toMatchObject({
      ...{ cluster: 'exchange-dev', chosen: { by: 'name', name: 'spot' } },
    });
  });

  test.each([
    ['ecsService', `arn:aws:ecs:${at}:service/shop/api`, 'api'],
    ['rdsInstance', `arn:aws:rds:${at}:db:Main`, 'main'],
    ['ec2Instance', `arn:aws:ec2:${at}:instance/i-1`, 'i-1'],
  ] as const)('%s by its ARN', (key, arn, name) => {
    expect(line(key, { '': arn })?.chosen).toEqual({ by: 'name', name });
  });

  test('one that is only known', () => {
    expect(line('rdsInstance', { '': 'a' }, { skip: byDefault(true) })?.isSkipped).toBe(true);
  });

  test('a workload is nothing of AWS', () => {
    expect(line('kubernetesWorkload', { '': 'deployment/web' })).toBeUndefined();
  });
});
