import type { Capability } from '../../change/capability.js';
import { outcomeOf } from '../../change/outcome.js';
import type { FieldChange, Notice, Plan } from '../../change/plan.js';
import { messageOf } from '../../errors.js';
import type { KnownHosts } from '../../ssh/known-hosts.js';
import type { Pin } from '../../ssh/known-hosts-line.js';
import { formatPublicKey } from '../../ssh/public-key.js';
import { printOf, printWords } from './key-print.js';
import { type HostInput, hostKeyKind } from './pin-plan.js';

/** Forgets the keys that this machine has pinned for a host; the engine's record keeps them. */
export function forgetCapability(
  knownHosts: Pick<KnownHosts, 'find' | 'forget'>,
  input: HostInput,
): Capability<readonly Pin[], null> {
  const find = () => knownHosts.find(input.instanceId);
  return {
    observe: find,
    plan: (pins) => planForget(input, pins),
    async apply({ changes }, { report, signal }) {
      for (const change of changes) {
        if (signal.aborted) return;
        await knownHosts.forget(input.instanceId).then(
          () => report(outcomeOf(change, 'done')),
          (error: unknown) => report(outcomeOf(change, 'failed', { reason: messageOf(error) })),
        );
      }
    },
    async verify({ changes }, outcomes) {
      const isGone = (await find()).length === 0;
      if (isGone) return changes.map((change) => outcomeOf(change, 'done'));
      const reason = 'another exops pinned a key of it meanwhile';
      return outcomes.map((outcome) =>
        outcome.status === 'done' ? outcomeOf(outcome, 'failed', { reason }) : outcome,
      );
    },
  };
}

const notPinned: Notice = { kind: 'not pinned', text: 'no key of it is pinned on this machine', names: [] };

/** Safe: the next connection verifies the host anew, and without a word for its key it is refused. */
export function planForget({ name }: HostInput, pins: readonly Pin[]): Plan<null> {
  const plan = { noun: hostKeyKind, refusals: [], notices: [] };
  if (pins.length === 0) return { ...plan, changes: [], notices: [notPinned], unchanged: 0 };
  const change = {
    kind: hostKeyKind,
    name,
    action: 'delete',
    severity: 'safe',
    fields: pins.map(pinField),
    cautions: ['the next connection trusts the key that the EC2 tag, the console output or you vouch for'],
    work: null,
  } as const;
  return { ...plan, changes: [change], unchanged: 0 };
}

function pinField({ key }: Pin, index: number): FieldChange {
  const words = printWords(printOf(key));
  return {
    name: `pinned key ${index + 1}`,
    before: formatPublicKey(key),
    after: null,
    shown: { before: words, after: null },
  };
}
