import type { Output } from './terminal.js';

/** Writes a value for programs: one document, with nothing around it. */
export async function writeDocument(output: Output, format: 'json' | 'yaml', value: unknown): Promise<void> {
  if (format === 'json') {
    output.line(jsonText(value, 2));
    return;
  }
  const { yamlText } = await import('./yaml-text.js');
  output.write(yamlText(value));
}

/** What JSON allows as it is, and a terminal acts on: C1 controls, line separators, marks that turn the reading direction. */
const active = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

/** JSON of the same value that is safe to look at, too: `\u009b`. @param indent spaces; all on one line when left out */
export function jsonText(value: unknown, indent?: number): string {
  return harmlessJson(JSON.stringify(value, null, indent));
}

/** The same JSON, safe to look at. */
export function harmlessJson(text: string): string {
  // They stand in strings only.
  return text.replace(active, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
