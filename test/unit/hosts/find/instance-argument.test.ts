import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/lib/errors.js';
import { readInstanceArgument } from '../../../../src/lib/hosts/find/instance-argument.js';
import type { InstanceSelector } from '../../../../src/lib/hosts/host-settings.js';
import { thrownBy } from './instances.js';

const byTag: InstanceSelector = { by: 'tags', tags: { Name: 'dev-kafka', Stage: 'dev' } };
const kafka = { instance: byTag, user: 'ec2-user' };
const hosts = new Map([['kafka', kafka]]);

describe('what is typed as a host', () => {
  test('is the name of a host first', () => {
    expect(readInstanceArgument('kafka', hosts)).toEqual({ selector: byTag, host: kafka });
  });

  test('is that even when it looks like an id', () => {
    const named = new Map([['i-0123456789abcdef0', kafka]]);
    expect(readInstanceArgument('i-0123456789abcdef0', named).host).toBe(kafka);
  });

  test.each(['i-0123456789abcdef0', 'i-01234567'])('%s is an id', (id) => {
    expect(readInstanceArgument(id, hosts)).toEqual({ selector: { by: 'id', id }, host: undefined });
  });

  test.each(['dev-kafka', 'Kafka', 'kafka ', 'I-0123456789abcdef0', 'mi-0123456789abcdef0', '*'])(
    'anything else is a Name tag: %s',
    (name) => {
      const selector = { by: 'tags', tags: { Name: name } };
      expect(readInstanceArgument(name, hosts)).toEqual({ selector, host: undefined });
    },
  );

  test.each(['i-', 'i-0123456', 'i-0123456789abcdef01', 'i-0123456789ABCDEF0', 'i-kafka', 'i-01234567 '])(
    '%s begins like an id and is none',
    (text) => {
      const error = thrownBy(() => readInstanceArgument(text, hosts));
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({
        message: `"${text}" is not an instance id.`,
        hint: 'An id is i- and then 8 to 17 of the characters 0-9 and a-f, as in i-0123456789abcdef0.',
      });
    },
  );

  test.each(['', ' '])('nothing is nothing', (text) => {
    const error = thrownBy(() => readInstanceArgument(text, hosts));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe('The host is empty.');
  });

  test('escapes of a terminal are shown as what they are', () => {
    const error = thrownBy(() => readInstanceArgument('i-\u001b[2J', hosts));
    expect(error.message).toBe('"i-\\x1b[2J" is not an instance id.');
  });

  test('an id is never taken for a name, nor a name for an id', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^i-[0-9a-g]{6,19}$/)), (text) => {
        const isId = /^i-[0-9a-f]{8,17}$/.test(text);
        const isRefused = text.trim() === '' || (text.startsWith('i-') && !isId);
        fc.pre(!isRefused);
        const { selector } = readInstanceArgument(text, new Map<string, typeof kafka>());
        expect(selector).toEqual(isId ? { by: 'id', id: text } : { by: 'tags', tags: { Name: text } });
      }),
    );
  });
});
