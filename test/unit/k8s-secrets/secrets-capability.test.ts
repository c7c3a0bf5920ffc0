import { describe, expect, test } from 'vitest';
import { addToHistory, historyAnnotation, readHistory } from '../../../src/lib/bootstrap/history.js';
import { type Outcome, outcomeOf } from '../../../src/lib/change/outcome.js';
import {
  ForbiddenError,
  InvalidError,
  UncertainError,
  UnreachableError,
} from '../../../src/lib/k8s/errors.js';
import type { WantedSecrets } from '../../../src/lib/k8s-secrets/model.js';
import { secretsCapability } from '../../../src/lib/k8s-secrets/secrets-capability.js';
import { wantedOf, worldOf } from './world.js';

const signal = new AbortController().signal;
const update = () => {};

/** Observes, plans, applies and verifies; `between` is what happens before the plan is applied. */
async function synced(
  { kubernetes }: ReturnType<typeof worldOf>,
  wanted: WantedSecrets,
  { between = () => {}, stop = signal }: { between?: () => void; stop?: AbortSignal } = {},
) {
  const capability = secretsCapability(kubernetes, wanted);
  const plan = capability.plan(await capability.observe({ update, signal }));
  between();
  const applied: Outcome[] = [];
  await capability.apply(plan, { update, signal: stop, tell: () => {}, report: (one) => applied.push(one) });
  return { plan, applied, verified: await capability.verify(plan, applied, { update, signal }) };
}

const db = { kind: 'secret', name: 'db' };
const wanted = wantedOf({ db: { PASSWORD: 'hunter3' } });
const before = { db: { data: { PASSWORD: 'hunter2', MINE: 'kept' } } };

describe('what is done', () => {
  test('a patch, tried first and read back after', async () => {
    const world = worldOf({ secrets: before });
    const { verified } = await synced(world, wanted);
    expect(verified).toEqual([outcomeOf(db, 'done')]);
    expect(world.store.get('db')?.data).toEqual({ PASSWORD: 'hunter3', MINE: 'kept' });
    expect(
      world.calls.map(({ verb, name, dryRun }) => `${verb} ${name}${dryRun ? ' (dry run)' : ''}`),
    ).toEqual(['look namespace', 'read db', 'patch db (dry run)', 'patch db', 'read db']);
  });

  test('nothing at all the second time', async () => {
    const world = worldOf({ secrets: before });
    await synced(world, wanted);
    world.calls.length = 0;
    const { plan } = await synced(world, wanted);
    expect(plan).toMatchObject({ changes: [], unchanged: 1 });
    expect(world.calls.map(({ verb }) => verb)).toEqual(['look', 'read']);
  });

  test('a namespace, and what could not be tried in it', async () => {
    const world = worldOf({ namespaceExists: false });
    const { verified } = await synced(world, { ...wanted, createNamespace: true });
    expect(verified.map(({ kind, status }) => [kind, status])).toEqual([
      ['namespace', 'done'],
      ['secret', 'done'],
    ]);
    expect(world.calls.filter(({ dryRun }) => dryRun).map(({ name }) => name)).toEqual(['namespace']);
    expect(world.store.get('db')?.data).toEqual({ PASSWORD: 'hunter3' });
  });

  test('nothing new after an interruption', async () => {
    const world = worldOf({ secrets: before });
    const { applied } = await synced(world, wanted, { stop: AbortSignal.abort() });
    expect(applied).toEqual([]);
    expect(world.store.get('db')?.data).toMatchObject({ PASSWORD: 'hunter2' });
  });
});

describe('what is noted', () => {
  const bootstrap = [{ secret: 'db', key: 'SERVERS' }];
  const wantedServers = wantedOf({ db: { SERVERS: 'new:9092', PASSWORD: 'hunter3' } }, { bootstrap });
  const note = { at: '1970-01-01T00:00:00.000Z', by: 'kim', value: 'new:9092', isOthers: true };
  const historyOf = ({ store }: ReturnType<typeof worldOf>) =>
    readHistory(store.get('db')?.annotations?.[historyAnnotation]);

  test('a change of bootstrap servers, and of nothing else', async () => {
    const data = { SERVERS: 'old:9092', PASSWORD: 'hunter2' };
    const world = worldOf({ secrets: { db: { data, annotations: { team: 'exchange' } } } });
    await synced(world, wantedServers);
    expect(historyOf(world)).toEqual(new Map([['SERVERS', [{ ...note, before: 'old:9092' }]]]));
    expect(world.store.get('db')?.annotations).toMatchObject({ team: 'exchange' });
  });

  test('after what was noted before', async () => {
    const earlier = { at: '1969-12-31T00:00:00.000Z', by: 'lee', value: 'old:9092', before: null };
    const annotations = { [historyAnnotation]: addToHistory(undefined, 'SERVERS', earlier) };
    const world = worldOf({ secrets: { db: { data: { SERVERS: 'old:9092' }, annotations } } });
    await synced(world, wantedServers);
    const history = historyOf(world);
    expect('problem' in history ? history : history.get('SERVERS')).toEqual([
      earlier,
      { ...note, before: 'old:9092' },
    ]);
  });

  test('a secret that is made', async () => {
    const world = worldOf();
    await synced(world, wantedServers);
    expect(historyOf(world)).toEqual(new Map([['SERVERS', [{ ...note, before: null }]]]));
  });

  test('nothing where the servers stay, or nobody calls them so', async () => {
    const same = worldOf({ secrets: { db: { data: { SERVERS: 'new:9092', PASSWORD: 'hunter2' } } } });
    await synced(same, wantedServers);
    const unnamed = worldOf();
    await synced(unnamed, { ...wantedServers, bootstrap: [{ secret: 'other', key: 'SERVERS' }] });
    for (const { store } of [same, unnamed])
      expect(store.get('db')).toMatchObject({ annotations: {}, data: { PASSWORD: 'hunter3' } });
  });
});

describe('what is not', () => {
  test('over what somebody else wrote meanwhile', async () => {
    const world = worldOf({ secrets: before });
    const theirs = { data: { PASSWORD: 'theirs' }, resourceVersion: '9' };
    const { verified } = await synced(world, wanted, { between: () => world.store.set('db', theirs) });
    const reason = 'somebody changed it since the plan was made';
    expect(verified).toEqual([outcomeOf(db, 'failed', { reason })]);
    expect(world.store.get('db')).toEqual(theirs);
  });

  test('to what was deleted, or made, meanwhile', async () => {
    const deleted = worldOf({ secrets: before });
    const gone = await synced(deleted, wanted, { between: () => deleted.store.delete('db') });
    expect(gone.verified).toEqual([
      outcomeOf(db, 'failed', { reason: 'it was deleted since the plan was made' }),
    ]);
    const made = worldOf();
    const there = await synced(made, wanted, { between: () => made.store.set('db', {}) });
    expect(there.verified).toEqual([
      outcomeOf(db, 'failed', { reason: 'somebody made it since the plan was made' }),
    ]);
  });

  test('a secret that may not be read, while the others go on', async () => {
    const world = worldOf({
      before: ({ verb, name }) => {
        if (verb === 'read' && name === 'hidden') throw new ForbiddenError('not yours');
      },
    });
    const { plan, verified } = await synced(world, wantedOf({ hidden: { A: 'x' }, db: { A: 'x' } }));
    expect(plan.refusals).toMatchObject([{ kind: 'secret', name: 'hidden', access: true }]);
    expect(verified).toEqual([outcomeOf(db, 'done')]);
  });

  test('what the server refuses beforehand', async () => {
    const world = worldOf({
      secrets: before,
      before: ({ dryRun }) => {
        if (dryRun) throw new InvalidError([], 'a policy says no');
      },
    });
    const { plan, applied } = await synced(world, wanted);
    expect(plan).toMatchObject({ changes: [], refusals: [{ ...db, reason: 'a policy says no' }] });
    expect(applied).toEqual([]);
  });

  test('anything, when the server does not answer', async () => {
    const world = worldOf({
      secrets: before,
      before: ({ dryRun }) => {
        if (dryRun) throw new UnreachableError('nobody there');
      },
    });
    await expect(synced(world, wanted)).rejects.toThrow('nobody there');
  });

  test('without the right to, and that is said', async () => {
    const world = worldOf({
      secrets: before,
      before: ({ verb, dryRun }) => {
        if (verb === 'patch' && !dryRun) throw new ForbiddenError('not yours');
      },
    });
    const { verified } = await synced(world, wanted);
    expect(verified).toEqual([outcomeOf(db, 'failed', { reason: 'not yours', access: true })]);
  });

  test('secrets in a namespace that could not be made', async () => {
    const world = worldOf({
      namespaceExists: false,
      before: ({ verb, name, dryRun }) => {
        if (verb === 'create' && name === 'namespace' && !dryRun) throw new ForbiddenError('not yours');
      },
    });
    const { applied } = await synced(world, { ...wanted, createNamespace: true });
    expect(applied.map(({ kind, status }) => [kind, status])).toEqual([['namespace', 'failed']]);
    expect(world.store.size).toBe(0);
  });
});

describe('a write whose answer was lost', () => {
  const lost = new UncertainError('the connection broke');
  const isWrite = ({ verb, dryRun }: { verb: string; dryRun: boolean }) =>
    (verb === 'patch' || verb === 'create') && !dryRun;

  test('is done when it is there', async () => {
    const world = worldOf({
      secrets: before,
      after: (call) => {
        if (isWrite(call)) throw lost;
      },
    });
    const { applied, verified } = await synced(world, wanted);
    expect(applied).toEqual([outcomeOf(db, 'unknown', { reason: 'the connection broke' })]);
    expect(verified).toEqual([outcomeOf(db, 'done')]);
  });

  test.each([[before], [{}]])('failed when all is as before', async (secrets) => {
    const world = worldOf({
      secrets,
      before: (call) => {
        if (isWrite(call)) throw lost;
      },
    });
    const { verified } = await synced(world, wanted);
    expect(verified).toEqual([outcomeOf(db, 'failed', { reason: 'the connection broke' })]);
  });

  test('stays unknown when something else is there', async () => {
    const world = worldOf({
      secrets: before,
      before: (call, store) => {
        if (!isWrite(call)) return;
        store.set('db', { data: { PASSWORD: 'theirs' }, resourceVersion: '9' });
        throw lost;
      },
    });
    const { verified } = await synced(world, wanted);
    expect(verified).toEqual([outcomeOf(db, 'unknown', { reason: 'the connection broke' })]);
  });
});

test('what was accepted and is another value by now is not called done', async () => {
  const world = worldOf({
    secrets: before,
    after: ({ dryRun }, store) => {
      if (!dryRun) store.set('db', { data: { PASSWORD: 'theirs' }, resourceVersion: '9' });
    },
  });
  const { verified } = await synced(world, wanted);
  const reason = 'accepted, and it holds another value now: somebody wrote it again';
  expect(verified).toEqual([outcomeOf(db, 'unknown', { reason })]);
});
