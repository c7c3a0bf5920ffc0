import { expect, inject, test } from 'vitest';
import type { ApplyEvent } from '../../../src/lib/change/capability.js';
import type { Outcome } from '../../../src/lib/change/outcome.js';
import { deleteCapability } from '../../../src/lib/groups/delete-capability.js';
import { resetCapability } from '../../../src/lib/groups/reset/reset-capability.js';
import { run } from '../../run.js';
import { commit, openSession } from './commit.js';
import { startConsumer } from './java-consumer.js';

const { bootstrap } = inject('kafka');
const at = `--brokers ${bootstrap}`;

test.each([
  ['classic', []],
  ['consumer', ['group.protocol=consumer']],
] as const)(
  'the broker refuses a group of the %s protocol whose members came after the plan',
  async (type, settings) => {
    const name = `guard-${type}`;
    await run(`topics sync - --yes ${at}`, {
      input: `version: 1\ntopics:\n  ${name}: { partitions: 1, replicationFactor: 1 }\n`,
    });
    await commit(bootstrap, { [name]: [[name, 0, 0n]] });
    const session = openSession(bootstrap);
    try {
      const kept: string[] = [];
      const access = {
        client: session,
        clock: { sleep: async () => {} },
        clusterId: undefined,
        keep: async (_group: string, text: string) => {
          kept.push(text);
          return 'FILE';
        },
        undo: () => 'UNDO',
      };
      const outcomes: Outcome[] = [];
      const told: ApplyEvent[] = [];
      const work = {
        ...{ update: () => {}, signal: new AbortController().signal },
        ...{ tell: (event: ApplyEvent) => told.push(event), report: (one: Outcome) => outcomes.push(one) },
      };
      const offsets = [{ name, partition: 0, offset: 5n }];
      const reset = resetCapability(access, { group: name, topics: [], to: { kind: 'file', offsets } });
      const deletion = deleteCapability(access, [name]);
      const plan = reset.plan(await reset.observe(work));
      const deleting = deletion.plan(await deletion.observe(work));
      expect([plan.changes.length, deleting.changes.length]).toEqual([1, 1]);

      await startConsumer({ bootstrap, topic: name, group: name, settings });
      const state = async () => (await run(`groups list ${name} ${at}`)).stdout;
      while (!(await state()).includes('\tStable\t1\t'))
        await new Promise((resolve) => setTimeout(resolve, 200));

      await reset.apply(plan, work);
      await deletion.apply(deleting, work);
      expect(outcomes).toEqual([
        {
          ...{ kind: 'topic', name, status: 'failed', kept: 'FILE' },
          reason: 'the group is running, and its broker refused it (UNKNOWN_MEMBER_ID)',
        },
        {
          ...{ kind: 'group', name, status: 'failed', kept: 'FILE' },
          reason: 'the group is running, and its broker refused it (NON_EMPTY_GROUP)',
        },
      ]);
      expect(kept).toEqual([`${name} 0 0\n`, `${name} 0 0\n`]);
      expect(told.map(({ text }) => text)).toEqual([
        'offsets as they were: FILE\nundo: UNDO',
        'offsets as they were: FILE\nundo: UNDO',
      ]);
      expect(await reset.verify(plan, outcomes.slice(0, 1), work)).toEqual(outcomes.slice(0, 1));
    } finally {
      session.close();
    }
  },
);
