import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../run.js';

/** Port 1 of this machine: nothing is to be reached. */
const nowhere = '--brokers 127.0.0.1:1';

const internal = (name: string) =>
  `"${name}" is an internal topic, which exops doesn't change.\n  Only \`exops topics delete --internal\` takes one, by its full name.\n`;

describe.each([{ tty: true, columns: 200 }, { tty: false }])(
  'refused before anything is reached (%o)',
  (options) => {
    test.each<[string, string]>([
      ['create', "error: missing required argument 'names'\n"],
      [
        'create "a b"',
        '"a b" isn\'t the name of a topic: " " can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.\n',
      ],
      [
        'create a.* --yes',
        '"a.*" isn\'t the name of a topic: "*" can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.\n',
      ],
      ['create a a', '"a" is given twice.\n'],
      [
        'create a.b a_b',
        '"a_b" collides with "a.b": Kafka can\'t tell "." from "_" in the names of topics.\n',
      ],
      ['create __consumer_offsets', internal('__consumer_offsets')],
      [
        'create a --partitions 0',
        "error: option '--partitions <n>' argument '0' is invalid. Write a whole number from 1 to 2147483647.\n",
      ],
      [
        'create a --partitions 1.5',
        "error: option '--partitions <n>' argument '1.5' is invalid. Write a whole number from 1 to 2147483647.\n",
      ],
      [
        'create a --replication-factor -1',
        "error: option '--replication-factor <n>' argument '-1' is invalid. Write a whole number from 1 to 32767.\n",
      ],
      [
        'create a --set retention.ms',
        '--set: expected key=value, such as retention.ms=3d, got "retention.ms".\n',
      ],
      ['create a --set ""', "error: option '--set <key=value>' argument '' is invalid. It is empty.\n"],
      [
        'create a --set retension.ms=3d',
        '--set: unknown setting "retension.ms" (did you mean "retention.ms"?)\n',
      ],
      ['create a --set retention.ms=1 --set retention.ms=2', '--set: retention.ms is given twice.\n'],
      [
        'create a --config retention.ms=3d',
        '--config names exops.yaml: a setting of topics is --set "retention.ms=3d".\n',
      ],
      [
        'alter a',
        'Nothing says what to change.\n  Give --partitions, --replication-factor, --set or --unset.\n',
      ],
      ['alter a --set segment.ms=1h --unset segment.ms', "segment.ms can't be both set and removed.\n"],
      [
        'alter a --config retention.ms=3d',
        '--config names exops.yaml: a setting of topics is --set "retention.ms=3d".\n',
      ],
      [
        'alter a --partitions 3 --throttle fast',
        '--throttle: expected a size such as 50MiB, or none, got "fast".\n',
      ],
      ['alter __consumer_offsets --partitions 60', internal('__consumer_offsets')],
      ['delete', "error: missing required argument 'patterns'\n"],
      ['delete _schemas', internal('_schemas')],
      [
        'delete "or[a-z]ers"',
        '"or[a-z]ers" isn\'t the name of a topic: "[" can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.\n',
      ],
      ['trim a', 'Nothing says how much goes.\n  Give --before 3d, a time or an offset; or --all.\n'],
      [
        'trim a --all --before 3d',
        '--before and --all are given together: one of them says how much goes.\n',
      ],
      ['trim a.* --all', '"a.*" is a pattern: this command takes full names only.\n'],
      ['trim __consumer_offsets --all', internal('__consumer_offsets')],
      [
        'trim a --before yesterday',
        '--before "yesterday" is no point in a topic.\n  Write an offset (4200), a time (2026-11-21T10:00:00Z) or so long ago (-90m).\n',
      ],
      ['trim a --all --partition -1', '--partition -1: expected numbers such as 0,2,5-7.\n'],
    ])('topics %s', async (line, stderr) => {
      expect(await run(`topics ${line} ${nowhere}`, options)).toMatchObject({ code: 2, stdout: '', stderr });
    });
  },
);

test.each(['create a', 'alter a --partitions 2', 'delete a', 'trim a --all'])(
  'topics %s: an environment without a cluster, and one that is not there',
  async (line) => {
    const cwd = await folderWith({ 'exops.yaml': 'version: 1\nenvironments:\n  dev: {}\n' });
    const without = await run(`topics ${line} -e dev`, { cwd });
    expect(without).toMatchObject({ code: 2, stdout: '' });
    expect(without.stderr).toContain('The environment dev has no cluster');
    const other = await run(`topics ${line} -e prod`, { cwd });
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toContain('has no environment "prod"');
  },
);
