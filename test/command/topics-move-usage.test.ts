import { describe, expect, test } from 'vitest';
import { run } from '../run.js';

/** Port 1 of this machine: nothing is to be reached. */
const nowhere = '--brokers 127.0.0.1:1';

const notANumber = (text: string) =>
  `error: option '--off-broker <id>' argument '${text}' is invalid. Write a whole number from 0 to 2147483647.\n`;

describe.each([{ tty: true, columns: 200 }, { tty: false }])(
  'refused before anything is reached (%o)',
  (options) => {
    test.each<[string, string]>([
      [
        '',
        'Nothing says what is to be moved.\n  Give --off-broker with a broker id, or --spread-racks; or end moves with --cancel.\n',
      ],
      [
        'orders.*',
        'Nothing says what is to be moved.\n  Give --off-broker with a broker id, or --spread-racks; or end moves with --cancel.\n',
      ],
      ['--off-broker two', notANumber('two')],
      ['--off-broker -1', notANumber('-1')],
      ['--off-broker 1.5', notANumber('1.5')],
      ['--off-broker 2147483648', notANumber('2147483648')],
      [
        '--cancel --off-broker 1',
        '--cancel ends moves: it goes with neither --off-broker nor --spread-racks.\n',
      ],
      [
        '--cancel --spread-racks',
        '--cancel ends moves: it goes with neither --off-broker nor --spread-racks.\n',
      ],
      ['--off-broker 1 --throttle fast', '--throttle: expected a size such as 50MiB, or none, got "fast".\n'],
      ['--off-broker 1 --throttle 0', '--throttle: expected a size such as 50MiB, or none, got "0".\n'],
      [
        '__consumer_offsets --off-broker 1',
        '"__consumer_offsets" is an internal topic: --internal moves those, too.\n',
      ],
      [
        '"or[a-z]ers" --spread-racks',
        '"or[a-z]ers" isn\'t the name of a topic: "[" can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.\n',
      ],
    ])('topics move %s', async (line, stderr) => {
      expect(await run(`topics move ${line} ${nowhere}`, options)).toMatchObject({
        code: 2,
        stdout: '',
        stderr,
      });
    });
  },
);
