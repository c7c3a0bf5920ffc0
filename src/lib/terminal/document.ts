import type { Output } from './terminal.js';

/** Writes a value for programs: one document, with nothing around it. */
export async function writeDocument(output: Output, format: 'json' | 'yaml', value: unknown): Promise<void> {
  if (format === 'json') {
    output.line(JSON.stringify(value, null, 2));
    return;
  }
  const { yamlText } = await import('./yaml-text.js');
  output.write(yamlText(value));
}
