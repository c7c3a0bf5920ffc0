import { printable } from '../../terminal/printable.js';
import type { Unread } from './unread.js';

/** A line for each thing that is left out, and why. */
export function unreadNotes(unread: readonly Unread[]): readonly string[] {
  return unread.map(({ what, reason }) => `Left out: ${what}. ${printable(asSentence(reason))}`);
}

function asSentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** The same for programs. */
export function unreadDocument({ what, reason, isRight, right }: Unread) {
  return { what, reason, missingRight: isRight, right: right ?? null };
}
