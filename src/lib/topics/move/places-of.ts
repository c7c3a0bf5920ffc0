import type { ObservedMove } from './model.js';

/** Where replicas are, in a text to compare; of partitions that move, only that they do. */
export function placesOf({ topics, moving = [] }: ObservedMove): string {
  const moves = new Set(moving.map(({ name, partition }) => `${partition} ${name}`));
  const placeOf = (name: string, { id, replicas }: ObservedMove['topics'][number]['partitions'][number]) =>
    moves.has(`${id} ${name}`) ? 'moves' : replicas.join(',');
  return JSON.stringify(
    topics.map(({ name, partitions }) => [name, ...partitions.map((one) => placeOf(name, one))]),
  );
}
