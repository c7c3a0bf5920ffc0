import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../../src/lib/aws/aws.js';
import { AwsError, AwsNotFoundError, AwsThrottledError } from '../../../../src/lib/aws/aws-errors.js';
import { type Ec2PortDeps, ec2Port } from '../../../../src/lib/power/kinds/ec2.js';
import { ec2Sleeper, type InstanceFacts } from '../../../../src/lib/power/kinds/ec2-sleeper.js';
import { plainInstance } from '../../aws/plain-instance.js';
import { failureOf, names, onlyOf } from './asking.js';

const plainFacts: InstanceFacts = { isOneTimeSpot: false, hasInstanceStore: false };

function sleeper(over: Partial<Instance> = {}, facts: Partial<InstanceFacts> = {}) {
  return ec2Sleeper({ ...plainInstance, ...over }, { ...plainFacts, ...facts }, 'ap-northeast-2');
}

const tagged = (tags: Readonly<Record<string, string>>) => ({ tags: new Map(Object.entries(tags)) });

describe('an instance', () => {
  it('is known by its id and name, its record, its machine and what stays', () => {
    expect(sleeper(tagged({ Name: 'kafka', 'exops:sleep': 'v=1 state=on' }))).toMatchObject({
      kind: 'ec2',
      id: 'i-0123456789abcdef0',
      name: 'i-0123456789abcdef0 (kafka)',
      state: 'awake',
      status: 'running',
      size: undefined,
      record: 'v=1 state=on',
      never: undefined,
      machines: [{ service: 'ec2', type: 't3.large', isSpot: false }],
      volumeIds: ['vol-0123456789abcdef0'],
      vpcId: 'vpc-0a',
    });
    expect(sleeper()?.name).toBe('i-0123456789abcdef0');
    expect(sleeper({ spotRequest: 'sir-1' })?.machines).toEqual([
      { service: 'ec2', type: 't3.large', isSpot: true },
    ]);
  });

  it.each([
    ['pending', 'waking'],
    ['running', 'awake'],
    ['stopping', 'falling asleep'],
    ['stopped', 'asleep'],
    ['shutting-down', undefined],
    ['terminated', undefined],
  ] as const)('that is %s is %s', (state, wanted) => {
    expect(sleeper({ state })?.state).toBe(wanted);
  });

  it('is awake since its launch, and asleep since EC2 says so', () => {
    const transitionReason = 'User initiated (2026-11-20 19:05:11 GMT)';
    expect(sleeper({ transitionReason })?.since).toBe(plainInstance.launchedAt);
    expect(sleeper({ state: 'stopped', transitionReason })?.since).toBe(Date.UTC(2026, 10, 20, 19, 5, 11));
    expect(sleeper({ state: 'stopped' })?.since).toBeUndefined();
  });

  it('has the addresses and the names that a broker on it may be known by', () => {
    const addresses = {
      publicAddress: '3.35.1.2',
      privateAddress: '10.0.11.8',
      ipv6Address: '2001:db8::7',
    };
    expect(sleeper(addresses)?.addresses).toEqual([
      '10.0.11.8',
      'ip-10-0-11-8.ap-northeast-2.compute.internal',
      'i-0123456789abcdef0.ap-northeast-2.compute.internal',
      '3.35.1.2',
      'ec2-3-35-1-2.ap-northeast-2.compute.amazonaws.com',
      '2001:db8::7',
    ]);
    const first = ec2Sleeper({ ...plainInstance, ...addresses }, plainFacts, 'us-east-1');
    expect(first?.addresses).toContain('ip-10-0-11-8.ec2.internal');
    expect(first?.addresses).toContain('ec2-3-35-1-2.compute-1.amazonaws.com');
  });
});

describe('an instance is never stopped', () => {
  it.each([
    [tagged({ 'exops:protected': 'true' }), {}, 'it is protected by its tag exops:protected'],
    [
      tagged({ 'aws:autoscaling:groupName': 'web' }),
      {},
      'it belongs to the Auto Scaling group web, which would replace it: list that instead',
    ],
    [
      tagged({ 'aws:autoscaling:groupName': 'eks-spot-1', 'eks:nodegroup-name': 'spot' }),
      {},
      'it belongs to the EKS node group spot, which would replace it: list that instead',
    ],
    [
      tagged({ 'karpenter.sh/nodepool': 'default' }),
      {},
      'Karpenter made it (node pool default) and would replace it: let its workloads sleep instead',
    ],
    [
      { hasInstanceStoreRoot: true },
      {},
      'its root volume is an instance store: EC2 can only terminate it, not stop it',
    ],
    [
      { spotRequest: 'sir-1' },
      { isOneTimeSpot: true },
      'it is a one-time Spot Instance: EC2 can only terminate it, not stop it',
    ],
  ])('when %j %j', (over, facts, words) => {
    expect(sleeper(over, facts)?.never).toBe(words);
  });

  it('but for those, always', () => {
    expect(sleeper({ spotRequest: 'sir-1' })?.never).toBeUndefined();
  });
});

describe('an instance that sleeps loses', () => {
  const address = { publicAddress: '3.35.1.2' };

  it('its public address, unless that is an Elastic IP or given up already', () => {
    const lost = [{ text: 'gives up its public address 3.35.1.2', isData: false }];
    expect(sleeper(address)?.losses).toEqual(lost);
    expect(sleeper({ ...address, hasElasticAddress: true })?.losses).toEqual([]);
    expect(sleeper({ ...address, state: 'stopped' })?.losses).toEqual([]);
  });

  it('data on the disks of its machine', () => {
    const over = { instanceType: 'm5d.large' };
    expect(sleeper(over, { hasInstanceStore: true })?.losses).toEqual([
      { text: 'loses what is on its instance store volumes (m5d.large)', isData: true },
    ]);
    expect(sleeper({ ...over, state: 'stopped' }, { hasInstanceStore: true })?.losses).toEqual([]);
  });
});

describe('the reason of a state', () => {
  it.each([
    'Client.UserInitiatedShutdown: User initiated shutdown',
    'Client.UserInitiatedHibernate: User initiated hibernate',
    'Client.InstanceInitiatedShutdown: Instance initiated shutdown',
    'pending',
  ])('%s is no trouble', (stateReason) => {
    expect(sleeper({ state: 'stopped', stateReason })?.trouble).toBeUndefined();
  });

  it('is no trouble any more when it runs', () => {
    expect(sleeper({ stateReason: 'Client.InternalError: Client error on launch' })?.trouble).toBeUndefined();
  });

  it.each([
    [
      'Client.InternalError: Client error on launch',
      'Client.InternalError: Client error on launch. Whoever starts it may not use the KMS key of an encrypted volume: allow kms:CreateGrant on that key (to you, or to the role that starts it), see that the key is enabled, then wake it again.',
    ],
    [
      'Server.InsufficientInstanceCapacity: There was insufficient capacity available to satisfy the launch request.',
      'Server.InsufficientInstanceCapacity: There was insufficient capacity available to satisfy the launch request. AWS has no such machine free in that zone right now: wait some minutes, then wake it again, or allow another instance type or zone.',
    ],
    ['Client.VolumeLimitExceeded: Volume limit exceeded', /EBS volumes is used up/],
    ['Server.SpotInstanceStop: Spot instance stopped', /Spot capacity back/],
    ['Server.InternalError: Internal error on launch', /AWS's own trouble/],
    ['Client.InvalidSnapshot.NotFound: gone', /is gone: restore it/],
  ])('%s is explained', (stateReason, words) => {
    const trouble = sleeper({ state: 'stopped', stateReason })?.trouble;
    if (typeof words === 'string') expect(trouble).toBe(words);
    else expect(trouble).toMatch(words);
  });

  it('that is not known is told as it is, without escapes', () => {
    expect(sleeper({ state: 'stopped', stateReason: 'Server.New:\u001b[2J' })?.trouble).toBe(
      'Server.New:\\x1b[2J',
    );
  });
});

interface Asked {
  readonly deps: Ec2PortDeps;
  readonly calls: readonly string[];
}

function asked(instances: readonly Instance[], over: Partial<Ec2PortDeps['ec2']> = {}): Asked {
  const calls: string[] = [];
  const write =
    (action: string) =>
    async (...words: readonly unknown[]) => {
      calls.push([action, ...words.filter((word) => typeof word === 'string')].join(' '));
    };
  const ec2: Ec2PortDeps['ec2'] = {
    async describeInstances(filter) {
      calls.push('describe');
      if ('ids' in filter) return instances.filter(({ id }) => filter.ids.includes(id));
      const wanted = Object.entries(filter.tags);
      return instances.filter(({ tags }) => wanted.every(([key, value]) => tags.get(key) === value));
    },
    async oneTimeSpotRequests(ids) {
      calls.push(`spot ${ids.length}`);
      return new Set(ids.filter((id) => id.startsWith('sir-once')));
    },
    async typesWithInstanceStore(types) {
      calls.push(`types ${types.length}`);
      return new Set(types.filter((type) => type.includes('d.')));
    },
    setTag: write('tag'),
    removeTag: write('untag'),
    stop: write('stop'),
    start: write('start'),
    ...over,
  };
  return { deps: { ec2, region: 'ap-northeast-2' }, calls };
}

const byName = (name: string) => ({ kind: 'ec2', choice: { by: 'name', name } }) as const;
const byTags = (tags: Readonly<Record<string, string>>) =>
  ({ kind: 'ec2', choice: { by: 'tags', tags } }) as const;
const instance = (id: string, over: Partial<Instance> = {}) => ({ ...plainInstance, id, ...over });

describe('ec2Port', () => {
  it('finds what each selector chooses, in their order', async () => {
    const dev = { tags: new Map([['team', 'web']]) };
    const { deps } = asked([
      instance('i-1', dev),
      instance('i-2'),
      instance('i-3', { ...dev, state: 'terminated' }),
      instance('i-4', dev),
    ]);
    const found = await ec2Port(deps).find([byTags({ team: 'web' }), byName('i-2'), byName('i-9')]);
    expect(found.map((ones) => ones.map(({ id }) => id))).toEqual([['i-1', 'i-4'], ['i-2'], []]);
  });

  it.each([5, 200])('needs three requests for %i instances, and one to read them again', async (count) => {
    const ids = names('i', count);
    const { deps, calls } = asked(
      ids.map((id, index) => instance(id, index % 2 ? {} : { spotRequest: `sir-once-${id}` })),
    );
    const port = ec2Port(deps);
    const found = (await port.find(ids.map(byName))).flat();
    expect(found).toHaveLength(count);
    expect(found.filter(({ never }) => never?.includes('one-time'))).toHaveLength(Math.ceil(count / 2));
    expect(calls).toEqual(['describe', `spot ${Math.ceil(count / 2)}`, 'types 1']);
    const again = await port.read(found);
    expect(again).toEqual(found);
    expect(calls.slice(3)).toEqual(['describe']);
  });

  it('leaves out what is gone when it reads again', async () => {
    const port = ec2Port(asked([instance('i-1'), instance('i-2', { state: 'terminated' })]).deps);
    const first = onlyOf(await port.find([byName('i-1')]));
    const again = await port.read([first, { ...first, id: 'i-2' }, { ...first, id: 'i-3' }]);
    expect(again.map(({ id }) => id)).toEqual(['i-1']);
    expect(await port.read([])).toEqual([]);
  });

  it('writes the record, removes it, stops and starts', async () => {
    const { deps, calls } = asked([instance('i-1')]);
    const port = ec2Port(deps);
    const one = onlyOf(await port.find([byName('i-1')]));
    await port.setRecord(one, 'v=1 state=on');
    await port.sleep(one);
    await port.wake(one, undefined);
    await port.setRecord(one, null);
    expect(calls.slice(2)).toEqual([
      'tag i-1 exops:sleep v=1 state=on',
      'stop i-1',
      'start i-1',
      'untag i-1 exops:sleep',
    ]);
  });

  it.each([
    [
      new AwsError(
        'OperationNotPermitted',
        "The instance 'i-1' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.",
      ),
      'It has stop protection (disableApiStop), which exops never turns off: leave it out with skip: true.',
    ],
    [
      new AwsError('UnsupportedOperation', 'no'),
      'Only Spot Instances of a persistent request, with EBS volumes, can be stopped: leave it out with skip: true.',
    ],
    [new AwsError('SomethingElse', 'no'), undefined],
    [new AwsNotFoundError('InvalidInstanceID.NotFound', 'gone'), undefined],
    [new AwsThrottledError('UnsupportedOperation', 'too much'), undefined],
  ])('says what to do when EC2 refuses: %s', async (refusal, hint) => {
    const port = ec2Port(asked([instance('i-1')], { stop: () => Promise.reject(refusal) }).deps);
    const one = onlyOf(await port.find([byName('i-1')]));
    const error = await failureOf(port.sleep(one));
    expect(error).toBeInstanceOf(refusal.constructor);
    expect(error).toMatchObject({ code: refusal.code, message: refusal.message, hint });
  });

  it.each([
    ['InsufficientInstanceCapacity', /^AWS has no such machine free/],
    ['IncorrectSpotRequestState', /^Its Spot request was cancelled or has expired/],
    ['IncorrectInstanceState', /^It is in between two states/],
  ])('says what to do when EC2 refuses to start it with %s', async (code, hint) => {
    const start = () => Promise.reject(new AwsError(code, 'no'));
    const port = ec2Port(asked([instance('i-1')], { start }).deps);
    const one = onlyOf(await port.find([byName('i-1')]));
    expect((await failureOf(port.wake(one, undefined))).hint).toMatch(hint);
  });
});
