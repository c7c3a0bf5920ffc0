import type { Pin } from '../../ssh/known-hosts-line.js';
import { includesPrint, type KeyPrint, printOf } from './key-print.js';
import { parseHostKeyTag } from './tag.js';

/** Who can say what the host keys of an instance are: those that cost nothing to ask, then the others. */
export type Witness = 'pin' | 'tag' | 'console' | 'ssm';

/** What a witness says; no keys when it knows none. */
export interface Testimony {
  readonly witness: Witness;
  readonly prints: readonly KeyPrint[];
}

export interface Contradiction {
  readonly verdict: 'changed';
  /** Who says that the key is another one. */
  readonly by: Witness;
  readonly expected: readonly KeyPrint[];
  /** Who says that it is the right one all the same. */
  readonly against: readonly Witness[];
}

export type Decision =
  | { readonly verdict: 'trusted'; readonly witnesses: readonly [Witness, ...Witness[]] }
  | Contradiction
  | { readonly verdict: 'unknown' };

/**
 * What is known for nothing: the pins of this machine and the tag. They must agree, since a key that only one of
 * them has means that somebody changed the other, and a type that neither has means that the host no longer presents
 * the types it is known by, which were asked for first.
 */
export function decideByPins(presented: KeyPrint, pins: readonly Pin[], tag: readonly KeyPrint[]): Decision {
  const pinned = pins.map(({ key }) => printOf(key));
  return decide(presented, [
    { witness: 'pin', prints: pinned },
    { witness: 'tag', prints: tag },
  ]);
}

/**
 * What the host itself says through AWS. The console shows the keys of the first boot, Systems Manager those of now:
 * where it answers, keys that were made anew since then are no reason to refuse.
 */
export function decideByHost(
  presented: KeyPrint,
  onConsole: readonly KeyPrint[],
  throughSsm: readonly KeyPrint[],
): Decision {
  const byConsole = decide(presented, [{ witness: 'console', prints: onConsole }]);
  if (byConsole.verdict === 'trusted' || throughSsm.length === 0) return byConsole;
  return decide(presented, [{ witness: 'ssm', prints: throughSsm }]);
}

/** The first that knows other keys only refuses the presented one, whatever the rest say; silence says nothing. */
function decide(presented: KeyPrint, testimonies: readonly Testimony[]): Decision {
  const knowing = testimonies.filter(({ prints }) => prints.length > 0);
  const agreeing = knowing.filter(({ prints }) => includesPrint(prints, presented));
  const [first, ...others] = agreeing.map(({ witness }) => witness);
  const contradicting = knowing.find((one) => !agreeing.includes(one));
  if (contradicting !== undefined) {
    return {
      verdict: 'changed',
      by: contradicting.witness,
      expected: contradicting.prints,
      against: first === undefined ? [] : [first, ...others],
    };
  }
  return first === undefined ? { verdict: 'unknown' } : { verdict: 'trusted', witnesses: [first, ...others] };
}

/**
 * The key types that a host is known by, to be negotiated first: a host with several keys presents the first type it
 * is asked for.
 * @param tag the value of the tag, as it is
 */
export function knownKeyTypes(pins: readonly Pin[], tag: string | undefined): readonly string[] {
  const tagged = parseHostKeyTag(tag ?? '') ?? [];
  const types = [...pins.map(({ key }) => key.type), ...tagged.map(({ type }) => type)];
  return [...new Set(types)];
}
