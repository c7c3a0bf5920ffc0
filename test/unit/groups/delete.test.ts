import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/lib/change/outcome.js';
import { UsageError } from '../../../src/lib/errors.js';
import { deleteCapability } from '../../../src/lib/groups/delete-capability.js';
import { deleteGroups } from '../../../src/lib/kafka/requests/delete-groups.js';
import { describeGroups } from '../../../src/lib/kafka/requests/describe-groups.js';
import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { type GroupOffsets, offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { brokers } from '../topics/builders.js';
import { metadataOf, refused } from '../topics/io/answers.js';
import { ScriptedClient } from '../topics/io/scripted-client.js';

const listed = (...ids: readonly string[]) => ({
  error: undefined,
  groups: ids.map((id) => ({ id, protocolType: 'consumer', state: 'Empty', type: 'Classic' })),
});
const fetched = (group: string, ...offsets: readonly bigint[]): GroupOffsets[] => [
  {
    ...{ group, error: undefined },
    offsets: offsets.map((offset, partition) => ({ name: 'orders', partition, offset })),
  },
];

/** A stopped group with 5 and 6 committed, which is to be deleted. */
function stopped(id = 'g', names: readonly string[] = [id]) {
  const client = new ScriptedClient();
  client.speaks = 8;
  client.always(metadata, metadataOf([], { brokers: brokers(1), clusterId: 'c' }));
  client.always(listGroups, listed(id));
  client.always(describeGroups, ({ groups }) =>
    groups.map((group) => ({
      ...{ group, error: undefined, state: 'Empty', protocolType: 'consumer', protocol: '', members: [] },
    })),
  );
  client.always(offsetFetch, fetched(id, 5n, 6n));
  const [outcomes, done]: [Outcome[], string[]] = [[], []];
  const work = {
    ...{ update: () => {}, signal: new AbortController().signal, tell: () => {} },
    report: (outcome: Outcome) => void outcomes.push(outcome),
  };
  const keep = async (group: string, text: string) => {
    done.push(`keep ${group} ${text}`);
    return 'FILE';
  };
  const deletion = deleteCapability(
    { client, clusterId: undefined, keep, undo: () => '', clock: { sleep: async () => {} } },
    names,
  );
  const plan = async () => deletion.plan(await deletion.observe(work));
  const deleted = () => {
    done.push('delete');
    return [{ group: id, error: undefined }];
  };
  return { client, deletion, work, outcomes, done, plan, deleted };
}

test('a group is deleted after its offsets as they are by then are kept, and is gone', async () => {
  const { client, deletion, work, outcomes, done, plan, deleted } = stopped();
  const shown = await plan();
  client.once(deleteGroups, deleted);
  await deletion.apply(shown, work);
  expect(done).toEqual(['keep g orders 0 5\norders 1 6\n', 'delete']);
  client.once(listGroups, listed());
  expect(await deletion.verify(shown, outcomes, work)).toEqual([
    { kind: 'group', name: 'g', status: 'done', kept: 'FILE' },
  ]);
});

test('a group that is still there is not called deleted, and its file is named all the same', async () => {
  const { client, deletion, work, outcomes, plan, deleted } = stopped();
  const shown = await plan();
  client.once(deleteGroups, deleted);
  await deletion.apply(shown, work);
  expect(await deletion.verify(shown, outcomes, work)).toEqual([
    { kind: 'group', name: 'g', status: 'unknown', reason: 'accepted, but it is there', kept: 'FILE' },
  ]);
});

describe('what came since the plan', () => {
  test.each([
    ['a later offset', [5n, 9n]],
    ['an offset more', [5n, 6n, 1n]],
    ['an offset less', [5n]],
  ])('%s is left as it is', async (_, offsets) => {
    const { client, deletion, work, outcomes, done, plan } = stopped();
    const shown = await plan();
    client.once(offsetFetch, fetched('g', ...offsets));
    await deletion.apply(shown, work);
    const reason = 'somebody committed other offsets since the plan was made';
    expect([outcomes, done]).toEqual([[{ kind: 'group', name: 'g', status: 'failed', reason }], []]);
  });

  test('another one who deleted it leaves nothing to lose', async () => {
    const { client, deletion, work, outcomes, done, plan } = stopped();
    const shown = await plan();
    client.once(offsetFetch, fetched('g'));
    client.once(deleteGroups, [{ group: 'g', error: refused('groupIdNotFound') }]);
    await deletion.apply(shown, work);
    expect(outcomes).toEqual([{ kind: 'group', name: 'g', status: 'done', kept: 'FILE' }]);
    expect(done).toEqual(['keep g orders 0 5\norders 1 6\n']);
  });

  test('another coordinator is the one that is asked', async () => {
    const { client, deletion, work, plan, deleted } = stopped();
    const shown = await plan();
    client.once(offsetFetch, [{ group: 'g', error: refused('notCoordinator'), offsets: [] }]);
    client.once(findCoordinator, { broker: 2, error: undefined }).once(deleteGroups, deleted);
    await deletion.apply(shown, work);
    expect(client.brokers(deleteGroups)).toEqual([2]);
  });
});

describe('a coordinator that leaves the group out of its answer', () => {
  const said = 'its coordinator says nothing of it (UNKNOWN_SERVER_ERROR)';

  test('has not said that nothing is committed', async () => {
    const { client, plan } = stopped();
    client.once(offsetFetch, []);
    expect(await plan()).toMatchObject({
      changes: [],
      refusals: [{ kind: 'group', name: 'g', reason: `it can't be read: ${said}` }],
    });
  });

  test('keeps it from being deleted at the last moment, too', async () => {
    const { client, deletion, work, outcomes, done, plan } = stopped();
    const shown = await plan();
    client.once(offsetFetch, []);
    await deletion.apply(shown, work);
    expect([outcomes, done]).toEqual([[{ kind: 'group', name: 'g', status: 'failed', reason: said }], []]);
  });

  test('is not asked about what commits no offsets', async () => {
    const { client, deletion, work, done, plan, deleted } = stopped();
    const groups = [{ id: 'g', protocolType: 'connect', state: 'Empty', type: 'Classic' }];
    client.always(listGroups, { error: undefined, groups });
    const shown = await plan();
    client.once(deleteGroups, deleted);
    await deletion.apply(shown, work);
    expect([done, client.of(offsetFetch)]).toEqual([['delete'], []]);
  });
});

describe('what looks like a pattern', () => {
  test.each(['gt*', 'g?'])('is refused where no group is called %s', async (name) => {
    const { plan } = stopped('gt1', ['gt1', name]);
    const error = await plan().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      message: `"${name}" is a pattern: this command takes full names only.`,
      hint: 'No group is called so, or there is no right to see it. See: exops groups list',
    });
  });

  test('is a name where a group is called so', async () => {
    const { plan } = stopped('gt*');
    expect((await plan()).changes.map(({ name }) => name)).toEqual(['gt*']);
  });
});
