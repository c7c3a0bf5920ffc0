import type { Notice } from '../../change/plan.js';
import { countOf, formatCount } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { SeenKafka } from '../work.js';

/** What to know of Kafka before what uses it, and what it runs on, is stopped. */
export function kafkaNotices(kafka: SeenKafka | undefined): readonly Notice[] {
  if (kafka === undefined) return [];
  const msk = { kind: 'msk', text: "Amazon MSK can't be stopped: its brokers go on to be billed", names: [] };
  return [...(kafka.isMsk ? [msk] : []), ...healthNotices(kafka.health)];
}

function healthNotices(health: SeenKafka['health']): readonly Notice[] {
  if (health === undefined) return [];
  if ('problem' in health)
    return [
      { kind: 'kafka-unknown', text: printable(`Kafka was not looked at: ${health.problem}`), names: [] },
    ];
  const { behind, underReplicated } = health;
  const lag = behind.map(({ group, records }) => `${group} by ${formatCount(records)}`);
  return [
    ...(lag.length === 0
      ? []
      : [{ kind: 'lag', text: `${countOf(lag.length, 'consumer group')} behind`, names: lag }]),
    ...(underReplicated.length === 0
      ? []
      : [
          {
            kind: 'under-replicated',
            text: `${countOf(underReplicated.length, 'partition')} under-replicated`,
            names: underReplicated,
          },
        ]),
  ];
}
