import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { ForbiddenError, UnreachableError } from '../../../src/lib/k8s/errors.js';
import type { WorkloadEvent, WorkloadIdentity } from '../../../src/lib/k8s/kubernetes.js';
import { failureOf, kubeconfigText, open } from './opened.js';
import { type Answer, list, object, type Received, type Script, serve, status } from './scripted-server.js';

const at = (name: string, resourceVersion: string, uid = `uid-${name}`) =>
  object(name, {}, { resourceVersion, uid });
const identity = (name: string): WorkloadIdentity => ({ kind: 'Deployment', name, uid: `uid-${name}` });
const line = (type: string, what: object) => `${JSON.stringify({ type, object: what })}\n`;
const forbidden = status(
  403,
  'Forbidden',
  'User "kim" cannot watch resource "deployments" in API group "apps" in the namespace "exchange-dev"',
);
const expired = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };

/** Plays lists and watches each in their turn, and the last of them ever after. */
function plays(
  lists: readonly Answer[],
  watches: readonly ((response: ServerResponse) => Answer | undefined)[],
): Script {
  const nth = { list: 0, watch: 0 };
  return ({ query }, response) => {
    if (query['watch'] !== 'true') return lists[Math.min(nth.list++, lists.length - 1)];
    return watches[Math.min(nth.watch++, watches.length - 1)]?.(response);
  };
}

const stream =
  (...lines: readonly string[]) =>
  (response: ServerResponse): undefined => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(lines.join(''));
  };
const ending =
  (...lines: readonly string[]) =>
  (response: ServerResponse): undefined => {
    stream(...lines)(response);
    response.end();
  };
const cut = (response: ServerResponse): undefined => {
  response.destroy();
};

async function follower(script: Script, wanted: readonly WorkloadIdentity[], patienceMs = 60_000) {
  const server = await serve(script);
  const { kubernetes, pauses } = await open(kubeconfigText(server.url));
  const stop = new AbortController();
  const events = kubernetes.workloads.follow(wanted, { signal: stop.signal, patienceMs });
  /** So many events, after which nobody follows any more. */
  const take = async (count: number) => {
    const told: string[] = [];
    for await (const event of events) {
      told.push(say(event));
      if (told.length >= count) break;
    }
    return told;
  };
  return { server, events, take, stop, pauses };
}

function say(event: WorkloadEvent): string {
  const version = event.kind === 'now' ? ` ${event.workload.object.metadata?.resourceVersion}` : '';
  return `${event.kind} ${event.workload.name}${version}`;
}

const watches = (received: readonly Received[]) => received.filter(({ query }) => query['watch'] === 'true');

it('tells of each workload now and whenever it changes, and of no other', async () => {
  const { server, take } = await follower(
    plays(
      [list([at('a', '1'), at('b', '2'), at('other', '3')], { resourceVersion: '50' })],
      [
        stream(
          line('MODIFIED', at('other', '51')),
          line('BOOKMARK', { metadata: { resourceVersion: '52' } }),
          line('MODIFIED', at('b', '53')),
        ),
      ],
    ),
    [identity('a'), identity('b')],
  );
  expect(await take(3)).toEqual(['now a 1', 'now b 2', 'now b 53']);
  expect(server.received.map(({ query }) => query)).toEqual([
    { limit: '500' },
    expect.objectContaining({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion: '50' }),
  ]);
});

it('asks for one workload by its name, which a narrow role may allow', async () => {
  const { server, take } = await follower(
    plays([list([at('a', '1')])], [stream(line('MODIFIED', at('a', '2')))]),
    [identity('a')],
  );
  await take(2);
  expect(server.received.map(({ query }) => query['fieldSelector'])).toEqual([
    'metadata.name=a',
    'metadata.name=a',
  ]);
});

it('watches each kind on its own', async () => {
  const wanted = [identity('a'), { ...identity('b'), kind: 'StatefulSet' as const }];
  const { server, take } = await follower(({ path, query }, response) => {
    if (query['watch'] === 'true') return stream()(response);
    return list([at(path.endsWith('deployments') ? 'a' : 'b', '1')]);
  }, wanted);
  expect((await take(2)).sort()).toEqual(['now a 1', 'now b 1']);
  await expect.poll(() => server.received.length).toBeGreaterThanOrEqual(2);
});

it('goes on where a watch ended, without a list', async () => {
  const { server, take } = await follower(
    plays(
      [list([at('a', '1')])],
      [
        ending(line('MODIFIED', at('a', '101')), line('BOOKMARK', { metadata: { resourceVersion: '110' } })),
        stream(line('MODIFIED', at('a', '111'))),
      ],
    ),
    [identity('a')],
  );
  expect(await take(3)).toContain('now a 111');
  expect(watches(server.received).map(({ query }) => query['resourceVersion'])).toEqual(['100', '110']);
  expect(server.received).toHaveLength(3);
});

it.each([
  ['is cut', cut],
  ['ends in the middle of a line', ending('{"type":"MODIF')],
  ['is too old', () => status(410, 'Expired', 'too old resource version')],
  ['becomes too old', stream(line('ERROR', expired))],
  ['makes no sense', stream('not json\n')],
  ['fails', stream(line('ERROR', { kind: 'Status', code: 500, message: 'etcd' }))],
  ['is answered by something else', () => ({ text: '<html>', headers: { 'content-type': 'text/html' } })],
])('lists again after a pause when a watch %s', async (_, broken) => {
  const { server, take, pauses } = await follower(
    plays(
      [list([at('a', '1')]), list([at('a', '2')], { resourceVersion: '200' })],
      [broken, stream(line('MODIFIED', at('a', '201')))],
    ),
    [identity('a')],
  );
  expect(await take(3)).toEqual(['now a 1', 'now a 2', 'now a 201']);
  expect(pauses).toEqual([1000]);
  expect(server.received).toHaveLength(4);
});

it('reads the list each second when watching is forbidden', async () => {
  const { server, take, pauses } = await follower(
    plays([list([at('a', '1')]), list([at('a', '1')]), list([at('a', '2')])], [() => forbidden]),
    [identity('a')],
  );
  expect(await take(2)).toEqual(['now a 1', 'now a 2']);
  expect(watches(server.received)).toHaveLength(1);
  expect(pauses.slice(0, 1)).toEqual([1000]);
});

it('reads each workload when lists are forbidden, too', async () => {
  let version = 0;
  const { server, take } = await follower(
    ({ path }) =>
      path.endsWith('deployments')
        ? forbidden
        : { body: at(path.split('/').at(-1) ?? '', String(++version)) },
    [identity('a'), identity('b')],
  );
  const told = await take(4);
  expect(told.filter((each) => each.startsWith('now a'))).toHaveLength(2);
  expect(server.requests().filter((each) => each.endsWith('/deployments'))).toHaveLength(2);
});

it('stops when nothing at all may be read', async () => {
  const { take } = await follower(() => forbidden, [identity('a')]);
  expect(await failureOf(take(1))).toBeInstanceOf(ForbiddenError);
});

it.each([
  ['is gone from the beginning', plays([list([])], [stream()]), ['deleted a']],
  ['is another from the beginning', plays([list([at('a', '1', 'new')])], [stream()]), ['deleted a']],
  [
    'is deleted',
    plays([list([at('a', '1')])], [stream(line('DELETED', at('a', '2')))]),
    ['now a 1', 'deleted a'],
  ],
  [
    'is made anew',
    plays([list([at('a', '1')])], [stream(line('ADDED', at('a', '2', 'new')))]),
    ['now a 1', 'deleted a'],
  ],
  [
    'is gone while nobody watched',
    plays([list([at('a', '1')]), list([])], [cut, stream()]),
    ['now a 1', 'deleted a'],
  ],
])('tells once that a workload %s', async (_, script, told) => {
  const { take } = await follower(script, [identity('a')]);
  expect(await take(told.length)).toEqual(told);
});

it('gives up when nothing but failures came for longer than its patience', async () => {
  let isGone = false;
  const { take, pauses } = await follower(
    (request, response) => {
      if (isGone) return cut(response);
      if (request.query['watch'] !== 'true') return list([at('a', '1')]);
      isGone = true;
      return cut(response);
    },
    [identity('a')],
    5_000,
  );
  const error = await failureOf(take(2));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toMatch(
    /^Can't reach http:.* to list the deployments in the namespace exchange-dev: the connection was cut/,
  );
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(5_000);
});

it('ends with the signal, and closes its watch', async () => {
  let closed = false;
  const { events, stop } = await follower(
    plays(
      [list([at('a', '1')])],
      [
        (response) => {
          response.once('close', () => {
            closed = true;
          });
          return stream()(response);
        },
      ],
    ),
    [identity('a')],
  );
  const told: string[] = [];
  for await (const event of events) {
    told.push(say(event));
    setTimeout(() => stop.abort(), 50);
  }
  expect(told).toEqual(['now a 1']);
  await expect.poll(() => closed).toBe(true);
});

it('keeps the newest state for somebody who is slow', async () => {
  const changes = Array.from({ length: 500 }, (_, nth) => line('MODIFIED', at('a', String(nth + 101))));
  const { events } = await follower(plays([list([at('a', '1')])], [stream(...changes)]), [identity('a')]);
  let count = 0;
  for await (const event of events) {
    count += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (say(event) === 'now a 600') break;
  }
  expect(count).toBeLessThan(10);
});
