import { expect, test } from 'vitest';
import { planned, record, type Scene } from './planned.js';
import type { Draft } from './thing.js';

const api: Draft = { kind: 'ecs', name: 'api', size: { desired: 3 } };
const shop: Draft = { kind: 'rds', name: 'shop' };
const kafka: Draft = { kind: 'ec2', name: 'kafka' };
const on = record('state=on');

function sorted(direction: 'sleep' | 'wake', drafts: readonly Draft[], scene: Scene = {}) {
  const { changes, refusals } = planned(direction, drafts, scene);
  return { changed: changes.map(({ name }) => name), refused: refusals.map(({ name }) => name) };
}

test('what an application uses is not stopped under it when the application is refused', () => {
  const never: Draft = { ...api, never: 'it is protected' };
  expect(sorted('sleep', [never, shop, kafka])).toEqual({
    changed: [],
    refused: ['ecs api', 'rds shop', 'ec2 kafka'],
  });
  const plan = planned('sleep', [never, shop]);
  expect(plan.refusals[1]?.reason).toBe(
    'ecs api goes before it, and is refused: name this one to put it to sleep all the same, or say skip: true of the other',
  );
});

test('what goes before, at the same time, or is named goes ahead', () => {
  const never: Draft = { ...shop, never: 'it has read replicas' };
  const other: Draft = { kind: 'rds', name: 'other' };
  expect(sorted('sleep', [api, never, other, kafka])).toEqual({
    changed: ['ecs api', 'rds other'],
    refused: ['rds shop', 'ec2 kafka'],
  });
  expect(sorted('sleep', [api, never, kafka], { wish: { names: ['kafka', 'shop'] } })).toEqual({
    changed: ['ec2 kafka'],
    refused: ['rds shop'],
  });
});

test('a refusal of what is at 0 already holds nothing back', () => {
  const unknown: Draft = { ...api, isOff: true };
  expect(sorted('sleep', [unknown, shop])).toEqual({ changed: ['rds shop'], refused: ['ecs api'] });
});

test('an application does not wake before what it uses', () => {
  const asleep: readonly Draft[] = [
    { ...api, isOff: true, record: record('desired=3') },
    { ...shop, isOff: true, record: on },
    { ...kafka, isOff: true, record: 'garbage' },
  ];
  expect(sorted('wake', asleep)).toEqual({ changed: ['rds shop'], refused: ['ecs api', 'ec2 kafka'] });
});
