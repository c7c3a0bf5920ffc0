import type { Notice } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import { usdWords } from '../cost/cost-words.js';
import type { SeenUnstoppable } from '../unstoppable.js';

/** Pure: what goes on to cost whatever is put to sleep. @param isMsk the environment's Kafka is Amazon MSK's */
export function unstoppableNotices(seen: SeenUnstoppable | undefined, isMsk: boolean): readonly Notice[] {
  const { names = [], unread = [] } = seen ?? {};
  const isMskNamed = names.some((name) => name.startsWith('MSK'));
  const all = isMsk && !isMskNamed ? ['MSK', ...names] : names;
  return [
    ...(all.length === 0
      ? []
      : [
          {
            kind: 'unstoppable',
            text: `can't be stopped, goes on to cost${amount(seen, all.length > names.length)}`,
            names: all,
          },
        ]),
    ...unread.map(({ what, reason }) => ({
      kind: 'unstoppable-unknown',
      text: printable(`${what} were not looked at: ${reason}`),
      names: [],
    })),
  ];
}

function amount(seen: SeenUnstoppable | undefined, isMore: boolean): string {
  if (seen?.usdPerDay === undefined) return '';
  const isWhole = seen.unpriced === 0 && !isMore;
  return ` ${isWhole ? 'about' : 'at least'} ${usdWords(seen.usdPerDay)} a day`;
}
