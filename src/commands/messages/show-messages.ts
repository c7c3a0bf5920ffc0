import type { PlacedMessage } from '../../lib/messages/model.js';
import type { ShowMessages } from '../../lib/messages/peek.js';
import { type Decodings, jsonLine } from '../../lib/messages/show/json-line.js';
import { messageBlock, momentOf, oneLine } from '../../lib/messages/show/message-block.js';
import { pacedOutput } from '../../lib/terminal/paced-output.js';
import { loadPalette } from '../../lib/terminal/palette.js';
import { type Column, tabbedLines } from '../../lib/terminal/table.js';
import type { Terminal } from '../../lib/terminal/terminal.js';
import type { PeekOptions } from './peek.js';

export interface ShownMessages {
  readonly show: ShowMessages;
  release(): void;
}

/** Lines are handed over together, about so many characters at a time. */
const together = 64 * 1024;

/** On a screen a block a message; elsewhere an object of JSON, or values between tabs where a table is wanted. */
export async function showMessages(
  { out, bytes }: Pick<Terminal, 'out' | 'bytes'>,
  { output, decode, decodeKey }: PeekOptions,
): Promise<ShownMessages> {
  const decodings: Decodings = { key: decodeKey ?? 'auto', value: decode ?? 'auto' };
  const isScreen = out.isTerminal && output !== 'json';
  const palette = await loadPalette(isScreen ? out.colorLevel : 0);
  const columns = columnsFor(decodings);
  const textOf = (message: PlacedMessage) => {
    if (isScreen) return messageBlock(message, decodings, palette, out.columns);
    return output === 'table' ? tabbedLines(columns, [message]).join('\n') : jsonLine(message, decodings);
  };
  const paced = pacedOutput(bytes.output);
  return {
    async show(messages) {
      let text = '';
      for (const [index, message] of messages.entries()) {
        text += `${textOf(message)}\n`;
        if (text.length < together && index < messages.length - 1) continue;
        if ((await paced.write(text)) === 'reader gone') return 'stop';
        text = '';
      }
      return 'go on';
    },
    release: paced.release,
  };
}

function columnsFor(decodings: Decodings): readonly Column<PlacedMessage>[] {
  const text = (bytes: Buffer | null, decoding: Decodings['key']) =>
    bytes === null ? '' : oneLine(bytes, decoding);
  return [
    { title: 'PARTITION', value: ({ partition }) => String(partition) },
    { title: 'OFFSET', value: ({ offset }) => String(offset) },
    { title: 'TIME', value: ({ timestamp }) => momentOf(timestamp) },
    { title: 'KEY', value: ({ key }) => text(key, decodings.key) },
    {
      title: 'HEADERS',
      value: ({ headers }) =>
        headers.map(({ key, value }) => `${key}=${value === null ? '' : oneLine(value, 'auto')}`).join(','),
    },
    { title: 'VALUE', value: ({ value }) => text(value, decodings.value) },
  ];
}
