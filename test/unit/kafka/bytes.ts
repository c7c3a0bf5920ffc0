import { type Api, isFlexible } from '../../../src/lib/kafka/wire/api.js';
import { Reader } from '../../../src/lib/kafka/wire/reader.js';
import { Writer } from '../../../src/lib/kafka/wire/writer.js';

/**
 * Bytes as the protocol guide describes them: hexadecimal digits with spaces where it helps, and `"text"` for the
 * bytes of a text.
 */
export function bytes(description: string): Buffer {
  const parts = description.match(/"[^"]*"|[0-9a-f]{2}/g) ?? [];
  return Buffer.concat(
    parts.map((part) => (part.startsWith('"') ? Buffer.from(part.slice(1, -1)) : Buffer.from(part, 'hex'))),
  );
}

/** The body of a request, without its header. */
export function written<Request>(api: Api<Request, unknown>, version: number, request: Request): string {
  const writer = new Writer(isFlexible(api, version));
  api.write(writer, request, version);
  return writer.bytes.toString('hex');
}

/** What a response says; nothing of it may be left over. */
export function read<Response>(api: Api<never, Response>, version: number, body: Buffer): Response {
  const reader = new Reader(body, isFlexible(api, version));
  const response = api.read(reader, version);
  if (reader.remaining > 0) throw new Error(`${reader.remaining} bytes are left`);
  return response;
}

/** The same as `written`, for a description. */
export function hex(description: string): string {
  return bytes(description).toString('hex');
}
