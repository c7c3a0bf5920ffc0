import type { Notice } from '../../change/plan.js';
import { countOf, formatCount } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { SeenKafka } from '../work.js';

/** What to know of Kafka before what uses it, and what it runs on, is stopped. */
export function kafkaNotices(kafka: SeenKafka | undefined): readonly Notice[] {
  return kafka === undefined ? [] : healthNotices(kafka.health);
}

/** Why the applications of a wake may be up before Kafka: none of what is woken is known to be one of its brokers. */
export function unwaitedKafka(
  kafka: SeenKafka | undefined,
  { wakesInstance, wakesBroker }: { readonly wakesInstance: boolean; readonly wakesBroker: boolean },
): readonly Notice[] {
  const problem = kafka?.health !== undefined && 'problem' in kafka.health ? kafka.health.problem : undefined;
  if (kafka === undefined || kafka.isMsk || wakesBroker || (!wakesInstance && problem === undefined))
    return [];
  const why =
    problem ??
    'no instance that is woken has the address of one of its brokers (a private one stays while it sleeps)';
  return [{ kind: 'kafka-unwaited', text: printable(`Kafka is not waited for: ${why}`), names: [] }];
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
