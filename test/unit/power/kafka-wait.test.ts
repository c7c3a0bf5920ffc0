import { describe, expect, test } from 'vitest';
import { ExopsError, UsageError } from '../../../src/lib/errors.js';
import type { KafkaLook } from '../../../src/lib/power/kafka.js';
import { play, said } from './play.js';
import { api, asleep, kafka, minute, shop, writes } from './small-shop.js';
import type { Draft } from './thing.js';
import { World } from './world.js';

describe('Kafka', () => {
  const broker = (answers: readonly (number | Error)[]): KafkaLook & { readonly asked: number[] } => {
    const left = [...answers];
    const asked: number[] = [];
    return {
      ...{ isMsk: false, hosts: ['10.0.11.8'], via: undefined, asked },
      health: async () => ({ behind: [{ group: 'mail', records: 3n }], underReplicated: [] }),
      brokers: async () => {
        asked.push(1);
        const answer = left.length > 1 ? left.shift() : left[0];
        if (answer instanceof Error) throw answer;
        return answer ?? 0;
      },
    };
  };

  test('is asked until it answers, before what uses it is woken', async () => {
    const world = await asleep([kafka, api]);
    const look = broker([new ExopsError('refused'), new ExopsError('refused'), 1]);
    const { outcomes, calls } = await play(world, 'wake', { kafka: look });
    expect(look.asked).toHaveLength(3);
    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(writes(calls)).toEqual(['wake kafka', 'setRecord kafka', 'wake api', 'setRecord api']);
  });

  test('that does not answer keeps the rest asleep, and its record', async () => {
    const world = await asleep([kafka, api]);
    const look = broker([new ExopsError('nobody at 10.0.11.8:9092')]);
    const { outcomes } = await play(world, 'wake', { kafka: look, patienceMs: 10 * minute });
    expect(said(outcomes)).toEqual([
      'ec2 kafka: unknown, it is running, but Kafka does not answer after 10 min 0 s: nobody at 10.0.11.8:9092',
      'ecs api: not tried',
    ]);
    expect(world.thing('kafka').tag).toBeDefined();
    const again = await play(world, 'wake', { kafka: broker([1]) });
    expect(again.outcomes.map(({ status }) => status)).toEqual(['done', 'done']);
  });

  test('is not asked when nothing of it was woken', async () => {
    const world = await asleep([{ ...kafka, addresses: ['10.0.9.9'] }, api]);
    const look = broker([new ExopsError('never')]);
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect([look.asked.length, outcomes.map(({ status }) => status)]).toEqual([0, ['done', 'done']]);
  });

  test('whose addresses are not known yet may be on any instance, and one answer is enough', async () => {
    const world = await asleep([kafka, { ...kafka, name: 'bastion' }, api]);
    const look = { ...broker([new ExopsError('refused'), 1]), hosts: undefined };
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect([look.asked.length, outcomes.map(({ status }) => status)]).toEqual([2, ['done', 'done', 'done']]);
  });

  test('that exops.yaml leads nowhere to is not waited for long', async () => {
    const world = await asleep([kafka, api]);
    const look = broker([new UsageError('its brokers have no addresses yet')]);
    const before = world.clock.now();
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect(said(outcomes)).toEqual([
      'ec2 kafka: unknown, it is running, but its brokers have no addresses yet',
      'ecs api: not tried',
    ]);
    expect(world.clock.now() - before).toBeLessThan(4 * minute);
  });

  test('waits for as many brokers as were woken', async () => {
    const brokers = ['10.0.11.8', '10.0.12.8'].map(
      (address, index): Draft => ({
        ...kafka,
        name: `kafka-${index}`,
        addresses: [address],
      }),
    );
    const world = await asleep(brokers);
    const look = { ...broker([1, 1, 2]), hosts: ['10.0.11.8', '10.0.12.8'] };
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect([look.asked.length, outcomes.map(({ status }) => status)]).toEqual([3, ['done', 'done']]);
  });

  test('is looked at before a sleep', async () => {
    const { plan } = await play(new World([shop]), 'sleep', { kafka: broker([1]) });
    expect(plan?.notices).toEqual([{ kind: 'lag', text: '1 consumer group behind', names: ['mail by 3'] }]);
  });

  test('is not looked at where nothing is awake', async () => {
    const world = await asleep([shop]);
    const { plan } = await play(world, 'sleep', { kafka: broker([1]) });
    expect(plan?.notices.map(({ kind }) => kind)).toEqual(['asleep']);
  });
});
