import { describe, expect, test } from 'vitest';
import { AwsCredentialsError, AwsError } from '../../../src/lib/aws/aws-errors.js';
import { InterruptedError } from '../../../src/lib/errors.js';
import { readAgain, readLeftovers } from '../../../src/lib/leftovers/read-leftovers.js';
import { address, logGroup, rulesOf, snapshot, volume, worldOf } from './world.js';

const { signal } = new AbortController();

const full = () =>
  worldOf({
    volumes: [
      volume('vol-2'),
      volume('vol-1'),
      volume('vol-0', { Name: 'dev-z' }),
      volume('vol-9', { Name: 'prod' }),
    ],
    snapshots: [snapshot('snap-1')],
    addresses: [address('eipalloc-1'), address('eipalloc-9', { Name: 'prod' })],
    logGroups: [logGroup('dev-app'), logGroup('/aws/lambda/dev-f'), logGroup('/aws/lambda/prod-f')],
  });

test('those of a prefix, by kind and name, with one request for what has no filter by name', async () => {
  const world = full();
  const { leftovers, unread } = await readLeftovers(world.port, rulesOf().selection, signal);
  expect(leftovers.map(({ id }) => id)).toEqual([
    ...['/aws/lambda/dev-f', 'dev-app', 'vol-1', 'vol-2', 'vol-0', 'eipalloc-1', 'snap-1'],
  ]);
  expect(unread).toEqual([]);
  const asked = world.calls.filter((call) => !call.startsWith('logGroups'));
  expect(asked.sort()).toEqual(['addresses all', 'snapshots all', 'volumes all']);
  expect(world.calls).toContain('logGroups dev-');
  expect(world.calls).toContain('logGroups /aws/eks/dev-');
});

test('a log group that two prefixes find is there once', async () => {
  const world = full();
  const { selection } = rulesOf({ prefixes: ['dev-', 'dev-app'] });
  const { leftovers } = await readLeftovers(world.port, selection, signal);
  expect(leftovers.filter(({ id }) => id === 'dev-app')).toHaveLength(1);
});

test('a prefix with a slash is looked for as it is', async () => {
  const world = full();
  const { selection } = rulesOf({ prefixes: ['/aws/lambda/dev'] });
  const { leftovers } = await readLeftovers(world.port, selection, signal);
  expect(leftovers.map(({ id }) => id)).toEqual(['/aws/lambda/dev-f']);
  expect(world.calls.filter((call) => call.startsWith('logGroups'))).toEqual(['logGroups /aws/lambda/dev']);
});

test('those of a tag are asked for by it, and log groups not at all', async () => {
  const world = worldOf({
    volumes: [volume('vol-1', { a: 'b' }), volume('vol-2')],
    logGroups: [logGroup('dev')],
  });
  const { leftovers } = await readLeftovers(world.port, { prefixes: [], tags: { a: 'b' } }, signal);
  expect(leftovers.map(({ id }) => id)).toEqual(['vol-1']);
  expect(world.calls.sort()).toEqual(
    ['addresses', 'snapshots', 'volumes'].map((kind) => `${kind} {"tags":{"a":"b"}}`),
  );
});

describe('when AWS does not answer', () => {
  test('for one kind, the others are there', async () => {
    const world = full();
    const broken = new AwsError('InternalFailure', 'broken');
    world.before = (call) => (call.startsWith('snapshots') ? Promise.reject(broken) : undefined);
    const { leftovers, unread } = await readLeftovers(world.port, rulesOf().selection, signal);
    expect(leftovers.some(({ kind }) => kind === 'snapshot')).toBe(false);
    expect(leftovers).toHaveLength(6);
    expect(unread).toEqual([{ kind: 'snapshot', error: broken }]);
  });

  test('for any, that is the error', async () => {
    const world = full();
    const broken = new AwsError('InternalFailure', 'broken');
    world.before = () => Promise.reject(broken);
    await expect(readLeftovers(world.port, rulesOf().selection, signal)).rejects.toBe(broken);
  });

  test('for credentials that are not good, nothing else is of use', async () => {
    const world = full();
    const expired = new AwsCredentialsError('expired');
    world.before = (call) => (call.startsWith('volumes') ? Promise.reject(expired) : undefined);
    await expect(readLeftovers(world.port, rulesOf().selection, signal)).rejects.toBe(expired);
  });

  test('since the person interrupted, that is said', async () => {
    const world = full();
    const interruption = new AbortController();
    world.before = () => {
      interruption.abort(new InterruptedError('SIGINT'));
      throw new AwsError('Aborted', 'aborted');
    };
    await expect(readLeftovers(world.port, rulesOf().selection, interruption.signal)).rejects.toBeInstanceOf(
      InterruptedError,
    );
  });
});

test('reading again asks for no others, and a log group of a longer name is another one', async () => {
  const world = full();
  world.logGroups.push(logGroup('dev-app-2'));
  const { leftovers } = await readLeftovers(world.port, rulesOf().selection, signal);
  world.calls.length = 0;
  const wanted = leftovers.filter(({ id }) => ['vol-1', 'vol-2', 'dev-app'].includes(id));
  expect([...(await readAgain(world.port, wanted, signal)).keys()].sort()).toEqual([
    ...['log group dev-app', 'volume vol-1', 'volume vol-2'],
  ]);
  expect(world.calls.sort()).toEqual(['logGroups dev-app', 'volumes {"ids":["vol-1","vol-2"]}']);
});
