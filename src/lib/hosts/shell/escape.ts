/** What a keystroke after `~` at the beginning of a line means, as in OpenSSH's client. */
export interface Keystrokes {
  /** What goes to the other side. */
  readonly pass: Buffer;
  readonly action: Action | undefined;
}

type Action = 'disconnect' | 'help';
type State = 'line start' | 'in line' | 'after tilde';

interface Step {
  readonly pass: readonly number[];
  readonly next: State;
  readonly action?: Action;
}

const tilde = 0x7e;
const lineEnds = [0x0a, 0x0d];
const actions: Readonly<Record<number, Action>> = { 46: 'disconnect', 63: 'help' };

/** Reads keystrokes in whatever pieces they come; `~~` stands for one `~`. */
export function escapeReader(): (typed: Buffer) => Keystrokes {
  let state: State = 'line start';
  return (typed) => {
    const pass: number[] = [];
    let action: Action | undefined;
    for (const byte of typed) {
      const step = stepOf(state, byte);
      state = step.next;
      pass.push(...step.pass);
      action = step.action ?? action;
      if (action === 'disconnect') break;
    }
    return { pass: Buffer.from(pass), action };
  };
}

function stepOf(state: State, byte: number): Step {
  const next = lineEnds.includes(byte) ? 'line start' : 'in line';
  if (state === 'line start' && byte === tilde) return { pass: [], next: 'after tilde' };
  if (state !== 'after tilde') return { pass: [byte], next };
  const action = actions[byte];
  if (action !== undefined) return { pass: [], next: 'line start', action };
  return { pass: byte === tilde ? [tilde] : [tilde, byte], next };
}
