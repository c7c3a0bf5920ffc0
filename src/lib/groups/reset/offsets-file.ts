import { UsageError } from '../../errors.js';
import type { CommittedOffset } from '../../kafka/requests/offset-fetch.js';

const mostOffset = 2n ** 63n - 1n;

/** Offsets as `rpk group seek --to-file` reads them: `TOPIC PARTITION OFFSET`, a line each. */
export function offsetsText(offsets: readonly CommittedOffset[]): string {
  return offsets.map(({ name, partition, offset }) => `${name} ${partition} ${offset}\n`).join('');
}

/** @throws UsageError with the number of the line that is wrong */
export function parseOffsets(text: string, file: string): readonly CommittedOffset[] {
  const seen = new Set<string>();
  const offsets = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const [, name = '', partition = '', digits = ''] = /^(\S+)\s+(\d{1,9})\s+(\d{1,19})\s*$/.exec(line) ?? [];
    const offset = BigInt(digits || '-1');
    if (name === '' || offset > mostOffset)
      throw new UsageError(`${file}:${index + 1} isn't a line of TOPIC PARTITION OFFSET.`);
    const key = `${name} ${Number(partition)}`;
    if (seen.has(key)) throw new UsageError(`${file}:${index + 1} names ${key} again.`);
    seen.add(key);
    return [{ name, partition: Number(partition), offset }];
  });
  if (offsets.length === 0) throw new UsageError(`${file} has no offsets.`);
  return offsets;
}
