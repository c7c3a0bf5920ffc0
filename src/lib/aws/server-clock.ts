/** When a request was sent and its answer came, by this machine's clock, and the answer's `Date` header. */
export interface DatedAnswer {
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly date: string | undefined;
}

/** What the answers of servers tell of their clock. */
export interface ServerClock {
  note(answer: DatedAnswer): void;
  /** Theirs minus this machine's, in milliseconds, by the quickest answer; undefined as long as none had a date. */
  offset(): number | undefined;
}

/** The header has whole seconds: the moment is half a second later on average. */
const halfSecond = 500;

/**
 * By the header and not by what the SDK thinks: that corrects its own clock by each answer that is refused for it, and then
 * goes on without a word.
 */
export function serverClock(): ServerClock {
  let quickest: { readonly tookMs: number; readonly offset: number } | undefined;
  return {
    note({ sentAt, receivedAt, date }) {
      const told = date === undefined ? Number.NaN : Date.parse(date);
      const tookMs = receivedAt - sentAt;
      // This machine's clock was set meanwhile.
      if (Number.isNaN(told) || tookMs < 0) return;
      if (quickest !== undefined && quickest.tookMs <= tookMs) return;
      quickest = { tookMs, offset: told + halfSecond - (sentAt + receivedAt) / 2 };
    },
    offset: () => quickest?.offset,
  };
}
