import type { Change, FieldChange, Plan, Refusal } from '../../change/plan.js';
import type { Pin } from '../../ssh/known-hosts-line.js';
import { includesPrint, type KeyPrint, printOf, printWords } from './key-print.js';
import { formatHostKeyTag, hostKeyTag, parseHostKeyTag } from './tag.js';

export const hostKeyKind = 'host key';

export interface ObservedHost {
  /** Whether EC2 knows the instance. */
  readonly exists: boolean;
  /** The value of its tag; undefined without one. */
  readonly tag: string | undefined;
  /** The keys pinned on this machine. */
  readonly pins: readonly Pin[];
}

export interface HostInput {
  readonly instanceId: string;
  /** Its name in `exops.yaml`, or the instance id: what a person types to confirm. */
  readonly name: string;
}

export interface TagWork {
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * The tag as it has to be to vouch for the pinned keys. Nothing is to do when it vouches for them all already; a key
 * in the tag that isn't pinned here is lost, which is destructive: everybody who relies on it is refused.
 */
export function planPin({ name, instanceId }: HostInput, observed: ObservedHost): Plan<TagWork> {
  const { exists, tag, pins } = observed;
  const plan = { noun: hostKeyKind, changes: [], refusals: [], notices: [], unchanged: 0 };
  const refused = (reason: string): Plan<TagWork> => ({ ...plan, refusals: [refusal(name, reason)] });
  if (!exists) return refused(`EC2 knows no instance ${instanceId} in this region`);
  if (pins.length === 0) {
    return refused('no key of it is pinned on this machine: connect to it once, which verifies and pins it');
  }
  const after = formatHostKeyTag(pins.map(({ key }) => key));
  if (after === undefined) {
    return refused(`${pins.length} keys of it are pinned, more than a tag can hold`);
  }
  const current = parseHostKeyTag(tag ?? '');
  const wanted = pins.map(({ key }) => printOf(key));
  const isVouchedFor = current !== undefined && wanted.every((print) => includesPrint(current, print));
  if (isVouchedFor) return { ...plan, unchanged: 1 };
  return { ...plan, changes: [tagChange(name, { before: tag, after }, current, pins)] };
}

function tagChange(
  name: string,
  work: TagWork,
  current: readonly KeyPrint[] | undefined,
  pins: readonly Pin[],
): Change<TagWork> {
  const wanted = pins.map(({ key }) => printOf(key));
  const isKept = current?.every((print) => includesPrint(wanted, print)) === true;
  const shownBefore = current === undefined ? (work.before ?? null) : shown(current);
  const field: FieldChange = {
    name: hostKeyTag,
    before: work.before ?? null,
    after: work.after,
    shown: { before: shownBefore, after: shown(wanted) },
  };
  return {
    kind: hostKeyKind,
    name,
    action: work.before === undefined ? 'create' : 'change',
    severity: isKept ? 'safe' : 'destructive',
    fields: [field],
    cautions: [...(isKept ? [] : [replaced]), ...(pins.some(isUnseen) ? [unseen] : [])],
    work,
  };
}

const replaced =
  'whoever relies on the old key is refused until they forget it; whoever is new trusts this one';
const unseen =
  'it was taken unseen (--accept-new-host-key): nobody has looked whether it is the key of the host';

function isUnseen({ source }: Pin): boolean {
  return source === 'unseen';
}

function shown(prints: readonly KeyPrint[]): string | null {
  return prints.length === 0 ? null : prints.map(printWords).join(', ');
}

function refusal(name: string, reason: string): Refusal {
  return { kind: hostKeyKind, name, reason };
}
