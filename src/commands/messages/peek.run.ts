import type { Context } from '../../context.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { messageFilter } from '../../lib/messages/filter/message-filter.js';
import type { StartingPoint } from '../../lib/messages/model.js';
import { peek } from '../../lib/messages/peek.js';
import { type HiddenOffsets, hiddenWords } from '../../lib/messages/read/hidden-offsets.js';
import { parseFrom } from '../../lib/messages/read/starting-point.js';
import { parsePartitions } from '../../lib/partition-list.js';
import { countOf, formatCount } from '../../lib/terminal/plural.js';
import { printable } from '../../lib/terminal/printable.js';
import type { PeekOptions } from './peek.js';
import { reachTopic } from './reach-topic.js';
import { showMessages } from './show-messages.js';

const usuallyLast = 10;

export async function peekMessages(
  context: Context,
  options: PeekOptions & { readonly topic: string },
): Promise<ExitCode> {
  const { terminal, clock, signal } = context;
  const { recordKey: key, value, header: headers, jsonPath } = options;
  const follow = options.follow === true;
  let hidden: string | undefined;
  const request = {
    from: startingPoint(options, clock.now()),
    partitions:
      options.partition === undefined ? undefined : parsePartitions('--partition', ...options.partition),
    isolation: options.uncommitted === true ? ('read uncommitted' as const) : ('read committed' as const),
    filter: messageFilter({ key, value, headers, jsonPath }),
    ...{ follow, limit: options.limit },
    foundHidden: (some: readonly HiddenOffsets[]) => {
      hidden = hiddenWords(some);
      if (follow && hidden !== undefined) terminal.err.line(hidden);
    },
  };
  const { session, found, rights, close } = await reachTopic(context, options, 'read');
  const shown = await showMessages(terminal, options);
  let problems = 0;
  try {
    if (isByDefault(options))
      terminal.err.line(`The last ${usuallyLast} of each partition; --from start reads all of it.`);
    const { shown: count, read } = await peek(
      { client: session, clock, signal, rights },
      found,
      request,
      shown.show,
      (problem) => {
        problems += 1;
        terminal.err.line(printable(problem));
      },
    );
    if (count === 0)
      for (const line of nothingWords(read, options, hidden !== undefined)) terminal.err.line(line);
    else if (terminal.out.isTerminal) terminal.err.line(countWords(count, read, options.limit));
    if (hidden !== undefined && !follow) terminal.err.line(hidden);
  } finally {
    shown.release();
    close();
  }
  return problems > 0 ? exitCodes.failed : exitCodes.ok;
}

function nothingWords(
  read: number,
  { recordKey, value }: PeekOptions,
  areSomeHidden: boolean,
): readonly string[] {
  if (read === 0) return [areSomeHidden ? 'No committed messages there.' : 'No messages there.'];
  const whole = Object.entries({ '--record-key': recordKey, '--value': value }).find(
    ([, pattern]) => pattern !== undefined && /^[^/*?][^*?]*$/.test(pattern),
  );
  const none = `None of ${countOf(read, 'message')} fits.`;
  if (whole === undefined) return [none];
  const [flag, text] = whole;
  return [none, printable(`${flag} ${text} is all of it; where it is a part: ${flag} "*${text}*"`)];
}

/** What the limit left out may not have been read at all. */
function countWords(count: number, read: number, limit: number | undefined): string {
  if (count === limit) return `${countOf(count, 'message')}, the limit`;
  return count === read ? countOf(count, 'message') : `${formatCount(count)} of ${countOf(read, 'message')}`;
}

function isByDefault({ from, last, follow }: PeekOptions): boolean {
  return from === undefined && last === undefined && follow !== true;
}

function startingPoint(options: PeekOptions, now: number): StartingPoint {
  const { from, last, follow } = options;
  if (from !== undefined && last !== undefined)
    throw new UsageError('--from and --last: only one of them can say where to begin.');
  if (from !== undefined) return parseFrom(from, now);
  if (last === undefined && follow === true) return { at: 'end' };
  return { at: 'last', count: BigInt(last ?? usuallyLast) };
}
