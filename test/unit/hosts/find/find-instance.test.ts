import { describe, expect, test } from 'vitest';
import type { Instance, InstanceFilter } from '../../../../src/lib/aws/aws.js';
import { findInstance } from '../../../../src/lib/hosts/find/find-instance.js';
import { AmbiguousInstanceError } from '../../../../src/lib/hosts/find/pick-instance.js';
import type { InstanceSelector } from '../../../../src/lib/hosts/host-settings.js';
import type { Answer } from '../../../../src/lib/terminal/terminal.js';
import { awsWith } from '../../aws/aws-with.js';
import { instance, scene } from './instances.js';

const byName: InstanceSelector = { by: 'tags', tags: { Name: 'dev-kafka' } };
const first = instance();
const second = instance({ id: 'i-0fedcba9876543210', privateAddress: '10.0.11.9' });
const third = instance({ id: 'i-89abcdef', state: 'stopped' });

/** Looks for an instance where EC2 has these, and a person, if there is one, answers in this order. */
function find(
  found: readonly Instance[],
  answers?: readonly (string | 'end of input')[],
  selector = byName,
  signal = new AbortController().signal,
) {
  const asked: InstanceFilter[] = [];
  const said: string[] = [];
  const left = [...(answers ?? [])];
  const unused = (): never => {
    throw new Error('not asked for here');
  };
  const aws = awsWith({
    region: scene.region,
    ec2: {
      async describeInstances(filter) {
        asked.push(filter);
        return found;
      },
    },
  });
  const terminal = {
    canAsk: answers !== undefined,
    async ask(question: string): Promise<Answer> {
      said.push(question);
      const answer = left.shift() ?? unused();
      return answer === 'end of input' ? answer : { text: answer };
    },
    err: {
      isTerminal: true,
      columns: 40,
      colorLevel: 0,
      line: (text = '') => said.push(`${text}\n`),
      write: (text: string) => said.push(text),
    },
  } as const;
  const outcome = findInstance({ aws, terminal }, selector, scene, signal);
  return { outcome, asked, said };
}

describe('EC2 is asked', () => {
  test('by tags', async () => {
    const { outcome, asked } = find([first]);
    expect(await outcome).toBe(first);
    expect(asked).toEqual([{ tags: { Name: 'dev-kafka' } }]);
  });

  test('by id', async () => {
    const { outcome, asked } = find([], undefined, { by: 'id', id: first.id });
    await expect(outcome).rejects.toThrow(
      `No instance has the id ${first.id} in ap-northeast-2 (account 123456789012).`,
    );
    expect(asked).toEqual([{ ids: [first.id] }]);
  });
});

describe('when several fit', () => {
  const table = [
    '   ID                   NAME       STATE    ADDRESS\n',
    '1  i-0123456789abcdef0  dev-kafka  running  10.0.11.8\n',
    '2  i-0fedcba9876543210  dev-kafka  running  10.0.11.9\n',
  ].join('');
  const question = 'Which one? [1-2] ';

  test('nobody to ask: the list is the error', async () => {
    const { outcome, said } = find([first, second]);
    await expect(outcome).rejects.toThrow(AmbiguousInstanceError);
    expect(said).toEqual([]);
  });

  test('a person gives a number', async () => {
    const { outcome, said } = find([first, second], ['2']);
    expect(await outcome).toBe(second);
    expect(said).toEqual([table, question]);
  });

  test('or an id', async () => {
    expect(await find([first, second], [` ${second.id} `]).outcome).toBe(second);
  });

  test('anything else is asked again', async () => {
    const { outcome, said } = find([first, second], ['0', '3', '1.0', '\u001b[A', '1']);
    expect(await outcome).toBe(first);
    const again = ['0', '3', '1.0', '\\x1b[A'].flatMap((text) => [`${text} is none of them.\n`, question]);
    expect(said).toEqual([table, question, ...again]);
  });

  test.each(['', 'end of input'])('no answer is no choice: %s', async (answer) => {
    await expect(find([first, second], [answer]).outcome).rejects.toThrow(AmbiguousInstanceError);
  });

  test('the one chosen must run as well', async () => {
    await expect(find([first, third], ['2']).outcome).rejects.toThrow('dev-kafka (i-89abcdef) is stopped.');
  });

  test('one that is gone is no choice', async () => {
    const gone = instance({ id: 'i-01234567', state: 'terminated' });
    const { outcome, said } = find([gone, first], []);
    expect(await outcome).toBe(first);
    expect(said).toEqual([]);
  });
});
