/** What is measured by runs of their own, in the order of docs/benchmarks.md. */
export const suiteNames = ['topics', 'connect', 'k8s', 'power', 'doctor', 'groups', 'messages'] as const;
export type SuiteName = (typeof suiteNames)[number];

const head = `# Benchmarks

Each part is written by a run of its own, which it names first, and holds nothing but what was measured in that run.
`;

/**
 * docs/benchmarks.md with one part written anew; the others stay as they were, byte for byte.
 * @param before the document so far; empty when there is none
 * @throws Error when it has no parts that could stay
 */
export function withPart(before: string, name: SuiteName, text: string): string {
  const parts = suiteNames.map((one) => (one === name ? marked(one, text) : partOf(before, one)));
  if (before.trim() !== '' && !suiteNames.some((one) => partOf(before, one) !== undefined))
    throw new Error('docs/benchmarks.md has no part between marks: what it says would be lost.');
  return [head, ...parts.filter((part) => part !== undefined)].join('\n');
}

function marked(name: SuiteName, text: string): string {
  return `${beginning(name)}\n\n${text.trim()}\n\n${end(name)}\n`;
}

/** With its marks. */
function partOf(document: string, name: SuiteName): string | undefined {
  const from = document.indexOf(beginning(name));
  const to = document.indexOf(end(name), from);
  return from < 0 || to < 0 ? undefined : `${document.slice(from, to)}${end(name)}\n`;
}

const beginning = (name: SuiteName): string => `<!-- ${name}: npm run bench -- ${name} --write -->`;
const end = (name: SuiteName): string => `<!-- end of ${name} -->`;
