import { escapeActive } from './active-characters.js';
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

/** JSON of the same value that is safe to look at, too: `\u009b`. @param indent spaces; all on one line when left out */
export function jsonText(value: unknown, indent?: number): string {
  return escapeActive(JSON.stringify(value, null, indent));
}
