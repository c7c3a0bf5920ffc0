import type { MskAccess, MskAuth } from '../aws/contract/msk.js';
import type { Auth } from './auth.js';

/** A port that all MSK clusters have for one way of logging in. */
export interface MskPort {
  readonly port: number;
  readonly auth: MskAuth;
  readonly access: Exclude<MskAccess, 'vpc'>;
}

/**
 * Those of private links (`access: vpc`) are from 14001 on, in no fixed order, and aren't here.
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
export const mskPorts: readonly MskPort[] = [
  { port: 9092, auth: 'plaintext', access: 'private' },
  { port: 9094, auth: 'tls', access: 'private' },
  { port: 9096, auth: 'scram', access: 'private' },
  { port: 9098, auth: 'iam', access: 'private' },
  { port: 9194, auth: 'tls', access: 'public' },
  { port: 9196, auth: 'scram', access: 'public' },
  { port: 9198, auth: 'iam', access: 'public' },
  // IPv6
  { port: 20092, auth: 'plaintext', access: 'private' },
  { port: 20094, auth: 'tls', access: 'private' },
  { port: 20096, auth: 'scram', access: 'private' },
  { port: 20098, auth: 'iam', access: 'private' },
];

export const mskListenerWords: Readonly<Record<MskAuth, string>> = {
  plaintext: 'plaintext',
  tls: 'TLS',
  scram: 'SASL/SCRAM',
  iam: 'IAM',
};

function isIpv6({ port }: MskPort): boolean {
  return port >= 20_000;
}

/** What MSK has on a port; undefined for one that isn't its own. */
export function mskPort(port: number): MskPort | undefined {
  return mskPorts.find((one) => one.port === port);
}

/** Which of MSK's listeners a login is for; it has none for PLAIN. */
export function mskAuthOf(mechanism: Auth['mechanism']): MskAuth | undefined {
  if (mechanism === 'none') return 'plaintext';
  return mechanism === 'plain' ? undefined : mechanism;
}

/** `public IAM` */
export function listenerOf({ auth, access }: MskPort): string {
  return access === 'public' ? `public ${mskListenerWords[auth]}` : mskListenerWords[auth];
}

/**
 * The port for another login beside one of MSK's: public beside public, IPv6 beside IPv6; undefined where MSK has none.
 * @param port any at all: from one that isn't MSK's own the way leads to the private ones
 */
export function mskPortBeside(port: number, auth: MskAuth): number | undefined {
  const beside = mskPort(port);
  const access = beside?.access ?? 'private';
  const wantsIpv6 = beside !== undefined && isIpv6(beside);
  return mskPorts.find((one) => one.auth === auth && one.access === access && isIpv6(one) === wantsIpv6)
    ?.port;
}

/** `IAM is on 9098 (public 9198)`, `plaintext is on 9092`. */
export function whereMskHas(auth: MskAuth): string {
  const of = (access: MskPort['access']) =>
    mskPorts.find((one) => one.auth === auth && one.access === access)?.port;
  const outside = of('public');
  const inside = `${mskListenerWords[auth]} is on ${of('private')}`;
  return outside === undefined ? inside : `${inside} (public ${outside})`;
}

const host = /\.kafka(?:-serverless)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/i;

/**
 * The region of a name that MSK gives its brokers (`b-1.….kafka.ap-northeast-2.amazonaws.com`) or their certificates
 * (`*.kafka.…`); undefined for any other.
 */
export function mskRegionOf(name: string): string | undefined {
  return host.exec(name)?.[1]?.toLowerCase();
}
