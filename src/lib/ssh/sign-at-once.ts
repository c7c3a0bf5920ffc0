import type { Client, ParsedKey } from 'ssh2';

type Sign = (data: Buffer, done: (signature: Buffer) => void) => void;
type OfferKey = (user: string, key: unknown, algorithm: string | undefined, sign?: Sign) => void;

/**
 * Signs with the first offer of a key, as RFC 4252, section 7 allows. ssh2 asks first whether the key would do: a round
 * trip, and on an EC2 instance a second run of the command that fetches pushed keys, which takes longer than that.
 * ssh2 has no option for it; where its inner parts are others, it asks as before.
 * @param client after `connect` was called
 */
export function signAtOnce(client: Client, key: ParsedKey): void {
  const { _protocol: protocol } = client as unknown as { readonly _protocol?: { authPK?: OfferKey } };
  const offer = protocol?.authPK?.bind(protocol);
  if (protocol === undefined || offer === undefined) return;
  protocol.authPK = (user, offered, algorithm, sign) =>
    offer(user, offered, algorithm, sign ?? ((data, done) => done(key.sign(data))));
}
