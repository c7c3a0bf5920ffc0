import type { Instance } from '../../aws/aws.js';
import { printable } from '../../terminal/printable.js';
import type { Terminal } from '../../terminal/terminal.js';
import type { Finding } from './consult-host.js';
import { UnknownHostKeyError } from './errors.js';
import { type KeyPrint, printWords } from './key-print.js';

export interface Question {
  readonly instance: Instance;
  readonly shownName: string;
  readonly presented: KeyPrint;
  /** What all those that were asked before had to say. */
  readonly findings: readonly Finding[];
}

/**
 * Shows a key and everything that is known about it, and asks whether it is the host's. Only `yes` in full or the
 * fingerprint, from wherever the person has it, is a yes.
 * @throws UnknownHostKeyError for any other answer, InterruptedError
 */
export async function askAboutKey(
  terminal: Pick<Terminal, 'err' | 'ask'>,
  question: Question,
  signal: AbortSignal,
): Promise<void> {
  const { presented, shownName } = question;
  terminal.err.line(questionLines(question).join('\n'));
  const answer = await terminal.ask('Trust it? Type "yes", or paste the fingerprint you know: ', signal);
  const text = answer === 'end of input' ? '' : answer.text.trim();
  if (text === 'yes' || text === presented.fingerprint) return;
  if (text.startsWith('SHA256:')) {
    throw new UnknownHostKeyError(
      [
        `The host key of ${printable(shownName)} is not the one you know. Nothing was sent to it.`,
        `  expected  ${printable(text)}`,
        `  got       ${presented.fingerprint}`,
      ].join('\n'),
      {
        hint: 'Somebody may be in between, or the fingerprint is that of another host or of a key of another type.',
      },
    );
  }
  throw new UnknownHostKeyError(
    `Not trusted: the host key of ${printable(shownName)}. Nothing was sent to it.`,
    {
      hint: 'Only "yes", typed in full, or the fingerprint is taken for a yes.',
    },
  );
}

function questionLines({ instance, shownName, presented, findings }: Question): readonly string[] {
  const address = instance.publicAddress ?? instance.privateAddress ?? instance.ipv6Address;
  const name = instance.tags.get('Name');
  const rows = [
    ['instance', [instance.id, name, address].filter((part) => part !== undefined && part !== '').join(', ')],
    ['key', printWords(presented)],
    ...findings.map(({ where, said }) => [where, said]),
  ] as const;
  const width = Math.max(...rows.map(([title]) => title?.length ?? 0));
  return [
    `Nobody vouches for the host key of ${printable(shownName)} yet:`,
    ...rows.map(([title = '', value = '']) => `  ${title.padEnd(width)}  ${printable(value)}`),
  ];
}
