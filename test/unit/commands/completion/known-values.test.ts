import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../../../run.js';

/** What a shell is told; an empty line keeps it from offering files. */
async function told(shell: 'bash' | 'zsh' | 'fish', line: string): Promise<string> {
  const cwd = await folderWith({ 'start.txt': '' });
  return (await run(`complete --shell ${shell} -- ${line}`, { cwd })).stdout;
}

const noFile = '\n';
const files = '';

describe('a value that is no file', () => {
  test.each([
    'messages peek orders --partition ""',
    'messages peek orders --value ""',
    'messages peek orders --json-path ""',
    'messages peek orders --from 42',
    'messages peek orders --from=42',
    'topics move --off-broker ""',
    'topics list --timeout ""',
    'topics list -o nothing',
  ])('%s', async (line) => {
    for (const shell of ['bash', 'zsh', 'fish'] as const) expect(await told(shell, line)).toBe(noFile);
  });
});

test.each([
  'topics list --config ""',
  'topics list --ca=s',
  'messages produce orders --file ""',
  'groups reset payment --from-file ""',
  'topics sync ""',
  'rpk -- --config ""',
])('a file may stand there: %s', async (line) => {
  expect(await told('bash', line)).toBe(files);
});

test.each([
  ['messages peek orders --from ""', 'start\nend\n'],
  ['messages peek orders --from=e', '--from=end\n'],
  ['groups reset payment --to ""', 'earliest\nlatest\n'],
  ['topics alter orders --unset retention.', 'retention.ms\nretention.bytes\n'],
])('words that are known: %s', async (line, words) => {
  expect(await told('bash', line)).toBe(words);
});
