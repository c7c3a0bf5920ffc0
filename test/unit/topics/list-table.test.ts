import { expect, test } from 'vitest';
import { topicColumns } from '../../../src/commands/topics/list.run.js';
import { alignedLines } from '../../../src/lib/terminal/table.js';
import { textWidth } from '../../../src/lib/terminal/text-width.js';
import type { TopicView } from '../../../src/lib/topics/read-topics.js';

const view = (name: string, other: Partial<TopicView> = {}): TopicView => ({
  ...{ name, internal: false, error: undefined, partitions: [], replicationFactor: 3 },
  ...{ offline: 0, underReplicated: 0, ...other },
});

test('a long name leaves room for what is known of each topic', () => {
  const lines = alignedLines(topicColumns, [view('x'.repeat(64)), view('orders', { offline: 12 })], 80);
  expect(lines[0]).toMatch(/^TOPIC +PARTITIONS {2}FACTOR {2}HEALTH$/);
  expect(lines[1]).toMatch(/^x+…x+ +0 +3 {2}ok$/);
  expect(lines[2]).toMatch(/^orders +0 +3 {2}12 offline$/);
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80);
});
