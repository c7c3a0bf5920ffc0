import type { LoginWanted } from '../../kafka/probe-login.js';

/** A login as it is written into exops.yaml, and as flags. */
export interface WrittenLogin {
  readonly setting: string;
  readonly flags: string;
}

/** How to log in where a password is wanted; a secret stands in no file. */
const account = `username: NAME, password: "\${env:KAFKA_PASSWORD}"`;

export const writtenLogins = {
  none: { setting: 'auth: { mechanism: none }', flags: '--auth none' },
  tls: { setting: 'auth: { mechanism: tls }', flags: '--auth tls' },
  iam: { setting: 'auth: { mechanism: iam }', flags: '--auth iam' },
  scram: { setting: `auth: { mechanism: scram, ${account} }`, flags: '--auth scram --username NAME' },
} as const satisfies Record<string, WrittenLogin>;

/** The login that a listener takes; undefined for one that exops can't log in to. */
export function writtenLogin(overTls: boolean, login: LoginWanted): WrittenLogin | undefined {
  if (login.kind === 'unknown') return undefined;
  if (login.kind === 'none') return overTls ? writtenLogins.tls : writtenLogins.none;
  const { mechanisms } = login;
  if (mechanisms.includes('SCRAM-SHA-512')) return withPassword('scram', overTls);
  if (mechanisms.includes('SCRAM-SHA-256')) return withPassword('scram', overTls, 'sha-256');
  if (mechanisms.includes('PLAIN')) return withPassword('plain', overTls);
  return overTls && mechanisms.includes('OAUTHBEARER') ? writtenLogins.iam : undefined;
}

function withPassword(mechanism: 'scram' | 'plain', overTls: boolean, algorithm?: 'sha-256'): WrittenLogin {
  const setting = [
    ...[`mechanism: ${mechanism}`, ...(algorithm === undefined ? [] : [`algorithm: ${algorithm}`])],
    ...[account, ...(overTls ? [] : ['tls: false'])],
  ];
  const flags = [
    ...[`--auth ${mechanism}`, ...(algorithm === undefined ? [] : [`--algorithm ${algorithm}`])],
    ...['--username NAME', ...(overTls ? [] : ['--no-tls'])],
  ];
  return { setting: `auth: { ${setting.join(', ')} }`, flags: flags.join(' ') };
}

/** What to write in the place of what was given. */
export interface ListenerChange {
  /** Each host:port; undefined where they stay. */
  readonly brokers?: readonly string[] | undefined;
  /** Undefined where it stays. */
  readonly login?: WrittenLogin | undefined;
}

/** The settings, or else the flags, each on a line of its own: they are pasted. */
export function changeLines({ brokers, login }: ListenerChange, isOfFile: boolean): readonly string[] {
  if (!isOfFile)
    return [
      [
        ...(brokers === undefined ? [] : [`--brokers ${brokers.join(',')}`]),
        ...(login === undefined ? [] : [login.flags]),
      ].join(' '),
    ];
  return [
    ...(brokers === undefined ? [] : [`brokers: [${brokers.map(inList).join(', ')}]`]),
    ...(login === undefined ? [] : [login.setting]),
  ];
}

/** An address of IPv6 begins as a list does. */
function inList(address: string): string {
  return address.startsWith('[') ? `"${address}"` : address;
}
