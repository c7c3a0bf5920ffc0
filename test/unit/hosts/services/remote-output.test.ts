import { expect, test } from 'vitest';
import { outputOf } from '../../../../src/lib/hosts/services/remote-output.js';
import { quoteCommand } from '../../../../src/lib/ssh/quote.js';
import { localHost } from './local-host.js';

const script = (text: string) => quoteCommand(['sh', '-c', text]);

test('both streams and the exit status, and no input', async () => {
  const { session } = await localHost();
  expect(await outputOf(session, script('cat; echo out; echo err >&2; exit 3'), 5_000)).toEqual({
    stdout: 'out\n',
    stderr: 'err\n',
    code: 3,
    signal: undefined,
    isLate: false,
  });
});

test('what is too late is ended, and what it had said is kept', async () => {
  const host = await localHost();
  const command = 'trap "echo ended >>$LAB/calls; exit" TERM; echo first; sleep 60 & wait';
  expect(await outputOf(host.session, script(command), 400)).toEqual({
    stdout: 'first\n',
    stderr: '',
    code: undefined,
    signal: undefined,
    isLate: true,
  });
  await expect.poll(() => host.calls()).toEqual(['ended']);
});

test('of a flood the beginning', async () => {
  const { session } = await localHost();
  const { stdout, code } = await outputOf(session, script('head -c 3000000 /dev/zero | tr "\\0" x'), 5_000);
  expect({ length: stdout.length, code }).toEqual({ length: 1024 * 1024, code: 0 });
});

test('a connection that is lost', async () => {
  const { session } = await localHost();
  const lost = {
    exec: async (line: string) => ({
      ...(await session.exec(line)),
      exit: Promise.reject(new Error('lost')),
    }),
  };
  await expect(outputOf(lost, 'sleep 60', 5_000)).rejects.toThrow('lost');
});
