const active = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/** What JSON and YAML allow as it is, and a terminal acts on: C1 controls, line separators, marks that turn the reading direction. */
export const activeCharacters = new RegExp(active.source, 'u');

/** JSON, or YAML whose active characters stand in double quotes, that is safe to look at and means the same: `\u009b`. */
export function escapeActive(text: string): string {
  return text.replace(active, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
