/** A Markdown table: names on the left, figures on the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}

/** A command as it is shown in a table. What comes after the first comma is said about it. */
export function code(shown: string): string {
  const [command = '', ...remarks] = shown.split(', ');
  return [command.startsWith('the ') ? command : `\`${command}\``, ...remarks].join(', ');
}
