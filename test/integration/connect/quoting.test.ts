import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { quoteCommand } from '../../../src/lib/ssh/quote.js';
import { type Ec2Host, startEc2Host } from '../../lab/ec2-host.js';
import type { Call } from '../../lab/host-tools/calls.js';
import { type HostTools, hostTools } from '../../lab/host-tools/host-tools.js';
import { type Laptop, laptop, ownAws, vouchByConsole } from './hosts.js';

const aws = ownAws();
let tools: HostTools;
let host: Ec2Host;

beforeAll(async () => {
  // What exactly arrives on the host is what these write down.
  tools = await hostTools({ onPath: ['recorded', '-x', '--help', '+x', 'while', 'if', 'then'] });
  host = await startEc2Host(aws, 'quoting-host', { ssh: { toolFolders: [tools.folder] } });
  await vouchByConsole(aws, host);
});
afterAll(async () => {
  await host?.stop();
  await tools?.remove();
});

async function place(): Promise<Laptop> {
  return laptop(aws, `hosts: { x: ${host.settings} }`);
}

/** How a command of the host was called last. */
async function lastCall(tool: string): Promise<Call | undefined> {
  return (await tools.recorded(tool)).at(-1);
}

describe('every word of a command arrives as it was given', () => {
  test.each([
    ["it's", 'a"b"c', "''", "'\"'\"'"],
    ['$(touch stolen)', '`touch stolen`', '$HOME', '$1', '~', '~root'],
    ['*', '?', '[a-z]', '{a,b}', '!!', '#', '%1', '=ls', 'a=b'],
    ['; touch stolen', '& touch stolen', '| cat', '> stolen', '< /etc/passwd', '&&', '||'],
    ['two\nlines', 'a\r\nb', '\ttab', 'back\\slash', '\\', 'trailing\\', ' lead', 'trail '],
    ['-x', '--', '--help', '-', '-N', '-L', '--stdio', '-e', '--user=root'],
    ['', ' ', '', 'zwölf→한국어😀', '\u007f\u0080\u001b]0;x\u0007', '\u202etxt'],
  ])('%j %j %j …', async (...words) => {
    const { exops } = await place();
    // What can't be written in double quotes holds no space, so it needs none.
    const line = words.map((word) => (word.includes('"') ? word : `"${word}"`)).join(' ');
    expect(await exops(`connect -- recorded ${line}`)).toMatchObject({ code: 0, stdout: '' });
    expect((await lastCall('recorded'))?.argv).toEqual(words);
    expect(existsSync(`${host.home}/stolen`)).toBe(false);
  });

  test.each(['-x', '--help', '+x', 'while', 'if', 'then'])(
    'the command too, where a shell reads something into it: %s',
    async (command) => {
      const { exops } = await place();
      expect(await exops(`connect -- ${command} a`)).toMatchObject({ code: 0 });
      expect((await lastCall(command))?.argv).toEqual(['a']);
    },
  );

  test.each([
    ['-nothing', '-nothing: command not found'],
    ['--', '--: command not found'],
    ['A=b', 'A=b: command not found'],
    ['""', ': command not found'],
  ])("a command that isn't there is 127, in the shell's words: %s", async (command, words) => {
    const { exops } = await place();
    const result = await exops(`connect -- ${command}`);
    expect(result.code).toBe(127);
    expect(result.stderr).toContain(words);
  });

  test('NUL, which no argv can hold, is refused where commands are made', () => {
    expect(() => quoteCommand(['printf', 'a\0b'])).toThrow("A command can't hold a NUL character.");
  });
});

describe('a long command', () => {
  const words = (kilobytes: number) => Array.from({ length: kilobytes }, () => 'b'.repeat(1_000));

  test('of 100 kB arrives', async () => {
    const { exops } = await place();
    const args = words(100);
    expect(await exops(`connect -- recorded ${args.join(' ')}`)).toMatchObject({ code: 0 });
    expect((await lastCall('recorded'))?.argv).toEqual(args);
  });

  // Linux takes no longer word from anybody, and to the login shell the whole command is one.
  const longest = 128 * 1024 - 1;

  test('of as much as a host takes arrives', async () => {
    const { exops } = await place();
    const last = 'c'.repeat(longest - 'recorded '.length);
    expect(await exops(`connect -- recorded ${last}`)).toMatchObject({ code: 0 });
    expect((await lastCall('recorded'))?.argv).toEqual([last]);
  });

  test.each([1, 20_000, 200_000, 3_000_000])('of %i bytes more is refused here', async (more) => {
    const own = ownAws();
    const { exops } = await laptop(own, `hosts: { x: ${host.settings} }`);
    const last = 'c'.repeat(longest + more - 'recorded '.length);
    const result = await exops(`connect -- recorded ${last}`);
    expect(result).toMatchObject({
      code: 255,
      stdout: '',
      stderr: `The command is too long: a host takes one of ${longest} bytes, this is one of ${longest + more}.
  Most tools read long input from a file or from standard input.
`,
    });
    expect(await own.calls()).toEqual([]);
  });

  test('of a tool is refused as well', async () => {
    const { exops } = await place();
    const result = await exops(`rpk topic list ${words(140).join(' ')}`);
    expect(result.code).toBe(255);
    expect(result.stderr).toMatch(
      /(?:^|\n)The arguments of rpk are too long: a host takes a command of 131071 bytes, this is one of 14\d{4}\.\n {2}Most tools read long input from a file or from standard input\.\n$/,
    );
  });
});

describe('input and output', () => {
  test('are the command’s own, byte for byte', async () => {
    const { exops } = await place();
    const input = `${'\0\u0001\u0003\u0004\u001a~.\r\n\u001b[31m\u007f\u0080ß→😀'.repeat(5_000)}no newline`;
    await tools.setState({ replies: { recorded: { readsInput: true } } });
    expect(await exops('connect -- recorded', { input })).toMatchObject({ code: 0 });
    expect((await lastCall('recorded'))?.stdin.toString()).toBe(input);
    await tools.setState({ replies: { recorded: {} } });
    const back = await exops('connect -- cat', { input: 'a\0b\r\n\u0003\u001a' });
    expect(back).toMatchObject({ code: 0, stdout: 'a\0b\r\n\u0003\u001a' });
  });

  test('a command that reads nothing ends all the same', async () => {
    const { exops } = await place();
    expect(await exops('connect -- true', { input: 'x'.repeat(5_000_000) })).toMatchObject({ code: 0 });
  });
});

describe('Ctrl-C', () => {
  async function interrupted(command: string, started: string) {
    const { exops } = await place();
    const stop = new AbortController();
    const running = exops(`connect -- sh -c "${command}"`, { interrupt: stop.signal });
    const file = `${host.home}/${started}`;
    await vi.waitFor(() => expect(existsSync(file)).toBe(true), { timeout: 20_000 });
    const pid = Number(await readFile(file, 'utf8'));
    stop.abort();
    return { ...(await running), pid };
  }

  test('ends the remote command: 130', async () => {
    const result = await interrupted('echo $$ >tmp.a && mv tmp.a a; exec sleep 60', 'a');
    expect(result.code).toBe(130);
    expect(() => process.kill(result.pid, 0)).toThrow('ESRCH');
  });

  test("is the command's own business where it has a trap", async () => {
    const trap = "trap 'echo bye; exit 9' INT; echo $$ >tmp.b && mv tmp.b b; while :; do sleep 0.05; done";
    expect(await interrupted(trap, 'b')).toMatchObject({ code: 9, stdout: 'bye\n' });
  });
});
