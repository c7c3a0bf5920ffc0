import { expect, test } from 'vitest';
import { plainLog } from '../../../scripts/demo/plain-log.js';

const frame = (text: string): string => `\u001b[?2026h\u001b[2K\u001b[1G${text}\u001b[?2026l`;
const shown = `Plan\r\n\u001b[?25l${frame('⠋ Applying\r\n')}${frame('⠙ Applying')}\u001b[?25h✓ \u001b[32mdone\u001b[39m\r\n`;

test.each([1, 2, 3, 5, 7, 1_000])('a log has no frames and no escapes, in pieces of %i', (size) => {
  const plain = plainLog();
  const pieces = shown.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
  const log = pieces.map(plain).join('');
  expect(log.replaceAll('\r', '')).toBe('Plan\n✓ done\n');
});
