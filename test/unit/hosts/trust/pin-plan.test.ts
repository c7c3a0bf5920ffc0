import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { severityOf } from '../../../../src/lib/change/plan.js';
import { decideByPins } from '../../../../src/lib/hosts/trust/decide.js';
import { printOf, printWords } from '../../../../src/lib/hosts/trust/key-print.js';
import { type ObservedHost, planPin } from '../../../../src/lib/hosts/trust/pin-plan.js';
import { formatHostKeyTag, parseHostKeyTag } from '../../../../src/lib/hosts/trust/tag.js';
import { formatPublicKey } from '../../../../src/lib/ssh/public-key.js';
import { someKeys } from './arbitraries.js';
import { ecdsa, ed25519, pinned } from './host-keys.js';

const input = { instanceId: 'i-0123456789abcdef0', name: 'kafka' };
const key = ed25519(1);
const line = formatPublicKey(key);
const words = printWords(printOf(key));
const planFor = (over: Partial<ObservedHost> = {}) =>
  planPin(input, { exists: true, tag: undefined, pins: [pinned(key)], ...over });

describe('pinning for the team', () => {
  test('makes the tag that is not there', () => {
    expect(planFor()).toEqual({
      noun: 'host key',
      changes: [
        {
          kind: 'host key',
          name: 'kafka',
          action: 'create',
          severity: 'safe',
          fields: [
            {
              name: 'exops:ssh-hostkey',
              before: null,
              after: line,
              shown: { before: null, after: words },
            },
          ],
          cautions: [],
          work: { before: undefined, after: line },
        },
      ],
      refusals: [],
      notices: [],
      unchanged: 0,
    });
  });

  test.each([
    ['says the same', line],
    ['says the same by a fingerprint', words],
    ['has another key besides', `${line},${formatPublicKey(ecdsa(1))}`],
  ])('has nothing to do when the tag %s', (_, tag) => {
    expect(planFor({ tag })).toMatchObject({ changes: [], refusals: [], unchanged: 1 });
  });

  test('in place of another key is destructive, and shows both', () => {
    const tag = formatPublicKey(ed25519(2));
    const plan = planFor({ tag });
    expect(severityOf(plan)).toBe('destructive');
    expect(plan.changes).toMatchObject([
      {
        action: 'change',
        fields: [
          { before: tag, after: line, shown: { before: printWords(printOf(ed25519(2))), after: words } },
        ],
        cautions: [expect.stringContaining('whoever relies on the old key is refused')],
        work: { before: tag, after: line },
      },
    ]);
  });

  test('in place of what can not be read is destructive', () => {
    const plan = planFor({ tag: 'ask kim' });
    expect(plan.changes).toMatchObject([
      { severity: 'destructive', fields: [{ shown: { before: 'ask kim' } }] },
    ]);
  });

  test.each(['', formatPublicKey(ecdsa(1))])('in addition to %j is safe', (tag) => {
    const plan = planFor({ tag, pins: [pinned(key), pinned(ecdsa(1))] });
    expect(plan.changes).toMatchObject([{ action: 'change', severity: 'safe', cautions: [] }]);
  });

  test('says of a key taken unseen that it was', () => {
    const plan = planFor({ pins: [pinned(key, { source: 'unseen' })] });
    expect(plan.changes).toMatchObject([{ cautions: [expect.stringContaining('--accept-new-host-key')] }]);
  });

  test.each([
    [
      'EC2 does not know the instance',
      { exists: false },
      'EC2 knows no instance i-0123456789abcdef0 in this region',
    ],
    ['nothing is pinned here', { pins: [] }, 'connect to it once'],
    [
      'more is pinned than fits',
      { pins: [1, 2, 3, 4].map((byte) => pinned(ecdsa(byte))) },
      'more than a tag can hold',
    ],
  ])('is refused when %s', (_, over, reason) => {
    expect(planFor(over)).toMatchObject({
      changes: [],
      refusals: [{ kind: 'host key', name: 'kafka', reason: expect.stringContaining(reason) }],
    });
  });

  test('ends in a tag that vouches for every pinned key, and is safe only when it drops none', () => {
    fc.assert(
      fc.property(someKeys(1, 3), fc.option(someKeys(1, 3)), (pins, tagged) => {
        const tag = tagged === null ? undefined : formatHostKeyTag(tagged);
        const observed = { exists: true, tag, pins: pins.map((one) => pinned(one)) };
        const plan = planPin(input, observed);
        const after = plan.changes[0]?.work.after ?? tag ?? '';
        const prints = parseHostKeyTag(after) ?? [];
        for (const one of pins) {
          expect(decideByPins(printOf(one), observed.pins, prints)).toMatchObject({ verdict: 'trusted' });
        }
        const before = parseHostKeyTag(tag ?? '') ?? [];
        const isDropped = before.some(
          (print) => !prints.some((one) => printWords(one) === printWords(print)),
        );
        expect(severityOf(plan) === 'destructive').toBe(isDropped);
        expect(planPin(input, { ...observed, tag: after })).toMatchObject({ changes: [], unchanged: 1 });
      }),
    );
  });
});
