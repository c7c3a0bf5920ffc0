import { parsePublicKey } from '../../ssh/public-key.js';
import { type KeyPrint, printOf, readPrint } from './key-print.js';

/** A line of a console and who wrote it there: `''` for a program that wrote to it directly. */
interface ConsoleLine {
  readonly writer: string;
  readonly text: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const terminalSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/**
 * What logger, journald and the kernel put before a message of cloud-init: `ec2: `, `cloud-init[1234]: `, behind a
 * priority, a time and a host name (`<14>Nov 21 09:05:11 ip-10-0-11-8 ec2: `) or the seconds since the boot
 * (`[   21.123456] cloud-init[1234]: `).
 */
const prefix =
  /^(?:<\d{1,3}>)?(?:\[ *\d+\.\d+\] )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:[\w.-]+ )?)?((?:ec2|cloud-init)(?:\[\d+\])?):(?: |$)/;

/**
 * The host keys that an instance's console output shows, as cloud-init prints them: in the last whole block of public
 * keys, else in the last whole one of SHA256 fingerprints. A block in which any line is something else doesn't count,
 * nor does one that lacks its end: what is left of it could be anything.
 *
 * This trusts everybody who can write to the console. On the usual images that is root, and whoever root lets; a
 * user of the instance who can write there can vouch for a key of their own, but needs to be on our way to the
 * instance to use it. Systems Manager and the EC2 tag don't have this limit.
 */
export function parseConsoleHostKeys(output: string): readonly KeyPrint[] {
  const lines = output.replaceAll(terminalSequences, '').split(/\r*\n/).map(readLine);
  return lastBlock(lines, 'KEYS', readKey) ?? lastBlock(lines, 'FINGERPRINTS', readFingerprint) ?? [];
}

function readLine(line: string): ConsoleLine {
  const [before, writer = ''] = prefix.exec(line) ?? [''];
  return { writer, text: line.slice(before.length) };
}

type ReadEntry = (text: string) => KeyPrint | 'skipped' | undefined;

function lastBlock(
  lines: readonly ConsoleLine[],
  title: string,
  readEntry: ReadEntry,
): readonly KeyPrint[] | undefined {
  const isBegin = ({ text }: ConsoleLine) => text === `-----BEGIN SSH HOST KEY ${title}-----`;
  for (let end = lines.length; ; ) {
    const begin = lines.slice(0, end).findLastIndex(isBegin);
    if (begin === -1) return undefined;
    const prints = readBlock(lines.slice(begin, end), `-----END SSH HOST KEY ${title}-----`, readEntry);
    if (prints !== undefined && prints.length > 0) return prints;
    end = begin;
  }
}

function readBlock(
  [begin, ...following]: readonly ConsoleLine[],
  endText: string,
  readEntry: ReadEntry,
): readonly KeyPrint[] | undefined {
  const prints: KeyPrint[] = [];
  for (const { writer, text } of following) {
    if (writer !== begin?.writer) return undefined;
    if (text === endText) return prints;
    const entry = readEntry(text);
    if (entry === undefined) return undefined;
    if (entry !== 'skipped') prints.push(entry);
  }
  return undefined;
}

function readKey(text: string): ReturnType<ReadEntry> {
  if (/^ssh-dss [A-Za-z0-9+/=]+(?: |$)/.test(text)) return 'skipped';
  const key = /^[a-z]/.test(text) ? parsePublicKey(text) : undefined;
  return key === undefined ? undefined : printOf(key);
}

/** As `ssh-keygen -l` prints it: `256 SHA256:… root@ip-10-0-11-8 (ED25519)`. */
function readFingerprint(text: string): ReturnType<ReadEntry> {
  const [, bits = '', fingerprint = '', kind = ''] = /^(\d{3,5}) (\S+) .*\(([A-Z0-9]+)\)$/.exec(text) ?? [];
  switch (kind) {
    case 'ED25519':
      return readPrint('ssh-ed25519', fingerprint);
    case 'ECDSA':
      return readPrint(`ecdsa-sha2-nistp${bits}`, fingerprint);
    case 'RSA':
      return readPrint('ssh-rsa', fingerprint);
    case 'DSA':
      return 'skipped';
    default:
      return undefined;
  }
}
