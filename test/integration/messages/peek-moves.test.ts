import { expect, test } from 'vitest';
import { startCluster } from '../../lab/kafka/cluster.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';
import { kcat } from './kcat.js';

test('a broker that dies: its replicated partitions go on, one without a leader is skipped and named', async () => {
  const cluster = await startCluster({ brokers: 3 });
  try {
    const [, , last] = cluster.brokers;
    const survivors = cluster.brokers.slice(0, 2).map(({ bootstrap }) => bootstrap);
    const at = `--brokers ${survivors.join(',')}`;
    const create = (name: string, assignment: string) =>
      kafkaTool(survivors[0] ?? '', 'topics', [
        ...['--create', '--topic', name, '--replica-assignment', assignment],
      ]);
    await create('moves', '3:1,1:2');
    await create('alone', '3,1');
    for (const name of ['moves', 'alone'])
      for (const partition of ['0', '1'])
        await kcat(['-P', '-b', cluster.bootstrap, '-t', name, '-p', partition], `${partition}\n`);
    const following = run(`messages peek moves --from start --follow --limit 4 ${at}`);
    await last?.kill();
    for (const partition of ['0', '1'])
      await expect
        .poll(
          () =>
            kcat(
              ['-P', '-b', survivors.join(','), '-t', 'moves', '-p', partition],
              `${partition} again\n`,
            ).then(
              () => 'written',
              () => 'not yet',
            ),
          { timeout: 40_000 },
        )
        .toBe('written');
    const { code, stdout } = await following;
    const values = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).value);
    expect({ code, values: values.sort() }).toEqual({ code: 0, values: ['0', '0 again', '1', '1 again'] });
    const skipped = await run(`messages peek alone --from start ${at}`);
    expect(skipped.code).toBe(1);
    expect(skipped.stderr).toContain('Partition 0: skipped, it has no leader.\n');
    expect(JSON.parse(skipped.stdout)).toMatchObject({ partition: 1, value: '1' });
  } finally {
    await cluster.stop();
  }
}, 150_000);
