import type { ClientChannel } from 'ssh2';
import type { TerminalSize } from './ssh.js';

/** What ssh2 1.17.0 has, and its types don't show. */
interface Internals {
  readonly outgoing: { readonly id: number; readonly state: 'open' | 'eof' | 'closing' | 'closed' };
  readonly _client: {
    readonly _protocol: {
      signal(channel: number, name: string): void;
      windowChange(channel: number, rows: number, columns: number, height: number, width: number): void;
    };
  };
}

/**
 * Sends a signal to a channel's command. ssh2's own method does nothing once the command's input has ended, which is
 * how most commands run.
 */
export function sendSignal(channel: ClientChannel, name: string): void {
  const { isOpen, id, protocol } = internalsOf(channel);
  if (isOpen) protocol.signal(id, name);
}

/** Tells a channel's command the size of its terminal; here too ssh2's own method needs an open input. */
export function sendSize(channel: ClientChannel, { rows, columns }: TerminalSize): void {
  const { isOpen, id, protocol } = internalsOf(channel);
  if (isOpen) protocol.windowChange(id, rows, columns, 0, 0);
}

function internalsOf(channel: ClientChannel) {
  const { outgoing, _client } = channel as unknown as Internals;
  const isOpen = outgoing.state === 'open' || outgoing.state === 'eof';
  return { isOpen, id: outgoing.id, protocol: _client._protocol };
}
