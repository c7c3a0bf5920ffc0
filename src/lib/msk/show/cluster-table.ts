import type { MskCluster } from '../../aws/contract/msk.js';
import { printable } from '../../terminal/printable.js';
import type { Column } from '../../terminal/table.js';
import { flavourOf } from '../flavour.js';
import { meaningOf } from '../states.js';

const shown: readonly Column<MskCluster>[] = [
  { title: 'CLUSTER', value: ({ name }) => name },
  { title: 'KIND', value: flavourOf },
  { title: 'STATE', value: ({ state }) => state },
  { title: 'KAFKA', value: ({ kafkaVersion }) => kafkaVersion ?? '' },
  { title: 'BROKERS', value: ({ brokerCount }) => String(brokerCount ?? ''), align: 'right' },
  { title: 'TYPE', value: ({ instanceType }) => instanceType ?? '' },
  { title: 'LOGINS', value: ({ auths }) => auths.join(',') },
];

/** In a pipe nothing is cut, so that the ARN has room. */
export function clusterColumns(isTerminal: boolean): readonly Column<MskCluster>[] {
  return isTerminal ? shown : [...shown, { title: 'ARN', value: ({ arn }) => arn }];
}

/** `liquibook-msk is HEALING: AWS repairs it, as by replacing a broker; clients can connect` */
export function stateNote({ name, state, stateMessage }: MskCluster): string | undefined {
  if (state === 'ACTIVE') return undefined;
  const { meaning, clients } = meaningOf(state);
  const then = clients === 'unknown' ? '' : `; clients ${clients}`;
  const words = stateMessage === undefined ? '' : ` · AWS says: ${stateMessage}`;
  return printable(`${name} is ${state}: ${meaning}${then}${words}`);
}
