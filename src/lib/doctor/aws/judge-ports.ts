import { type Address, formatAddress } from '../../kafka/address.js';
import type { Auth } from '../../kafka/auth.js';
import {
  listenerOf,
  mskAuthOf,
  mskListenerWords,
  mskPort,
  mskPortBeside,
  whereMskHas,
} from '../../kafka/msk-ports.js';
import { printable } from '../../terminal/printable.js';
import type { Finding } from '../model.js';

/**
 * Pure: ports of MSK that are those of another login, all in one finding; none for ports that MSK doesn't have, as of private
 * links and tunnels.
 */
export function judgePorts(brokers: readonly Address[], mechanism: Auth['mechanism']): readonly Finding[] {
  const auth = mskAuthOf(mechanism);
  const wrong = brokers.flatMap((broker) => {
    const listens = mskPort(broker.port);
    return listens === undefined || listens.auth === auth ? [] : [{ broker, listens }];
  });
  const [first] = wrong;
  if (first === undefined) return [];
  const where = printable(formatAddress(first.broker));
  const more = wrong.length === 1 ? '' : ` (and ${wrong.length - 1} more)`;
  const has = `${where}${more} is MSK's port for ${listenerOf(first.listens)}`;
  if (auth === undefined)
    return [
      {
        ...{ verdict: 'broken', saw: `${has}, and MSK takes no SASL/PLAIN`, problem: 'msk-wrong-port' },
        next: ['Write auth: { mechanism: … } as iam, scram, tls or none, and the port that goes with it.'],
      },
    ];
  const right = mskPortBeside(first.broker.port, auth);
  const next =
    right === undefined
      ? `MSK has no ${mskListenerWords[auth]} there: ${whereMskHas(auth)}.`
      : `Write the brokers with the port ${right}: ${printable(formatAddress({ ...first.broker, port: right }))}`;
  return [
    {
      ...{ verdict: 'broken', saw: `${has}; ${whereMskHas(auth)}`, problem: 'msk-wrong-port' },
      next: [next],
    },
  ];
}
