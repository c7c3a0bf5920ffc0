import type { Duplex } from 'node:stream';
import { printable } from '../terminal/printable.js';

/** Long enough for the lines that a server may send before its version. */
const longest = 1_024;
const shown = 100;

interface Listener {
  /** Told the server's version, when it comes. */
  onVersion(version: string): void;
  /** Told that what came belongs to another protocol, so that no version can follow. */
  onStranger(): void;
}

/** Keeps the first bytes of a stream that somebody else reads. */
export function keepBeginning(stream: Duplex, { onVersion, onStranger }: Listener): () => Buffer {
  let kept = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(0, longest);
    const version = serverVersion(kept);
    const isStranger = strangerIn(kept) !== undefined;
    if (version === undefined && !isStranger && kept.length < longest) return;
    stream.off('data', onData);
    if (version !== undefined) onVersion(version);
    else if (isStranger) onStranger();
  };
  stream.on('data', onData);
  return () => kept;
}

/** `SSH-2.0-OpenSSH_9.6`, fit to print; undefined while the server hasn't said so. */
export function serverVersion(beginning: Buffer): string | undefined {
  const line = /^SSH-[^\r\n]*(?=\r?\n)/m.exec(beginning.toString('latin1'))?.[0];
  return line === undefined ? undefined : printable(line);
}

/** What a server that isn't SSH's said, for people; undefined when it said nothing. */
export function describeAnswer(beginning: Buffer): string | undefined {
  if (beginning.length === 0) return undefined;
  const stranger = strangerIn(beginning);
  if (stranger === 'TLS') return 'it speaks TLS';
  const [line = ''] = beginning.toString('latin1').split(/\r?\n/, 1);
  const words = stranger === 'HTTP' ? 'it speaks HTTP' : 'it said';
  return `${words}: ${printable(line).slice(0, shown)}`;
}

function strangerIn(beginning: Buffer): 'TLS' | 'HTTP' | undefined {
  if (beginning[0] === 0x15 && beginning[1] === 0x03) return 'TLS';
  return beginning.subarray(0, 5).toString('latin1') === 'HTTP/' ? 'HTTP' : undefined;
}
