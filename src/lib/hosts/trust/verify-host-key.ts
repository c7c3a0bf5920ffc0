import type { Aws, Instance } from '../../aws/aws.js';
import type { KnownHosts } from '../../ssh/known-hosts.js';
import type { Pin, PinSource } from '../../ssh/known-hosts-line.js';
import type { HostKey } from '../../ssh/ssh.js';
import { printable } from '../../terminal/printable.js';
import { createProgress } from '../../terminal/progress.js';
import type { Terminal } from '../../terminal/terminal.js';
import { askAboutKey } from './ask-person.js';
import { consultHost, type Finding } from './consult-host.js';
import { type Decision, decideByPins, type Witness } from './decide.js';
import { UnknownHostKeyError } from './errors.js';
import { changedKeyError } from './explain-change.js';
import { type KeyPrint, printOf, printWords } from './key-print.js';
import { hostKeyTag, parseHostKeyTag } from './tag.js';

export interface VerifyDeps {
  readonly knownHosts: KnownHosts;
  readonly aws: Pick<Aws, 'ec2' | 'ssm'>;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  trace(event: string): void;
}

export interface VerifyInput {
  readonly instance: Instance;
  /** Trust a key that nobody vouches for without asking: `--accept-new-host-key`. Never one that has changed. */
  readonly acceptNew: boolean;
  /** `kafka (i-0123456789abcdef0)` */
  readonly shownName: string;
}

/** Why a key is the host's. */
export interface Trust {
  readonly source: 'pin' | PinSource;
  /** `SHA256:9mK…` */
  readonly fingerprint: string;
  /** Goes on after `host key SHA256:9mK… `: `pinned by the team (EC2 tag)`. */
  readonly words: string;
}

/**
 * Verifies the key that a host presents: by the pins of this machine and the instance's EC2 tag, which cost nothing;
 * then by what the instance says through AWS; then by asking a person. A key that gets trusted is pinned.
 * The verifier rejects with HostKeyChangedError or UnknownHostKeyError, with ExopsError when the pins can't be read
 * or written, and with the signal's reason.
 */
export function hostKeyVerifier(deps: VerifyDeps, input: VerifyInput): (key: HostKey) => Promise<Trust> {
  const { knownHosts, trace } = deps;
  const { instance } = input;
  return async (key) => {
    const presented = printOf(key);
    trace(`host key: presented ${printWords(presented)}`);
    const pins = await knownHosts.find(instance.id);
    const decision = decideByPins(presented, pins, tagged(input));
    if (decision.verdict === 'trusted' && decision.witnesses[0] === 'pin') {
      return {
        source: 'pin',
        fingerprint: presented.fingerprint,
        words: pinWords(pins, key, decision.witnesses),
      };
    }
    const source = await sourceOf(decision, presented, deps, input);
    await knownHosts.pin(instance.id, key, source);
    trace(`host key: pinned in ${knownHosts.file}`);
    return { source, fingerprint: presented.fingerprint, words: sourceWords[source] };
  };
}

/** @throws UnknownHostKeyError for a tag that can't be read: somebody meant to vouch for a key, and we don't see which */
function tagged({ instance, shownName }: VerifyInput): readonly KeyPrint[] {
  const value = instance.tags.get(hostKeyTag) ?? '';
  const prints = parseHostKeyTag(value);
  if (prints !== undefined) return prints;
  throw new UnknownHostKeyError(
    `The EC2 tag ${hostKeyTag} of ${printable(shownName)} can't be read: ${printable(JSON.stringify(value))}`,
    {
      hint: 'It holds public key lines, or "ssh-ed25519 SHA256:…", with commas between them. Set it right, or remove it.',
    },
  );
}

/** Whoever vouches for a key that isn't pinned yet. */
async function sourceOf(
  known: Decision,
  presented: KeyPrint,
  deps: VerifyDeps,
  input: VerifyInput,
): Promise<PinSource> {
  const host = { instanceId: input.instance.id, shownName: input.shownName };
  if (known.verdict === 'changed') throw changedKeyError(known, presented, host);
  if (known.verdict === 'trusted') return 'tag';
  const waitingFor = `Asking AWS for the host key of ${printable(input.shownName)}`;
  const { decision, findings } = await createProgress(deps.terminal).during(waitingFor, () =>
    consultHost(deps, input.instance.id, presented),
  );
  for (const { where, said } of findings) deps.trace(`host key: ${where}: ${said}`);
  if (decision.verdict === 'changed') throw changedKeyError(decision, presented, host);
  if (decision.verdict === 'trusted') return decision.witnesses[0] === 'console' ? 'console' : 'ssm';
  return acceptedBy(presented, [noTag, ...findings], deps, input);
}

const noTag: Finding = { where: 'EC2 tag', prints: [], said: `${hostKeyTag} is not set` };

async function acceptedBy(
  presented: KeyPrint,
  findings: readonly Finding[],
  { terminal, signal }: VerifyDeps,
  { instance, acceptNew, shownName }: VerifyInput,
): Promise<PinSource> {
  if (acceptNew) return 'unseen';
  if (!terminal.canAsk) throw nobodyVouches(presented, findings, shownName);
  await askAboutKey(terminal, { instance, shownName, presented, findings }, signal);
  return 'person';
}

function nobodyVouches(
  presented: KeyPrint,
  findings: readonly Finding[],
  shownName: string,
): UnknownHostKeyError {
  return new UnknownHostKeyError(
    [
      `Nobody vouches for the host key of ${printable(shownName)}, and there is no terminal to ask on. Nothing was sent to it.`,
      `  ${printWords(presented)}`,
      ...findings.map(({ where, said }) => `  ${where}: ${said}`),
    ].join('\n'),
    {
      hint: [
        'Connect once from a terminal and pin the key for the team: exops host pin',
        'Or take it unseen, where nobody can be in between: --accept-new-host-key',
      ].join('\n'),
    },
  );
}

const sourceWords: Record<PinSource, string> = {
  tag: 'pinned by the team (EC2 tag)',
  console: 'shown by the console output, now pinned',
  ssm: 'read through Systems Manager, now pinned',
  person: 'trusted by you, now pinned',
  unseen: 'taken unseen (--accept-new-host-key), now pinned',
};

function pinWords(pins: readonly Pin[], key: HostKey, witnesses: readonly Witness[]): string {
  if (witnesses.includes('tag')) return 'pinned here and by the team (EC2 tag)';
  const since = pins.find((pin) => pin.key.base64 === key.base64)?.since;
  return since === undefined ? 'pinned here' : `pinned here since ${since}`;
}
