import { UsageError } from '../errors.js';
import { countOf } from '../terminal/plural.js';
import { type Change, type Plan, severityOf } from './plan.js';

/** What a person must answer before a plan is applied. */
export type Confirmation =
  | { readonly ask: 'nothing' }
  | { readonly ask: 'yes' }
  /** The words to be typed, which fit this plan and no other, and why a yes is not enough. */
  | { readonly ask: 'words'; readonly words: string; readonly because: string };

/**
 * The confirmation a plan needs: y/N when it is safe, words when it is destructive. A protected environment raises
 * every change by one step. The words are the target's name when there is one, the count and the noun when there are
 * several, so that an answer to yesterday's plan doesn't fit today's; or what the plan itself says.
 */
export function confirmationFor(plan: Plan, environmentIsProtected: boolean): Confirmation {
  const severity = severityOf(plan);
  if (severity === undefined) return { ask: 'nothing' };
  if (severity === 'safe' && !environmentIsProtected) return { ask: 'yes' };
  const weighty = environmentIsProtected
    ? plan.changes
    : plan.changes.filter((change) => change.severity === 'destructive');
  const reasons = [
    ...(severity === 'destructive' ? ['it is destructive'] : []),
    ...(environmentIsProtected ? ['the environment is protected'] : []),
  ];
  return { ask: 'words', words: plan.words || wordsFor(weighty), because: reasons.join(', and ') };
}

function wordsFor(changes: readonly Change[]): string {
  const [first, ...others] = changes;
  if (first === undefined) return '';
  if (others.length === 0) return first.name;
  const sameKind = others.every((change) => change.kind === first.kind);
  return countOf(changes.length, sameKind ? first.kind : 'change');
}

/** What the flags answer in place of a person. */
export interface GivenAnswers {
  readonly yes: boolean;
  readonly confirm: string | undefined;
}

/**
 * Whether the flags answer the confirmation. `--confirm` answers `yes` too; `--yes` never answers words.
 * @throws UsageError when `--confirm` was meant for another plan
 */
export function answeredByFlags(confirmation: Confirmation, given: GivenAnswers): boolean {
  if (given.confirm?.trim() === '') throw new UsageError('--confirm is empty. Nothing has changed.');
  switch (confirmation.ask) {
    case 'nothing':
      return true;
    case 'yes':
      return given.yes || given.confirm !== undefined;
    case 'words':
      if (given.confirm === undefined) return false;
      if (given.confirm === confirmation.words) return true;
      throw new UsageError(`--confirm "${given.confirm}" does not fit this plan. Nothing has changed.`, {
        hint: `This plan needs: --confirm "${confirmation.words}"`,
      });
  }
}

/** Why a question can't be put. */
export const nobody = 'nobody can be asked (no terminal, or --no-input)';

/** The error for a plan that needs an answer where nobody can give one. */
export function nobodyToAsk(confirmation: Confirmation, given: GivenAnswers): UsageError {
  const isWords = confirmation.ask === 'words';
  const flag = isWords ? `--confirm "${confirmation.words}"` : '--yes';
  return new UsageError(
    given.yes && isWords
      ? `--yes is not enough for this plan: ${confirmation.because}. Nothing has changed.`
      : `This plan needs a confirmation, and ${nobody}. Nothing has changed.`,
    { hint: `After reading it, run the command again with: ${flag}` },
  );
}
