export interface StateMeaning {
  /** A clause: `a broker is being rebooted by AWS`. */
  readonly meaning: string;
  /** Whether clients can produce and consume. */
  readonly clients: 'can connect' | "can't connect" | 'unknown';
}

/** https://docs.aws.amazon.com/msk/latest/developerguide/msk-cluster-states.html */
const meanings: Readonly<Record<string, StateMeaning>> = {
  ACTIVE: { meaning: 'in use', clients: 'can connect' },
  CREATING: { meaning: 'AWS is still making it', clients: "can't connect" },
  DELETING: { meaning: 'it is being deleted', clients: "can't connect" },
  FAILED: { meaning: 'making or deleting it failed; it can only be deleted', clients: "can't connect" },
  HEALING: { meaning: 'AWS repairs it, as by replacing a broker', clients: 'can connect' },
  MAINTENANCE: { meaning: 'AWS maintains it, as by patching', clients: 'can connect' },
  REBOOTING_BROKER: { meaning: 'a broker is being rebooted', clients: 'can connect' },
  UPDATING: { meaning: 'somebody changes it', clients: 'can connect' },
};

/** What the state of an MSK cluster means for its clients; AWS may have newer ones. */
export function meaningOf(state: string): StateMeaning {
  return Object.hasOwn(meanings, state) ? (meanings[state] ?? unknown) : unknown;
}

const unknown: StateMeaning = { meaning: 'exops does not know this state', clients: 'unknown' };
