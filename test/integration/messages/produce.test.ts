import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { folderWith, run } from '../../run.js';
import { kcat } from './kcat.js';

const { bootstrap } = inject('kafka');
const at = `--brokers ${bootstrap}`;

async function topic(name: string, partitions: number, config = '{}'): Promise<string> {
  const { code, stderr } = await run(`topics sync - --yes ${at}`, {
    input: `version: 1\ndefaults: { replicationFactor: 1 }\ntopics:\n  ${name}: { partitions: ${partitions}, configs: ${config} }\n`,
  });
  if (code !== 0) throw new Error(stderr);
  return name;
}

/** As kcat reads them, in the order of partition and offset. */
async function read(name: string, format: string): Promise<string[]> {
  const text = await kcat([
    '-C',
    '-b',
    bootstrap,
    '-t',
    name,
    '-e',
    '-q',
    '-o',
    'beginning',
    '-f',
    `%p %o ${format}\\n`,
  ]);
  const lines = text.split('\n').filter((line) => line !== '');
  const place = (line: string) => line.split(' ').slice(0, 2).map(Number);
  return lines.sort((a, b) => {
    const [[p = 0, o = 0], [q = 0, r = 0]] = [place(a), place(b)];
    return p - q || o - r;
  });
}

describe('messages produce', () => {
  test('one from the command line: key, value, header, time, partition; and a tombstone', async () => {
    const name = await topic('produce.one', 3);
    const sent = await run(
      `messages produce ${name} --value hello -k k1 --header a=b --header a=c --timestamp @1772366400000 --partition 1 ${at}`,
    );
    expect(sent.stderr).toMatch(/^kafka · \S+\n(Sending .+\n)*✓ 1 message acknowledged · \d+(\.\d)? s\n$/);
    expect(sent).toMatchObject({ code: 0, stdout: '' });
    await run(`messages produce ${name} --tombstone -k k1 --partition 1 ${at}`);
    expect(await read(name, '%k %s %S %h')).toEqual(['1 0 k1 hello 5 a=b,a=c', '1 1 k1  -1 ']);
    expect((await read(name, '%T'))[0]).toBe('1 0 1772366400000');
  });

  test('a line without a key ends it where the topic is compacted, before anything of it is sent', async () => {
    const name = await topic('produce.compacted', 1, '{ cleanup.policy: compact }');
    const input = '{"key":"k","value":"a"}\n{"value":"b"}\n';
    const words = `Line 2 has no key, and ${name} takes none without: its cleanup.policy is compact.`;
    const dry = await run(`messages produce ${name} --json --dry-run ${at}`, { input });
    expect([dry.code, dry.stderr]).toEqual([1, expect.stringContaining(`\n${words}\n`)]);
    const sent = await run(`messages produce ${name} --json ${at}`, { input });
    expect([sent.code, sent.stderr]).toEqual([
      5,
      expect.stringContaining(`\n${words} 1 message was acknowledged.\n`),
    ]);
    expect(await read(name, '%k %s')).toEqual(['0 0 k a']);
  });

  test('lines of input and of a file, bytes as they are', async () => {
    const name = await topic('produce.lines', 1);
    await run(`messages produce ${name} ${at}`, { input: 'one\n\nthree' });
    const folder = await folderWith({ 'four.txt': 'four\r\n' });
    await run(`messages produce ${name} --file four.txt ${at}`, { cwd: folder });
    expect(await read(name, '%s')).toEqual(['0 0 one', '0 1 ', '0 2 three', '0 3 four\r']);
  });

  test('typed on a terminal, nothing is drawn over it', async () => {
    const name = await topic('produce.typed', 1);
    const { code, screen } = await run(`messages produce ${name} ${at}`, { tty: true, input: 'one\ntwo\n' });
    expect(code).toBe(0);
    expect(screen).toMatch(/One message a line; Ctrl-D ends\.\n✓ 2 messages acknowledged · .+\n$/);
    expect(await read(name, '%s')).toEqual(['0 0 one', '0 1 two']);
  });

  test('keys go where those of Java go', async () => {
    const [ours, javas] = [await topic('produce.keys.ours', 7), await topic('produce.keys.java', 7)];
    const keys = Array.from({ length: 200 }, (_, index) => `${'k'.repeat(index % 6)}${index}`);
    const json = keys.map((key) => JSON.stringify({ key, value: 'v' })).join('\n');
    await run(`messages produce ${ours} --json ${at}`, { input: json });
    const args = ['--topic', javas, '--property', 'parse.key=true', '--property', 'key.separator=:'];
    await kafkaTool(bootstrap, 'console-producer', args, { input: keys.map((key) => `${key}:v`).join('\n') });
    expect(await read(ours, '%k')).toEqual(await read(javas, '%k'));
  });

  test('what peek prints is sent as it was: bytes, null, headers, times, partitions', async () => {
    const [from, to] = [await topic('produce.from', 3), await topic('produce.to', 3)];
    const line = (key: string | null, value: Buffer | null) =>
      JSON.stringify({
        ...{ key, value: value?.toString('base64') ?? null, timestamp: 1_772_366_400_000 },
        ...(value === null ? {} : { valueEncoding: 'base64' }),
        headers: [{ key: 'h', value: 'x' }, { key: 'h' }],
      });
    const values = [
      Buffer.alloc(0),
      null,
      Buffer.from('text'),
      ...Array.from({ length: 300 }, () => randomBytes(50)),
    ];
    const input = values.map((value, index) => line(index % 3 === 0 ? null : `k${index}`, value)).join('\n');
    await run(`messages produce ${from} --json ${at}`, { input });
    const peeked = (await run(`messages peek ${from} --from start ${at}`)).stdout;
    await run(`messages produce ${to} --json --keep-partitions ${at}`, { input: peeked });
    const again = (await run(`messages peek ${to} --from start ${at}`)).stdout;
    expect(again.replaceAll('"produce.to"', '"produce.from"').split('\n').sort()).toEqual(
      peeked.split('\n').sort(),
    );
    expect(await read(to, '%T %k %S %h')).toEqual(await read(from, '%T %k %S %h'));
  });

  test('many, in their order and none twice', async () => {
    const name = await topic('produce.many', 1);
    const values = Array.from({ length: 50_000 }, (_, index) => `${index} ${'x'.repeat(100)}`);
    const sent = await run(`messages produce ${name} ${at}`, { input: values.join('\n') });
    expect(sent.stderr).toContain('✓ 50,000 messages acknowledged');
    expect(await read(name, '%s')).toEqual(values.map((value, index) => `0 ${index} ${value}`));
  });

  test('a protected environment asks; where nobody can be asked it wants --yes', async () => {
    const name = await topic('produce.protected', 1);
    const cwd = await folderWith({
      'exops.yaml': `version: 1\ndefaultEnvironment: prod\nenvironments:\n  prod: { protected: true, cluster: { brokers: ["${bootstrap}"] } }\n`,
    });
    const refused = await run(`messages produce ${name}`, { cwd, input: 'a\n' });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(
      'prod is protected, and nobody can be asked (no terminal, or --no-input). Nothing has changed.\n  If it is meant, run the command again with: --yes\n',
    );
    const declined = await run(`messages produce ${name} --value a`, { cwd, tty: true, answers: ['n'] });
    expect(declined).toMatchObject({ code: 1, questions: ['prod is protected. Go on? [y/N] '] });
    expect(await read(name, '%s')).toEqual([]);
    expect(await run(`messages produce ${name} --value b`, { cwd, tty: true, answers: ['y'] })).toMatchObject(
      { code: 0 },
    );
    expect(await run(`messages produce ${name} --yes`, { cwd, input: 'c\n' })).toMatchObject({ code: 0 });
    expect(await read(name, '%s')).toEqual(['0 0 b', '0 1 c']);
  });

  test('a line that is no message ends it, and what went before is counted', async () => {
    const name = await topic('produce.wrong', 1);
    const later = await run(`messages produce ${name} --json ${at}`, {
      input: '{"value":"1"}\n{"value":"2"}\n{"value":3}\n{"value":"4"}\n',
    });
    expect(later.stderr).toContain(
      'Line 3 is no message: "value" is no text; "valueEncoding": "json" has it written as JSON. 2 messages were acknowledged.',
    );
    expect(later.code).toBe(5);
    expect(await read(name, '%s')).toEqual(['0 0 1', '0 1 2']);
    const first = await run(`messages produce ${name} --json ${at}`, { input: '{"valu":1}\n' });
    expect(first.stderr).toContain('Line 1 is no message: "valu" is unknown. No message was acknowledged.');
    expect(first.code).toBe(2);
    const none = await run(`messages produce ${name} --value a --partition 1 ${at}`);
    expect(none.stderr).toContain('There is no partition 1: the last is 0. No message was acknowledged.');
    expect(none.code).toBe(1);
    const large = await run(`messages produce ${name} ${at}`, { input: `${'x'.repeat(2 * 1024 * 1024)}\n` });
    expect(large.stderr).toContain(
      `Line 1 is too large for ${name}: it takes 2,097,226 bytes, and its max.message.bytes is 1,048,588. No message was acknowledged.`,
    );
    expect(large.code).toBe(1);
  });

  test('a topic that takes small batches only', async () => {
    const name = await topic('produce.small', 1, '{ max.message.bytes: 2000 }');
    const values = Array.from({ length: 5_000 }, (_, index) => `${index} ${'x'.repeat(100)}`);
    const sent = await run(`messages produce ${name} ${at}`, { input: values.join('\n') });
    expect(sent.stderr).toContain('✓ 5,000 messages acknowledged');
    expect(await read(name, '%s')).toEqual(values.map((value, index) => `0 ${index} ${value}`));
  });

  test('bytes of any kind, and lines of any length', async () => {
    const name = await topic('produce.binary', 1);
    const folder = await folderWith({ 'many.txt': '' });
    const values = [
      randomBytes(900_000),
      Buffer.from([0, 0xff, 0xfe]),
      randomBytes(300_000),
      Buffer.alloc(0),
    ].map((value) => Buffer.from(value.map((byte) => (byte === 0x0a ? 0x0b : byte))));
    await writeFile(
      join(folder, 'many.txt'),
      Buffer.concat(values.flatMap((one) => [one, Buffer.from('\n')])),
    );
    await run(`messages produce ${name} --file many.txt ${at}`, { cwd: folder });
    const { stdout } = await run(`messages peek ${name} --from start --decode base64 ${at}`);
    const there = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).value);
    expect(there).toEqual(values.map((value) => value.toString('base64')));
  });

  test('-o json: what was acknowledged, and where; what ended it, too', async () => {
    const name = await topic('produce.document', 2);
    const input = '{"key":"a","value":"1","partition":1}\n{"value":null,"partition":1}\n';
    const flags = '--json --keep-partitions -o json';
    const sent = await run(`messages produce ${name} ${flags} ${at}`, { input });
    expect(JSON.parse(sent.stdout)).toMatchObject({
      schema: 'exops.produced/v1',
      target: { kind: 'kafka', brokers: bootstrap },
      ...{ topic: name, dryRun: false, acknowledged: 2, uncertain: 0, problem: null, exitCode: 0 },
      partitions: [{ partition: 1, messages: 2, firstOffset: 0, lastOffset: 1 }],
    });
    const broken = await run(`messages produce ${name} ${flags} ${at}`, { input: `${input}{` });
    expect(broken.code).toBe(5);
    expect(JSON.parse(broken.stdout)).toMatchObject({
      ...{ acknowledged: 2, exitCode: 5 },
      partitions: [{ partition: 1, messages: 2, firstOffset: 2, lastOffset: 3 }],
      problem: 'Line 3 is no message: it is no JSON. 2 messages were acknowledged.',
    });
  });

  test('--dry-run reads all of it, says what would go where, and sends nothing', async () => {
    const name = await topic('produce.dry', 3);
    const input = '{"key":"k","value":"12345"}\n{"value":"1"}\n{"key":"k","value":null}\n';
    const flags = `--json -n ${at}`;
    const shown = await run(`messages produce ${name} ${flags}`, { input });
    expect(shown).toMatchObject({ code: 0, stdout: '2\t2\t7\nany\t1\t1\n' });
    expect(shown.stderr).toContain(
      '3 messages, 8 bytes · 2 with a key · 1 tombstone · the largest has 6 bytes (line 1) · 3 partitions there\nNothing was sent.\n',
    );
    const broken = await run(`messages produce ${name} ${flags} -o json`, { input: `${input}[]` });
    expect(broken.stderr).toContain('Line 4 is no message: it is no object.');
    expect(broken.code).toBe(2);
    expect(JSON.parse(broken.stdout)).toMatchObject({
      ...{ schema: 'exops.produced/v1', dryRun: true, messages: 3, bytes: 8, withKey: 2, tombstones: 1 },
      largest: { line: 1, bytes: 6 },
      ...{ problem: 'Line 4 is no message: it is no object.', exitCode: 2 },
    });
    expect(await read(name, '%s')).toEqual([]);
  });
});
