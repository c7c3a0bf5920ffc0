import { isIP } from 'node:net';
import type { Address } from '../../kafka/address.js';
import { mskRegionOf } from '../../kafka/msk-ports.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import { skipped } from '../step.js';
import type { NamedBroker } from './dns-step.js';
import type { Resolved } from './resolve-name.js';
import { someNames } from './some-of.js';

export interface ResolvedBroker {
  readonly address: Address;
  readonly resolved: Resolved;
}

/** @param host the one that was asked; undefined for this machine */
export function judgeDns(
  brokers: readonly ResolvedBroker[],
  host: string | undefined,
): Outcome<readonly NamedBroker[]> {
  const unknown = brokers.filter(({ resolved }) => resolved.kind === 'unknown');
  const value = brokers
    .filter(({ resolved }) => resolved.kind !== 'unknown')
    .map(({ address, resolved }) => ({
      address,
      ips: resolved.kind === 'addresses' ? resolved.addresses : undefined,
    }));
  const names = [...new Set(brokers.map(({ address }) => address.host))].filter((name) => isIP(name) === 0);
  if (names.length === 0) return skipped('the brokers have addresses, and no names', value);
  if (unknown.length > 0)
    return {
      findings: [unknownNames(unknown, host), ...(value.length === 0 ? [] : known(value, host))],
      ...(value.length === 0 ? {} : { value }),
    };
  const unasked = brokers.find(({ resolved }) => resolved.kind === 'not asked')?.resolved;
  if (unasked?.kind === 'not asked')
    return skipped(`${printable(host ?? 'this machine')} can't be asked: ${printable(unasked.why)}`, value);
  return { findings: known(value, host), value };
}

function known(brokers: readonly NamedBroker[], host: string | undefined): readonly Finding[] {
  const ips = [...new Set(brokers.flatMap(({ ips = [] }) => ips))];
  const names = new Set(brokers.map(({ address }) => address.host));
  const [only] = names;
  const whose = names.size === 1 && only !== undefined ? printable(only) : countOf(names.size, 'name');
  const where = host === undefined ? '' : `, as ${printable(host)} has it`;
  return [{ verdict: 'ok', saw: `${whose}: ${someNames(ips)}${where}` }];
}

function unknownNames(unknown: readonly ResolvedBroker[], host: string | undefined): Finding {
  const names = [...new Set(unknown.map(({ address }) => address.host))];
  const [first = ''] = names;
  const why = unknown[0]?.resolved.kind === 'unknown' ? unknown[0].resolved.why : '';
  const where = host === undefined ? 'here' : `on ${printable(host)}`;
  return {
    verdict: 'broken',
    saw: `${someNames(names)}: no such name ${where} (${printable(why)})`,
    problem: 'name-unknown',
    next: [
      mskRegionOf(first) === undefined
        ? 'Compare it with the name that the cluster has now; private names are known in their own network only.'
        : 'A cluster that was made anew has other names. These are its names of today:',
      ...(mskRegionOf(first) === undefined ? [] : ['exops msk brokers']),
    ],
  };
}
