import { describe, expect, test } from 'vitest';
import { splitOwnFlags } from '../../../src/commands/tools/own-flags.js';

describe('splitOwnFlags', () => {
  test.each([
    [['topic', 'list'], {}, ['topic', 'list']],
    [['-e', 'prod', 'topic', 'list', '-e', 'x'], { env: 'prod' }, ['topic', 'list', '-e', 'x']],
    [['--env=prod', '--list'], { env: 'prod' }, ['--list']],
    [['--list', '--env', 'x'], {}, ['--list', '--env', 'x']],
    [['--host', 'kafka', '--config', 'a=b'], { host: 'kafka' }, ['--config', 'a=b']],
    [['--', '-e', 'x'], {}, ['-e', 'x']],
    [['--accept-new-host-key', '--', '--', 'x'], { acceptNewHostKey: true }, ['--', 'x']],
    [['--help'], {}, ['--help']],
    [['', 'x'], {}, ['', 'x']],
    [['constructor', 'x'], {}, ['constructor', 'x']],
    [[], {}, []],
  ])('%j', (words, options, args) => {
    const line = splitOwnFlags(words);
    expect(line.args).toEqual(args);
    expect(line.options).toEqual({ color: 'auto', input: true, verbose: false, ...options });
  });

  test.each([
    [['-e'], '-e needs a value.'],
    [['--env=', 'x'], '--env needs a value.'],
    [['--route', 'plane'], '--route: expected direct, eice, ssm, got "plane".'],
  ])('%j is a mistake', (words, message) => {
    expect(() => splitOwnFlags(words)).toThrow(message);
  });
});
