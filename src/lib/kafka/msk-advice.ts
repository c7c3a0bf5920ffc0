import { type Address, formatAddress } from './address.js';
import type { Auth } from './auth.js';
import {
  listenerOf,
  type MskPort,
  mskAuthOf,
  mskListenerWords,
  mskPort,
  mskPortBeside,
  mskRegionOf,
  whereMskHas,
} from './msk-ports.js';

/** What a port of MSK's says about a login there. */
export interface MskAdvice {
  /** `9094 is MSK's port for TLS; IAM is on 9098 (public 9198)` */
  readonly fact: string;
  /** Flags that lead to the right port, or fit this one. */
  readonly flags: string;
}

/**
 * What is wrong with the port or the login, where the broker is one of MSK's; undefined when it isn't, or when they fit.
 * @param names those of the certificate that the port shows; none where it speaks no TLS
 */
export function mskAdvice(
  address: Address,
  mechanism: Auth['mechanism'],
  names: readonly string[] = [],
): MskAdvice | undefined {
  const isMsk =
    mechanism === 'iam' || [address.host, ...names].some((name) => mskRegionOf(name) !== undefined);
  const wanted = mskAuthOf(mechanism);
  const here = mskPort(address.port);
  const speaksTls = names.length > 0;
  if (!isMsk || (wanted !== undefined && here?.auth === wanted && !(speaksTls && wanted === 'plaintext')))
    return undefined;
  if (mechanism === 'none') return adviceForNoLogin(address, here);
  const other = wanted ?? 'scram';
  const port = mskPortBeside(address.port, other);
  const right = wanted === undefined ? `MSK takes no PLAIN; ${whereMskHas(other)}` : whereMskHas(other);
  return {
    fact:
      here === undefined
        ? right
        : `${address.port} is MSK's port for ${mskListenerWords[here.auth]}; ${right}`,
    flags: port === undefined ? flagsOf(other) : `${brokersFlag(address, port)} ${flagsOf(other)}`,
  };
}

/** Who gave no login may not know which one is right. */
function adviceForNoLogin(address: Address, here: MskPort | undefined): MskAdvice {
  if (here !== undefined && here.auth !== 'plaintext')
    return { fact: `${here.port} is MSK's port for ${listenerOf(here)}`, flags: flagsOf(here.auth) };
  const port = mskPortBeside(address.port, 'iam') ?? 0;
  return {
    fact: `IAM is on ${port}, TLS on ${mskPortBeside(address.port, 'tls')}`,
    flags: `${brokersFlag(address, port)} --auth iam`,
  };
}

function flagsOf(auth: MskPort['auth']): string {
  if (auth === 'plaintext') return '--auth none';
  return auth === 'scram' ? '--auth scram --username NAME' : `--auth ${auth}`;
}

function brokersFlag({ host }: Address, port: number): string {
  return `--brokers ${formatAddress({ host, port })}`;
}
