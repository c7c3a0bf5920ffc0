import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface SaslHandshakeResponse {
  /** UNSUPPORTED_SASL_MECHANISM for one that isn't offered, ILLEGAL_SASL_STATE where no login is wanted. */
  readonly error: ItemError | undefined;
  /** What is offered, asked for or not: `SCRAM-SHA-512`. */
  readonly mechanisms: readonly string[];
}

/** Begins a login, and proves nothing yet. */
export const saslHandshake: Api<{ readonly mechanism: string }, SaslHandshakeResponse> = {
  key: 17,
  name: 'SaslHandshake',
  versions: [1],
  effect: 'read',
  write(writer, { mechanism }) {
    writer.string(mechanism);
  },
  read: (reader) => ({
    error: itemError(reader.int16()),
    mechanisms: reader.array((item) => item.string()),
  }),
};
