import { describe, expect, inject, test } from 'vitest';
import { formatCount } from '../../../src/lib/terminal/plural.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';
import { kcat, kcatAborted } from './kcat.js';

const { bootstrap } = inject('kafka');
const at = `--brokers ${bootstrap}`;

async function topic(name: string, spec = '{ partitions: 1 }'): Promise<string> {
  const { code, stderr } = await run(`topics sync - --yes ${at}`, {
    input: `version: 1\ndefaults: { replicationFactor: 1 }\ntopics:\n  ${name}: ${spec}\n`,
  });
  if (code !== 0) throw new Error(stderr);
  return name;
}

const write = (name: string, ...more: string[]) => ['-P', '-b', bootstrap, '-t', name, ...more];
const lines = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const valuesOf = (stdout: string) => lines(stdout).map(({ value }) => value);

describe('messages peek', () => {
  test('every codec of kcat and of Java, large batches too', async () => {
    const name = await topic('peek.codecs');
    const many = Array.from(
      { length: 5_000 },
      (_, index) => `${index} ${'words and words '.repeat(index % 7)}`,
    );
    for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd'])
      await kcat(write(name, '-z', codec, '-X', 'linger.ms=100'), many.join('\n'));
    for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'])
      await kafkaTool(bootstrap, 'console-producer', ['--topic', name, '--compression-codec', codec], {
        input: many.join('\n'),
      });
    const { stdout, stderr, code } = await run(`messages peek ${name} --from start ${at}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `kafka · ${bootstrap}\n` });
    expect(valuesOf(stdout)).toEqual(Array(9).fill(many).flat());
    expect(lines(stdout).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 45_000 }, (_, index) => index),
    );
  });

  test('keys, headers, tombstones, bytes and times as they were written', async () => {
    const name = await topic('peek.shapes');
    await kcat(write(name, '-K:', '-Z', '-H', 'a=b', '-H', 'a=', '-H', 'c'), 'k1:v1\nk2:\n:no text\n');
    await kcat(write(name), Buffer.from([0xff, 0x1b, 0x5b, 0x00]));
    const { stdout } = await run(`messages peek ${name} --from start ${at}`);
    const asKcatReadsThem = (
      await kcat(['-C', '-b', bootstrap, '-t', name, '-e', '-q', '-o', 'beginning', '-f', '%o %T %K %S\\n'])
    )
      .trim()
      .split('\n');
    const sizeOf = (text: string | null, encoding?: BufferEncoding) =>
      text === null ? -1 : Buffer.from(text, encoding ?? 'utf8').length;
    expect(
      lines(stdout).map(
        ({ offset, timestamp, key, value, valueEncoding }) =>
          `${offset} ${timestamp} ${sizeOf(key)} ${sizeOf(value, valueEncoding)}`,
      ),
    ).toEqual(asKcatReadsThem);
    expect(lines(stdout)).toMatchObject([
      {
        topic: name,
        partition: 0,
        offset: 0,
        key: 'k1',
        value: 'v1',
        headers: [
          { key: 'a', value: 'b' },
          { key: 'a', value: '' },
          { key: 'c', value: null },
        ],
      },
      { key: 'k2', value: null },
      { value: 'no text' },
      { key: null, value: '/xtbAA==', valueEncoding: 'base64', headers: [] },
    ]);
    const screen = (await run(`messages peek ${name} --last 1 ${at}`, { tty: true })).screen;
    expect(screen).toContain('  hex ff1b5b00\n1 message\n');
  });

  test('aborted transactions are left out, and shown where they are asked for', async () => {
    const name = await topic('peek.transactions');
    const inTransaction = write(name, '-X', `transactional.id=${name}`);
    await kcat(inTransaction, 'committed 1\n');
    const peeked = async (flags = '') =>
      valuesOf((await run(`messages peek ${name} --from start ${flags} ${at}`)).stdout);
    const lost = Array.from({ length: 3_000 }, (_, index) => `aborted ${index} ${'x'.repeat(1_000)}\n`);
    await kcatAborted(
      inTransaction,
      lost.join(''),
      async () => (await peeked('--uncommitted --limit 3')).length === 3,
    );
    // The transaction is open still.
    expect(await peeked()).toEqual(['committed 1']);
    const behind = (await run(`messages peek ${name} --from 2 ${at}`)).stderr;
    const hidden = (await peeked('--uncommitted')).length - 1;
    const words = `Partition 0: ${formatCount(hidden)} offsets are behind an open transaction; --uncommitted shows them.`;
    expect(behind).toBe(`kafka · ${bootstrap}\nNo committed messages there.\n${words}\n`);
    expect((await run(`messages peek ${name} --from start ${at}`)).stderr).toContain(words);
    const uncommitted = await run(`messages peek ${name} --from start --uncommitted ${at}`);
    expect(uncommitted.stderr).toBe(`kafka · ${bootstrap}\n`);
    const beyond = await run(`messages peek ${name} --from 999999 ${at}`);
    expect({ code: beyond.code, said: beyond.stderr.split('\n').slice(1) }).toEqual({
      code: 1,
      said: [`Offset 999999 is out of range: partition 0 has 0 to ${hidden + 1}.`, `  ${words}`, ''],
    });
    await kcat(inTransaction, 'committed 2\n');
    expect(await peeked()).toEqual(['committed 1', 'committed 2']);
    const all: string[] = await peeked('--uncommitted');
    expect(all.filter((value) => !value.startsWith('aborted '))).toEqual(['committed 1', 'committed 2']);
    expect(all.length).toBeGreaterThan(2);
  });

  test('a message larger than the limit of a fetch', async () => {
    const name = await topic('peek.large', '{ partitions: 2, configs: { max.message.bytes: 8MiB } }');
    const large = 'x'.repeat(6 * 1024 * 1024);
    for (const partition of ['0', '1'])
      await kcat(
        write(name, '-p', partition, '-X', 'message.max.bytes=8000000'),
        `before\n${large}\nafter\n`,
      );
    const { stdout } = await run(`messages peek ${name} --from start ${at}`);
    for (const partition of [0, 1])
      expect(
        lines(stdout)
          .filter((message) => message.partition === partition)
          .map(({ value }) => value.length),
      ).toEqual([6, large.length, 5]);
  });

  test('the last of each partition, filtered, limited, from a time', async () => {
    const name = await topic('peek.places', '{ partitions: 3 }');
    for (const partition of ['0', '1', '2'])
      await kcat(write(name, '-p', partition, '-K:'), `a:${partition}1\nb:${partition}2\nc:${partition}3\n`);
    const values = async (flags: string) =>
      valuesOf((await run(`messages peek ${name} ${flags} ${at}`)).stdout).sort();
    expect(await values('--last 1')).toEqual(['03', '13', '23']);
    expect(await values('--last 2 --partition 0,2')).toEqual(['02', '03', '22', '23']);
    expect(await values('--from 2')).toEqual(['03', '13', '23']);
    expect(await values('--from start --record-key b')).toEqual(['02', '12', '22']);
    expect(await values('--from start --value /^1/')).toEqual(['11', '12', '13']);
    expect(await values('--from -1h --limit 4')).toHaveLength(4);
    expect(await values('--from 2999-01-01T00:00:00Z')).toEqual([]);
    expect(await values('--from end')).toEqual([]);
  });

  test('follows, until Ctrl-C', async () => {
    const name = await topic('peek.follow');
    const interruption = new AbortController();
    const following = run(`messages peek ${name} --follow --from start ${at}`, {
      interrupt: interruption.signal,
    });
    await kcat(write(name), 'one\n');
    await kcat(write(name), 'two\n');
    const limited = await run(`messages peek ${name} --follow --from start --limit 2 ${at}`);
    interruption.abort();
    const { code, stdout, stderr } = await following;
    expect(valuesOf(limited.stdout)).toEqual(['one', 'two']);
    expect({ code, values: valuesOf(stdout) }).toEqual({ code: 130, values: ['one', 'two'] });
    expect(stderr).toBe(`kafka · ${bootstrap}\nInterrupted.\n`);
  });

  test('what is not there is said, with what is', async () => {
    const name = await topic('peek.absent', '{ partitions: 2 }');
    await kcat(write(name, '-p', '0'), 'one\ntwo\n');
    const said = async (line: string) => {
      const { code, stdout, stderr } = await run(`${line} ${at}`);
      return { code, stdout, said: stderr.split('\n').slice(1, -1) };
    };
    expect(await said('messages peek peek.absnet')).toEqual({
      ...{ code: 1, stdout: '' },
      said: [
        'No such topic, or no right to see it: peek.absnet. Did you mean peek.absent?',
        '  See: exops topics list',
      ],
    });
    expect(await said(`messages peek ${name} --from 7`)).toEqual({
      ...{ code: 1, stdout: '' },
      said: ['Offset 7 is out of range: partition 0 has 0 to 1, partition 1 is empty.'],
    });
    expect(await said(`messages peek ${name} --partition 1,5`)).toMatchObject({
      code: 1,
      said: [expect.any(String), `${name} has no partition 5: the last is 1.`],
    });
    expect((await said(`messages peek ${name} --from start --partition 1`)).said).toEqual([
      'No messages there.',
    ]);
    expect((await said(`messages peek ${name} --from start --value nix`)).said).toEqual([
      'None of 2 messages fits.',
      '--value nix is all of it; where it is a part: --value "*nix*"',
    ]);
    const some = await said(`messages peek ${name} --from 1`);
    expect({ ...some, stdout: valuesOf(some.stdout) }).toEqual({
      ...{ code: 1, stdout: ['two'] },
      said: ['Partition 1: skipped, it has no such offset.'],
    });
  });
});
