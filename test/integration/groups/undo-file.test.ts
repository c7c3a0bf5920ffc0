import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { runCommand } from '../../lab/run-command.js';
import { findCommand } from '../../lab/ssh/debian-packages.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';
import { run } from '../../run.js';
import { commit } from './commit.js';

const { bootstrap } = inject('kafka');
const at = `--brokers ${bootstrap}`;
const rpk = process.env['EXOPS_LAB_RPK'] ?? findCommand('rpk');

/** By rpk where this machine has it; else by Kafka's own tool, from the same columns with commas between them. */
async function setOffsets(group: string, file: string): Promise<void> {
  if (rpk !== undefined) {
    await runCommand(rpk, ['group', 'seek', group, '--to-file', file, '-X', `brokers=${bootstrap}`]);
    return;
  }
  const lines = (await readFile(file, 'utf8')).replaceAll(' ', ',');
  await writeFile(`${file}.csv`, lines);
  const reset = ['--reset-offsets', '--group', group, '--from-file', `${file}.csv`, '--execute'];
  await kafkaTool(bootstrap, 'consumer-groups', reset);
}

test('another tool undoes a reset from the file that was left', async () => {
  const topics = ['undo.orders', 'undo.users-2'];
  const state = await temporaryFolder();
  onTestFinished(() => state.remove());
  const env = { EXOPS_STATE_DIR: state.path };
  await run(`topics create ${topics.join(' ')} --partitions 2 --replication-factor 1 --yes ${at}`);
  for (const topic of topics) {
    const records = Array.from({ length: 40 }, (_, index) => `${index}\tv\n`).join('');
    await kafkaTool(bootstrap, 'console-producer', ['--topic', topic, '--property', 'parse.key=true'], {
      input: records,
    });
  }
  await commit(bootstrap, {
    undo: topics.flatMap((topic) => [[topic, 0, 7n] as const, [topic, 1, 11n] as const]),
  });
  const committed = async () =>
    (await run(`groups lag undo --by partition ${at}`)).stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t').slice(1, 4).join(' '))
      .sort();
  const before = await committed();
  expect((await run(`groups reset undo --to earliest --yes ${at}`, { env })).code).toBe(0);
  expect(await committed()).toEqual(before.map((line) => line.replace(/\d+$/, '0')));
  const [name = ''] = await readdir(join(state.path, 'offsets'));
  await setOffsets('undo', join(state.path, 'offsets', name));
  expect(await committed()).toEqual(before);
  expect(before).toHaveLength(4);
});
