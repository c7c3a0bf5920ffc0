import { describe, expect, test } from 'vitest';
import { run } from '../run.js';

/** Port 1 of this machine: nothing is to be reached. */
const at = '--brokers 127.0.0.1:1';

describe('refused before anything is reached', () => {
  test.each<[string, string]>([
    [
      'peek orders --from yesterday',
      '--from "yesterday" is no point in a topic.\n  Write start, end, an offset (4200), a time (2026-11-21T10:00:00Z) or so long ago (-90m).\n',
    ],
    ['peek orders --from 5 --last 3', '--from and --last: only one of them can say where to begin.\n'],
    ['peek orders --partition 3-1', '--partition 3-1: expected numbers such as 0,2,5-7.\n'],
    [
      'peek orders --json-path a..b',
      '--json-path a..b: no path.\n  Write names with dots between them, and [n] for an element: order.items[0].sku=A-1\n',
    ],
    [
      'peek orders --last 0',
      "error: option '--last <count>' argument '0' is invalid. Write a whole number of 1 or more.\n",
    ],
    [
      'peek orders -o yaml',
      "error: option '-o, --output <format>' argument 'yaml' is invalid. Allowed choices are table, json.\n",
    ],
    [
      'peek orders --from=-5',
      '--from "-5" is no point in a topic.\n  The last 5 of each partition: --last 5\n',
    ],
    [
      'peek orders -n 5',
      "error: unknown option '-n'\n  The last 5: --last 5; from an offset on: --from 4200; no more than 5: --limit 5\n",
    ],
    ['peek', "error: missing required argument 'topic'\n"],
    [
      'peek orders.*',
      '"orders.*" is a pattern: this command takes one full name.\n  See: exops topics list\n',
    ],
    [
      'produce orders --key a --value b',
      '--key is the file with the key of --cert, for a login.\n  The key of messages: -k, --record-key\n',
    ],
    ['produce orders --value a --tombstone', '--value and --tombstone: only one can be sent.\n'],
    ['produce orders --value a --json', '--value sends one message: without --file and --json.\n'],
    ['produce orders --keep-partitions', '--keep-partitions needs --json.\n'],
    ['produce orders --partition a', '--partition a: expected a number.\n'],
    ['produce orders --file nothing-there.txt', 'No such file: nothing-there.txt\n'],
    ['produce orders --file /', '/ is a folder, not a file.\n'],
    ['produce orders --header =a', '--header =a: expected name=value.\n'],
    [
      'produce orders --timestamp 5',
      '--timestamp 5: expected a time such as 2026-03-01T12:00:00Z, or @1772366400000.\n',
    ],
  ])('%s', async (line, stderr) => {
    expect(await run(`messages ${line} ${at}`)).toMatchObject({ code: 2, stdout: '', stderr });
  });

  test('a regular expression that is none', async () => {
    const { code, stderr } = await run(`messages peek orders --value /(/ ${at}`);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--value \/\(\/: Invalid regular expression: .*\n$/);
  });
});
