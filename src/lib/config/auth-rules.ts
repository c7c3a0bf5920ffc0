export const mechanisms = ['none', 'tls', 'scram', 'plain', 'iam'] as const;
export type Mechanism = (typeof mechanisms)[number];

export const algorithms = ['sha-256', 'sha-512'] as const;
export type Algorithm = (typeof algorithms)[number];
export const defaultAlgorithm: Algorithm = 'sha-512';

/** Which mechanisms a key of `auth` goes with. */
const goesWith = {
  username: ['scram', 'plain'],
  password: ['scram', 'plain'],
  algorithm: ['scram'],
  tls: ['scram', 'plain'],
  ca: ['tls', 'scram', 'plain', 'iam'],
  certificate: ['tls', 'scram', 'plain'],
  key: ['tls', 'scram', 'plain'],
  serverName: ['tls', 'scram', 'plain', 'iam'],
} as const satisfies Record<string, readonly Mechanism[]>;

export type AuthKey = keyof typeof goesWith;
export const authKeys = Object.keys(goesWith) as AuthKey[];

/** What TLS itself needs, whoever asks for it. */
export const tlsKeys: readonly AuthKey[] = ['ca', 'certificate', 'key', 'serverName'];

export interface Transport {
  readonly mechanism: Mechanism;
  /** False when TLS was turned off for a mechanism that has it by default. */
  readonly tls: boolean | undefined;
}

/** Why a key says nothing beside this mechanism, in words that follow the key's name; undefined when it does. */
export function misfitOf(key: AuthKey, { mechanism, tls }: Transport): string | undefined {
  const fitting: readonly Mechanism[] = goesWith[key];
  if (!fitting.includes(mechanism)) return `goes with mechanism ${listOf(fitting)}, not with ${mechanism}`;
  return tls === false && tlsKeys.includes(key) ? 'goes with TLS, which tls: false turns off' : undefined;
}

/** The keys that this mechanism can't do without and that aren't there. */
export function missingKeys(mechanism: Mechanism, has: (key: AuthKey) => boolean): readonly AuthKey[] {
  const needed: AuthKey[] = mechanism === 'scram' || mechanism === 'plain' ? ['username', 'password'] : [];
  if (has('certificate')) needed.push('key');
  if (has('key')) needed.push('certificate');
  return needed.filter((key) => !has(key));
}

/** Why such a key is needed. */
export function needFor(key: AuthKey, mechanism: Mechanism): string {
  if (key === 'key') return 'a certificate needs its key';
  if (key === 'certificate') return 'a key needs its certificate';
  return `mechanism ${mechanism} needs a ${key}`;
}

/** `tls, scram or plain`. */
export function listOf(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/, ' or $1');
}
