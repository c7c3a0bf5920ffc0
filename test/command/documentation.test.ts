import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { exitCodeMeanings } from '../../src/commands/help/exit-codes.js';
import { exitCodes } from '../../src/lib/errors.js';
import { buildProgram } from '../../src/program.js';
import { run } from '../run.js';

const program = buildProgram('0.0.0', [], async () => {});

function leaves(
  command: Command,
  names: readonly string[] = ['exops'],
): { words: readonly string[]; command: Command }[] {
  if (command.commands.length === 0) return [{ words: names, command }];
  const visible = command.createHelp().visibleCommands(command);
  return visible
    .filter((sub) => command.commands.includes(sub))
    .flatMap((sub) => leaves(sub, [...names, sub.name()]));
}

test('docs/commands.md says what --help says', async () => {
  const sections = await Promise.all(
    leaves(program).map(async ({ words }) => {
      const { stdout } = await run(`help ${words.slice(1).join(' ')}`);
      return `## ${words.join(' ')}\n\n\`\`\`\n${stdout.trimEnd()}\n\`\`\`\n`;
    }),
  );
  const text = `# Commands\n\nWhat \`--help\` says for each of them; \`npm run docs\` writes this page.\n\n${sections.join('\n')}`;
  await expect(text).toMatchFileSnapshot('../../docs/commands.md');
});

test('docs/exit-codes.md and `help exit-codes` name every exit code', async () => {
  const page = await readFile('docs/exit-codes.md', 'utf8');
  const { stdout } = await run('help exit-codes');
  for (const [name, code] of Object.entries(exitCodes)) {
    const meaning = exitCodeMeanings[name as keyof typeof exitCodes];
    expect(stdout).toContain(`${String(code).padStart(5)}  ${meaning}`);
    expect(page).toContain(`| ${code} | ${meaning}`);
  }
});

test('every command has an example, and help is at most 80 columns wide', async () => {
  for (const { words } of leaves(program)) {
    const { stdout, code } = await run(`help ${words.slice(1).join(' ')}`);
    expect(code).toBe(0);
    if (words[1] !== 'help') expect(stdout, words.join(' ')).toContain('Examples:');
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  }
});

test('`help` shows the help of a command, and knows no other', async () => {
  expect((await run('help topics sync')).stdout).toContain('Usage: exops topics sync');
  expect(await run('help topics snyc')).toMatchObject({
    code: 2,
    stderr: 'No command "topics snyc".\n  See: exops --help\n',
  });
});
