import { formatElapsed } from './elapsed.js';
import { move } from './indicators.js';
import type { Terminal } from './terminal.js';
import { cut } from './wrap.js';

/** A wait shorter than this is not worth a word; milliseconds. */
const silentForMs = 300;
const refreshEveryMs = 1_000;

/** Adds to what is being waited for: `312 of 2,000 have arrived`. */
export type Update = (detail: string) => void;

/** Says on stderr what is being waited for, and since when, if it takes a noticeable time. */
export interface Progress {
  during<Result>(what: string, work: (update: Update) => Promise<Result>): Promise<Result>;
}

interface Indicator {
  end(failed: boolean): void;
}

type Indicate = (terminal: Terminal, text: () => string) => Promise<Indicator>;

/** A spinner on a terminal; elsewhere, and in CI, a line when a long step begins and one when it ends. */
export function createProgress(terminal: Terminal): Progress {
  return {
    async during(what, work) {
      const beganAt = performance.now();
      let detail = '';
      let indicator: Promise<Indicator> | undefined;
      const text = () => {
        const elapsed = formatElapsed(performance.now() - beganAt);
        return [what, detail, elapsed].filter((part) => part !== '').join(' · ');
      };
      const start = setTimeout(() => {
        indicator = indicatorFor(terminal)(terminal, text);
      }, silentForMs);
      let failed = true;
      try {
        const result = await work((latest) => {
          detail = latest;
        });
        failed = false;
        return result;
      } finally {
        clearTimeout(start);
        (await indicator)?.end(failed);
      }
    },
  };
}

function indicatorFor(terminal: Terminal): Indicate {
  return terminal.err.stream?.isTTY === true && !terminal.isCi ? spinner : lines;
}

async function spinner(terminal: Terminal, text: () => string): Promise<Indicator> {
  const { default: ora } = await import('ora');
  const fitting = () => cut(text(), Math.max(10, terminal.err.columns - 4));
  const spin = ora({
    text: fitting(),
    ...(terminal.err.stream === undefined ? {} : { stream: terminal.err.stream }),
    discardStdin: false,
    color: false,
  });
  const end = move({ start: () => spin.start(), stop: () => spin.stop() });
  const timer = setInterval(() => {
    spin.text = fitting();
  }, refreshEveryMs);
  return {
    end() {
      clearInterval(timer);
      end();
    },
  };
}

async function lines(terminal: Terminal, text: () => string): Promise<Indicator> {
  terminal.err.line(`${text()} …`);
  return {
    end(failed) {
      terminal.err.line(`${text()} · ${failed ? 'failed' : 'done'}`);
    },
  };
}
