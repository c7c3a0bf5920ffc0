import { MalformedResponseError } from '../../wire/reader.js';

/** A batch that takes more isn't unpacked: a megabyte may unpack to gigabytes, made so or broken. Bytes. */
export const mostUnpacked = 64 * 1024 * 1024;

export function tooMuchUnpacked(): MalformedResponseError {
  return new MalformedResponseError(`it takes more than ${mostUnpacked / 1024 / 1024} MiB unpacked`);
}
