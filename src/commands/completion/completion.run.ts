import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Lets the completion library answer on stdout: a script for a shell, or the words that fit. */
export async function completeWith(program: Command, words: readonly string[]): Promise<void> {
  tab(program);
  await program.parseAsync(['complete', ...words], { from: 'user' });
}
