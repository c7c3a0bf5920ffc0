import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { onTestFinished, vi } from 'vitest';
import { executable } from './exops.js';

export type ShellName = 'bash' | 'zsh' | 'fish';

const shells: Readonly<Record<ShellName, { readonly args: readonly string[]; readonly setUp: string }>> = {
  bash: { args: ['--norc', '--noprofile', '-i'], setUp: 'PS1="go""> "; source <(exops completion bash)' },
  zsh: {
    args: ['-f', '-i'],
    setUp: 'PS1="go""> "; autoload -Uz compinit && compinit -u -D; source <(exops completion zsh)',
  },
  fish: {
    args: ['--no-config', '-i'],
    setUp: 'function fish_prompt; echo -n "go""> "; end; exops completion fish | source',
  },
};

/** Those that this machine has; bash it always has. */
export const installedShells = (['bash', 'zsh', 'fish'] as const).filter(
  (name) => name === 'bash' || spawnSync(name, ['-c', 'true']).status === 0,
);

export interface CompletingShell {
  /** Types this and the tab key, and waits until the line is what it should be. */
  completes(typed: string, line: string): Promise<void>;
}

/** An interactive shell with our completion, whose `exops` is the built program. */
export async function openShell(
  name: ShellName,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<CompletingShell> {
  const bin = join(cwd, '.bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'exops'), `#!/bin/sh\nexec "${process.execPath}" "${executable}" "$@"\n`);
  await chmod(join(bin, 'exops'), 0o755);
  const { args, setUp } = shells[name];
  const window = spawn(name, [...args], {
    ...{ cwd, cols: 200, rows: 40 },
    env: { PATH: `${bin}:${process.env['PATH']}`, HOME: cwd, TERM: 'xterm-256color', ...env },
  });
  onTestFinished(() => window.kill('SIGKILL'));
  let shown = '';
  window.onData((text) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told
    shown += text.replace(/\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()][B0]|[=>])/g, '');
  });
  const until = (text: string) =>
    vi.waitFor(
      () => {
        if (!shown.includes(text)) throw new Error(`${name} doesn't show ${text}: ${JSON.stringify(shown)}`);
      },
      { timeout: 30_000, interval: 50 },
    );
  window.write(`${setUp}\r`);
  await until('go> ');
  return {
    async completes(typed, line) {
      shown = '';
      // Ctrl-U: the line is empty.
      window.write(`\u0015${typed}\t`);
      await until(line);
    },
  };
}
