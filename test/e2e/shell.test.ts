import { expect, test, vi } from 'vitest';
import { laptop, openEc2Host, ownAws } from '../integration/connect/hosts.js';
import type { Ec2Host } from '../lab/ec2-host.js';
import { isRunning } from '../lab/ssh/process-state.js';
import { openTerminal, type TerminalWindow } from './terminal.js';

interface Connected {
  readonly host: Ec2Host;
  readonly window: TerminalWindow;
  /** The process id of the shell on the host. */
  readonly shell: number;
}

/** A shell on a host of its own, with a prompt that can't be mistaken for anything typed. */
async function shellOn(name: string): Promise<Connected> {
  const aws = ownAws();
  const host = await openEc2Host(aws, name);
  const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const window = openTerminal(['connect', 'x'], { cwd, env });
  await window.sees('key pushed, 60 s');
  window.type(`PS1='rea''dy> '; echo "shell $$;"\r`);
  const [, shell] = await window.sees(/shell (\d+);\r\nready> /);
  return { host, window, shell: Number(shell) };
}

const isOver = (shell: number) => vi.waitFor(() => expect(isRunning(shell)).toBe(false), { timeout: 20_000 });

test('a shell has the terminal, passes text as it is, and ends with the status that it was left with', async () => {
  const { window } = await shellOn('shell-host');
  window.type('echo "$TERM, $(stty size)"\r');
  await window.sees('\nxterm-256color, 24 80\r\n');
  window.type('cat\rzwölf → 十二 🎉\r');
  await window.sees('\nzwölf → 十二 🎉\r\nzwölf → 十二 🎉\r\n');
  window.type('\u0004');
  await window.sees('ready> ');
  window.type('seq 200000\r');
  const [lines] = await window.sees(/\n1\r\n[\s\S]*\n200000\r\n/);
  expect(lines.trim().split('\r\n')).toHaveLength(200_000);
  window.type('exit 3\r');
  expect(await window.ended()).toEqual({ status: 3, terminal: 'as before' });
});

test('the remote side follows the window in its size', async () => {
  const { window } = await shellOn('resized-host');
  window.type(`trap 'echo "now $(stty size);"' WINCH\r`);
  await window.sees('ready> ');
  for (const [columns, rows] of [[132, 43], [40, 10]] as const) {
    window.resize(columns, rows);
    await vi.waitFor(async () => {
      window.type('\r');
      const [, size] = await window.sees(/now (\d+ \d+);/);
      expect(size).toBe(`${rows} ${columns}`);
    });
  }
  window.type('exit\r');
  expect(await window.ended()).toEqual({ status: 0, terminal: 'as before' });
});
