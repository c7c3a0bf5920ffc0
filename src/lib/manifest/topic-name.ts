const longest = 249;

/**
 * What is wrong with a topic's name, or undefined when Kafka accepts it.
 * @see org.apache.kafka.common.internals.Topic.validate
 */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'a topic needs a name';
  if (name === '.' || name === '..') return `a topic can't be called "${name}"`;
  if (name.length > longest) return `the name has ${name.length} characters, at most ${longest} are allowed`;
  const stranger = /[^A-Za-z0-9._-]/u.exec(name)?.[0];
  if (stranger === undefined) return undefined;
  return `"${stranger}" can't stand in a topic's name: letters, digits, ".", "_" and "-" can`;
}

/** Topics of the systems themselves, which no manifest and no flag touches: `__consumer_offsets`, `_schemas`, Redpanda's. */
export function isInternalName(name: string): boolean {
  return name === '_schemas' || ['__', '_redpanda', '_confluent-'].some((prefix) => name.startsWith(prefix));
}

/** Equal for names that collide: metrics can't tell `.` from `_`, so Kafka refuses `a.b` beside `a_b`. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_');
}
