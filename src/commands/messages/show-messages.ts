import type { StoredRecord } from '../../lib/kafka/records/stored-record.js';
import type { FoundMessages } from '../../lib/messages/model.js';
import type { ShowMessages } from '../../lib/messages/peek.js';
import { type Decodings, jsonHead, writeJsonLine } from '../../lib/messages/show/json-line.js';
import { messageBlock } from '../../lib/messages/show/message-block.js';
import { OutputBytes } from '../../lib/messages/show/output-bytes.js';
import { TabbedLines } from '../../lib/messages/show/tabbed-line.js';
import { pacedOutput } from '../../lib/terminal/paced-output.js';
import { loadPalette } from '../../lib/terminal/palette.js';
import type { Terminal } from '../../lib/terminal/terminal.js';
import type { PeekOptions } from './peek.js';

export interface ShownMessages {
  readonly show: ShowMessages;
  release(): void;
}

/** Lines are handed over together, about so many bytes at a time. */
const together = 64 * 1024;

/** On a screen a block a message; elsewhere an object of JSON, or values between tabs where a table is wanted. */
export async function showMessages(
  terminal: Pick<Terminal, 'out' | 'bytes'>,
  options: PeekOptions,
): Promise<ShownMessages> {
  const bytes = new OutputBytes();
  const writerOf = await chooseWriter(bytes, terminal, options);
  const paced = pacedOutput(terminal.bytes.output);
  return {
    async show(all) {
      for (const found of all) {
        const write = writerOf(found);
        for (const record of found.messages) {
          write(record);
          if (bytes.length >= together && (await paced.write(bytes.take())) === 'reader gone') return 'stop';
        }
      }
      const isGone = bytes.length > 0 && (await paced.write(bytes.take())) === 'reader gone';
      return isGone ? 'stop' : 'go on';
    },
    release: paced.release,
  };
}

type WriterOf = (found: FoundMessages) => (record: StoredRecord) => void;

async function chooseWriter(
  bytes: OutputBytes,
  { out }: Pick<Terminal, 'out'>,
  { output, decode, decodeKey }: PeekOptions,
): Promise<WriterOf> {
  const decodings: Decodings = { key: decodeKey ?? 'auto', value: decode ?? 'auto' };
  if (out.isTerminal && output !== 'json') {
    const palette = await loadPalette(out.colorLevel);
    return ({ partition }) =>
      (record) =>
        bytes.text(`${messageBlock(partition, record, decodings, palette, out.columns)}\n`);
  }
  if (output === 'table') {
    const lines = new TabbedLines(bytes, decodings);
    return ({ partition }) =>
      (record) =>
        lines.write(partition, record);
  }
  return (found) => {
    const head = jsonHead(found);
    return (record) => writeJsonLine(bytes, head, record, decodings);
  };
}
