/** One part of the host's answer: what was said under a mark. */
export interface Section {
  /** The words after its name: an exit status. */
  readonly words: readonly string[];
  readonly lines: readonly string[];
}

/** The host's answer by `<probe> <name>`, or `<name>` for what belongs to no probe. */
export type Sections = ReadonlyMap<string, Section>;

/** Takes an answer apart at its marks; what stands before the first (a login script's greeting) is left out. */
export function readSections(answer: string, mark: string): Sections {
  const sections = new Map<string, { words: string[]; lines: string[] }>();
  let current: string[] | undefined;
  for (const line of answer.split('\n')) {
    if (line.startsWith(`${mark} `)) {
      const [first = '', second, ...words] = line.slice(mark.length + 1).split(' ');
      current = [];
      sections.set(second === undefined ? first : `${first} ${second}`, { words, lines: current });
    } else {
      current?.push(line);
    }
  }
  return new Map(
    [...sections].map(([key, { words, lines }]) => [
      key,
      { words, lines: lines.map((line) => line.trimEnd()).filter((line) => line !== '') },
    ]),
  );
}

/** What the host said in place of an answer, on one line. */
export function joined(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}

/** Words by which sudo, systemd and docker say that a right is missing. */
export function isDenial(text: string): boolean {
  return denials.test(text);
}

const denials = new RegExp(
  [
    'permission denied',
    'access denied',
    'sudo: a password is required',
    'sudo: a terminal is required',
    'sudo: no tty present',
    'sudo: (command )?not found',
    'is not allowed to (run sudo|execute)',
    'may not run sudo',
    'is not in the sudoers file',
    'interactive authentication required',
  ].join('|'),
  'i',
);
