import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { type Api, isFlexible } from '../../../src/lib/kafka/wire/api.js';
import { MalformedResponseError, Reader } from '../../../src/lib/kafka/wire/reader.js';
import { apis } from './apis.js';
import { bytes } from './bytes.js';

const served = apis.flatMap((api) => api.versions.map((version) => ({ name: api.name, version, api })));

/** What becomes of bytes that a stranger answered; anything but a value or a MalformedResponseError is thrown. */
function outcomeOf(api: Api<never, unknown>, version: number, answer: Buffer): 'read' | 'malformed' {
  try {
    api.read(new Reader(answer, isFlexible(api, version)), version);
    return 'read';
  } catch (error) {
    if (error instanceof MalformedResponseError) return 'malformed';
    throw error;
  }
}

describe.each(served)('$name v$version', ({ api, version }) => {
  test('takes any bytes for a value or for malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (answer) => {
        outcomeOf(api, version, Buffer.from(answer));
      }),
    );
  });

  test('takes nothing for malformed', () => {
    expect(outcomeOf(api, version, Buffer.alloc(0))).toBe('malformed');
  });
});

describe('a length that can not be true', () => {
  const refused = (description: string, flexible: boolean, read: (reader: Reader) => unknown) => {
    const beganAt = performance.now();
    expect(() => read(new Reader(bytes(description), flexible))).toThrow(MalformedResponseError);
    expect(performance.now() - beganAt).toBeLessThan(50);
  };

  test.each<[string, string, boolean, (reader: Reader) => unknown]>([
    ['of a list', '7fffffff 00', false, (reader) => reader.array((item) => item.int8())],
    ['of a compact list', 'ffffffff0f 00', true, (reader) => reader.array((item) => item.int8())],
    ['of a list of nothing', '7fffffff 00', false, (reader) => reader.array(() => 0)],
    ['of a text', '7fff 00', false, (reader) => reader.string()],
    ['of a compact text', 'ffffffff0f 00', true, (reader) => reader.string()],
    ['of a text that is passed over', '7fff 00', false, (reader) => reader.skipString()],
    ['of more than 32 bits', '828080808000 "a"', true, (reader) => reader.string()],
    ['of tagged fields', 'ffffffff0f 00', true, (reader) => reader.endStructure()],
    ['of one tagged field', '01 00 ffffffff0f', true, (reader) => reader.endStructure()],
    ['null, where a text must be', 'ffff', false, (reader) => reader.string()],
    ['null, where a compact text must be', '00', true, (reader) => reader.string()],
  ])('%s', (_, description, flexible, read) => {
    refused(description, flexible, read);
  });

  test('of lists in lists costs no more than the bytes there are', () => {
    const answer = Buffer.concat([
      bytes('00000000 00000000 ffff 00000001 00030000'),
      Buffer.alloc(200_000, 0),
    ]);
    const beganAt = performance.now();
    outcomeOf(metadata, 5, answer);
    expect(performance.now() - beganAt).toBeLessThan(1_000);
  });
});

test('null for a list that must be there is an empty list, as brokers send it', () => {
  expect(new Reader(bytes('ffffffff'), false).array((item) => item.int8())).toEqual([]);
  expect(new Reader(bytes('00'), true).array((item) => item.int8())).toEqual([]);
});
