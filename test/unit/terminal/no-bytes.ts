import type { ByteStreams } from '../../../src/lib/terminal/terminal.js';

/** For what never touches the streams themselves: any use throws. */
export const noBytes = new Proxy({} as ByteStreams, {
  get: (_, name) => {
    throw new Error(`nobody should use bytes.${String(name)}`);
  },
});
