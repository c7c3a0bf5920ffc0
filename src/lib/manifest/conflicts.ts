import type { Problem } from '../yaml/problem.js';
import type { DeclaredTopic } from './read-manifest.js';
import { collisionKey } from './topic-name.js';

/** Topics of all files that can't be declared beside each other: the same name twice, or names that collide. */
export function conflicts(declared: readonly DeclaredTopic[]): Problem[] {
  const first = new Map<string, DeclaredTopic>();
  return declared.flatMap((later) => {
    const key = collisionKey(later.topic.name);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, later);
      return [];
    }
    const place = `${earlier.file}:${earlier.line}`;
    return [
      later.complaint(
        earlier.topic.name === later.topic.name
          ? `"${later.topic.name}" is declared already, at ${place}`
          : `"${later.topic.name}" collides with "${earlier.topic.name}" (${place}): Kafka can't tell "." from "_" here`,
      ),
    ];
  });
}
