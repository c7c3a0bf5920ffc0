import { ExopsError, UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import type { Terminal } from '../terminal/terminal.js';
import {
  answeredByFlags,
  type Confirmation,
  type GivenAnswers,
  nobody,
  nobodyToAsk,
} from './confirmation.js';

/** A person said no; nothing has changed, and a script that waits for us must stop. */
export class DeclinedError extends ExopsError {
  constructor() {
    super('Declined. Nothing has changed.');
  }
}

/**
 * Gets the confirmation from the flags or from the person.
 * @returns whether a person was asked, and time has passed since the plan was made
 * @throws DeclinedError, UsageError when nobody can be asked or the flags don't fit, InterruptedError
 */
export async function confirmPlan(
  confirmation: Confirmation,
  given: GivenAnswers,
  place: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<{ wasAsked: boolean }> {
  if (answeredByFlags(confirmation, given)) return { wasAsked: false };
  if (!terminal.canAsk) throw nobodyToAsk(confirmation, given);
  const question =
    confirmation.ask === 'words'
      ? `Type "${printable(confirmation.words)}" to apply: `
      : `Apply to ${place}? [y/N] `;
  const answer = await terminal.ask(question, signal);
  if (answer === 'end of input' || !agrees(confirmation, answer.text.trim())) throw new DeclinedError();
  return { wasAsked: true };
}

function agrees(confirmation: Confirmation, answer: string): boolean {
  return confirmation.ask === 'words' ? answer === confirmation.words : isYes(answer);
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}

/** Something that has no plan, in an environment in which nothing is done unasked. */
export interface ProtectedDoing {
  /** The environment, as people call it. */
  readonly place: string;
  /** What `--yes` said. */
  readonly yes: boolean | undefined;
}

/**
 * Gets a yes for what has no plan, in a protected environment.
 * @throws DeclinedError, UsageError when nobody can be asked, InterruptedError
 */
export async function confirmProtected(
  { place, yes = false }: ProtectedDoing,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  if (yes) return;
  if (!terminal.canAsk)
    throw new UsageError(`${place} is protected, and ${nobody}. Nothing has changed.`, {
      hint: 'If it is meant, run the command again with: --yes',
    });
  const answer = await terminal.ask(`${place} is protected. Go on? [y/N] `, signal);
  if (answer === 'end of input' || !isYes(answer.text.trim())) throw new DeclinedError();
}
